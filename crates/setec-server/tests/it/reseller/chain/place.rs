//! The driver in the suite that all drivers pass, with our server as its operator and Hostinger's
//! name servers behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use setec_core::Secret;
use setec_core::dns::{Name, RecordData, RecordSet, SetKey, Ttl};
use setec_provider::{DnsProvider, Provider, Settings};

use super::super::{BASE, EMAIL};
use super::operator::{Chain, ZONE};
use crate::conformance::{self, Place, Race};

/// The driver by several connections, for it keeps each to 100 calls a minute.
struct Connections {
    chain: Chain,
    providers: Vec<Arc<dyn Provider>>,
    turn: AtomicUsize,
}

impl Place for Connections {
    fn dns(&self) -> &dyn DnsProvider {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let provider = &self.providers[turn % self.providers.len()];
        provider.dns().expect("DNS")
    }

    fn zone(&self) -> Name {
        ZONE.parse().expect("a name")
    }

    /// What Hostinger's simulator has, with the TTL that stands for the operator's.
    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        let zone = self.chain.operator.sandbox.zone_json(ZONE);
        let owner = key.name.relative_to(&self.zone());
        let mut sets = zone.as_array().expect("the zone is there").iter();
        let found =
            sets.find(|set| set["name"] == owner && set["type"] == key.rtype.to_string())?;
        let records = found["records"].as_array().expect("records");
        let values = records.iter().map(|record| {
            let text = in_ascii(record["content"].as_str().expect("a text"));
            RecordData::parse(key.rtype, &text, &self.zone()).expect("record data")
        });
        let ttl = Ttl::from_secs(3600).expect("a TTL");
        Some(RecordSet::new(key.clone(), ttl, values))
    }

    /// A field of a form, as the frameworks that read it leave it.
    fn holds_text(&self, text: &[u8]) -> bool {
        std::str::from_utf8(text)
            .is_ok_and(|text| !text.chars().any(char::is_control) && text.trim() == text)
    }

    fn most_sets(&self) -> usize {
        150
    }

    fn race(&self) -> Race {
        Race::StaleIsRefused
    }
}

/// A zone file's form of what Hostinger's API gives as it is.
fn in_ascii(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\{other:03}"),
    };
    text.bytes().map(escaped).collect()
}

fn connect(chain: &Chain) -> Arc<dyn Provider> {
    let extra = [("username", EMAIL), ("currency", "USD"), ("domains", ZONE)];
    let settings = Settings {
        api_key: Secret::new(chain.key.as_str()),
        base_url: Some(format!("{}{BASE}", chain.origin)),
        extra: extra
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        ..Settings::default()
    };
    let driver = setec_drivers::driver("domains-reseller").expect("the driver");
    assert_eq!(settings.check(driver.fields), []);
    (driver.connect)(&settings).expect("a connection")
}

#[tokio::test]
async fn the_driver_conforms_through_the_chain() {
    let chain = Box::pin(Chain::start()).await;
    let place = Connections {
        providers: (0..16).map(|_| connect(&chain)).collect(),
        turn: AtomicUsize::new(0),
        chain,
    };
    conformance::run(&place).await;
}
