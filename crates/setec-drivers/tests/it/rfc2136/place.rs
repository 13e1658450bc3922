//! The driver in the suite that all drivers pass.

use setec_core::dns::{Name, RecordSet, SetKey};
use setec_provider::DnsProvider;

use super::fixture::Fixture;
use super::server::Program;
use crate::conformance::{self, Place, Race};

impl Place for Fixture {
    fn dns(&self) -> &dyn DnsProvider {
        self.dns()
    }

    fn zone(&self) -> Name {
        self.zone.clone()
    }

    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        conformance::dig(self.server.port(), key)
    }

    fn race(&self) -> Race {
        Race::NothingIsLost
    }
}

#[tokio::test]
async fn conforms_with_bind() {
    if let Some(fixture) = Fixture::start(Program::Bind, "") {
        conformance::run(&fixture).await;
    }
}

#[tokio::test]
async fn conforms_with_knot() {
    if let Some(fixture) = Fixture::start(Program::Knot, "") {
        conformance::run(&fixture).await;
    }
}
