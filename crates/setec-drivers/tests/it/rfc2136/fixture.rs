//! A server, the driver connected to it, and a zone to work on.

use std::sync::Arc;

use setec_core::Secret;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::dns::{Answer, ApplyError};
use setec_provider::{DnsProvider, Provider, Settings};

use super::server::{KEY, NameServer, Program, SECRET, ServedZone};

pub(super) const BOTH: [Program; 2] = [Program::Bind, Program::Knot];

/// What most tests begin with.
pub(super) struct Fixture {
    pub(super) server: NameServer,
    pub(super) provider: Arc<dyn Provider>,
    pub(super) zone: Name,
}

/// Settings of an account.
pub(super) fn settings(port: u16, key: &str, secret: &str, zones: &str) -> Settings {
    let extra = [
        ("server", format!("127.0.0.1:{port}")),
        ("zones", zones.to_owned()),
        ("key_name", key.to_owned()),
    ];
    Settings {
        api_key: Secret::new(secret),
        extra: extra.map(|(key, value)| (key.to_owned(), value)).into(),
        ..Settings::default()
    }
}

/// Connects the driver.
pub(super) fn connect(settings: &Settings) -> Arc<dyn Provider> {
    let driver = setec_drivers::driver("rfc2136").expect("the driver is in the list");
    assert_eq!(settings.check(driver.fields), []);
    (driver.connect)(settings).expect("the settings are sound")
}

/// Reads a name.
pub(super) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Reads record data.
pub(super) fn data(rtype: &str, text: &str) -> RecordData {
    let rtype: RecordType = rtype.parse().expect("a type");
    RecordData::parse(rtype, text, &Name::root()).expect("record data")
}

/// A set with values in presentation format.
pub(super) fn set(owner: &str, rtype: &str, ttl: u64, values: &[&str]) -> RecordSet {
    RecordSet::new(
        key(owner, rtype),
        Ttl::from_secs(ttl).expect("a TTL"),
        values.iter().map(|text| data(rtype, text)),
    )
}

/// What identifies a set.
pub(super) fn key(owner: &str, rtype: &str) -> SetKey {
    SetKey {
        name: name(owner),
        rtype: rtype.parse().expect("a type"),
    }
}

impl Fixture {
    /// A server with the zone `example.com`; `None` where it is not installed.
    pub(super) fn start(program: Program, records: &str) -> Option<Self> {
        Self::with(program, &ServedZone::new("example.com", records))
    }

    /// A server with that zone.
    pub(super) fn with(program: Program, zone: &ServedZone) -> Option<Self> {
        let server = NameServer::start(program, std::slice::from_ref(zone))?;
        let provider = connect(&settings(server.port(), KEY, SECRET, &zone.name));
        Some(Self {
            server,
            provider,
            zone: name(&zone.name),
        })
    }

    pub(super) fn dns(&self) -> &dyn DnsProvider {
        self.provider.dns().expect("it has zones")
    }

    /// The zone without its SOA, whose serial the server raises with every change.
    pub(super) async fn read(&self) -> Zone {
        let mut zone = self.dns().zone(&self.zone).await.expect("the zone is read");
        let soa = SetKey {
            name: self.zone.clone(),
            rtype: RecordType::Soa,
        };
        zone.remove(&soa).expect("a zone has a SOA");
        zone
    }

    /// Brings the zone into the state that `edit` makes of it; what is read afterwards is that state.
    pub(super) async fn edit(&self, edit: impl FnOnce(&mut Zone)) -> Vec<Answer> {
        let live = self.read().await;
        let mut desired = live.clone();
        edit(&mut desired);
        let changes = diff(&live, &desired);
        let outcome = self.dns().apply(&self.zone, &changes).await;
        let written = outcome.expect("the changes are applied");
        assert_eq!(
            diff(&self.read().await, &desired),
            [],
            "{:?}",
            self.server.program()
        );
        written.answers
    }

    /// Applies changes as they are.
    pub(super) async fn apply(&self, changes: &[Change]) -> Result<Vec<Answer>, ApplyError> {
        let written = self.dns().apply(&self.zone, changes).await;
        written.map(|written| written.answers)
    }
}
