//! The driver in the suite that all drivers pass.

use setec_core::dns::{Name, RecordSet, SetKey};
use setec_provider::DnsProvider;

use super::fixture::Fixture;
use crate::conformance::{self, Place, Race};

impl Place for Fixture {
    fn dns(&self) -> &dyn DnsProvider {
        self.dns()
    }

    fn zone(&self) -> Name {
        self.zone.clone()
    }

    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        conformance::dig(self.server.dns_port(), key)
    }

    /// A PATCH replaces whole sets, and the API has no precondition for it.
    fn race(&self) -> Race {
        Race::TheLastStands
    }
}

#[tokio::test]
async fn conforms() {
    if let Some(fixture) = Fixture::start().await {
        conformance::run(&fixture).await;
    }
}
