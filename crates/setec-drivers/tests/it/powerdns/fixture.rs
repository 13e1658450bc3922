//! A server, the driver connected to it, and a zone to work on.

use std::sync::Arc;

use setec_core::Secret;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::dns::{ApplyError, NewZone};
use setec_provider::{DnsProvider, Provider, Settings};

use super::server::PowerDnsServer;

/// What most tests begin with.
pub(crate) struct Fixture {
    pub(crate) server: PowerDnsServer,
    pub(crate) provider: Arc<dyn Provider>,
    pub(crate) zone: Name,
}

/// Connects the driver.
pub(crate) fn connect(base_url: &str, api_key: &str) -> Arc<dyn Provider> {
    let settings = Settings {
        base_url: Some(base_url.to_owned()),
        api_key: Secret::new(api_key),
        ..Settings::default()
    };
    let driver = setec_drivers::driver("powerdns").expect("the driver is in the list");
    assert_eq!(settings.check(driver.fields), []);
    (driver.connect)(&settings).expect("the settings are sound")
}

/// Reads a name.
pub(crate) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Reads record data.
pub(crate) fn data(rtype: &str, text: &str) -> RecordData {
    let rtype: RecordType = rtype.parse().expect("a type");
    RecordData::parse(rtype, text, &Name::root()).expect("record data")
}

/// A set with values in presentation format.
pub(crate) fn set(owner: &str, rtype: &str, ttl: u64, values: &[&str]) -> RecordSet {
    RecordSet::new(
        key(owner, rtype),
        Ttl::from_secs(ttl).expect("a TTL"),
        values.iter().map(|text| data(rtype, text)),
    )
}

/// What identifies a set.
pub(crate) fn key(owner: &str, rtype: &str) -> SetKey {
    SetKey {
        name: name(owner),
        rtype: rtype.parse().expect("a type"),
    }
}

impl Fixture {
    /// A server with the zone `example.com`; `None` where PowerDNS is not installed.
    pub(crate) async fn start() -> Option<Self> {
        Self::with_zone("example.com").await
    }

    /// A server with that zone.
    pub(crate) async fn with_zone(zone: &str) -> Option<Self> {
        let server = PowerDnsServer::start()?;
        let provider = connect(&server.api_url(), server.api_key());
        let zone = name(zone);
        let fixture = Self {
            server,
            provider,
            zone,
        };
        let hosting = fixture.dns().hosting().expect("PowerDNS hosts zones");
        let new = NewZone {
            name: fixture.zone.clone(),
            kind: None,
            nameservers: vec![name("ns1.example.net"), name("ns2.example.net")],
            sets: Vec::new(),
        };
        hosting.create(&new).await.expect("the zone is made");
        Some(fixture)
    }

    pub(crate) fn dns(&self) -> &dyn DnsProvider {
        self.provider.dns().expect("PowerDNS has zones")
    }

    /// The zone without its SOA, whose serial the server raises with every change.
    pub(crate) async fn read(&self) -> Zone {
        let mut zone = self.dns().zone(&self.zone).await.expect("the zone is read");
        let soa = SetKey {
            name: self.zone.clone(),
            rtype: RecordType::Soa,
        };
        zone.remove(&soa).expect("a zone has a SOA");
        zone
    }

    /// Brings the zone into the state that `edit` makes of it; what is read afterwards is that state.
    pub(crate) async fn edit(&self, edit: impl FnOnce(&mut Zone)) -> Vec<Change> {
        let live = self.read().await;
        let mut desired = live.clone();
        edit(&mut desired);
        let changes = diff(&live, &desired);
        let outcome = self.dns().apply(&self.zone, &changes).await;
        outcome.expect("the changes are applied");
        let after = self.read().await;
        assert_eq!(diff(&after, &desired), [], "a second diff finds nothing");
        changes
    }

    /// Applies changes as they are.
    pub(crate) async fn apply(&self, changes: &[Change]) -> Result<(), ApplyError> {
        self.dns().apply(&self.zone, changes).await.map(drop)
    }

    /// Sends a PATCH for the zone, as another user of the server would.
    pub(crate) fn patch(&self, rrsets: &str) {
        let path = format!("/api/v1/servers/localhost/zones/{}.", self.zone);
        let body = format!("{{\"rrsets\": {rrsets}}}");
        let (status, answer) = self.server.request("PATCH", &path, &body);
        assert_eq!(status, 204, "{answer}");
    }
}
