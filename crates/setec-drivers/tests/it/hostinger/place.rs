//! The driver in the suite that all drivers pass.

use setec_core::dns::{Name, RecordData, RecordSet, SetKey, Ttl};
use setec_provider::DnsProvider;

use super::harness::{Account, name};
use crate::conformance::{self, Place, Race};

const ZONE: &str = "quillfeather.com";

impl Place for Account {
    fn dns(&self) -> &dyn DnsProvider {
        self.dns()
    }

    fn zone(&self) -> Name {
        name(ZONE)
    }

    /// The simulator's own state.
    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        let zone = self.sandbox.zone_json(ZONE);
        let owner = key.name.relative_to(&name(ZONE));
        let sets = zone.as_array().expect("the zone is there");
        let found = sets
            .iter()
            .find(|set| set["name"] == owner && set["type"] == key.rtype.to_string())?;
        let ttl = found["ttl"].as_u64().expect("a TTL");
        let contents = found["records"].as_array().expect("records");
        let values = contents.iter().map(|record| {
            let text = record["content"].as_str().expect("a text");
            let text = in_ascii(text);
            RecordData::parse(key.rtype, &text, &name(ZONE)).expect("record data")
        });
        Some(RecordSet::new(
            key.clone(),
            Ttl::from_secs(ttl).expect("a TTL"),
            values,
        ))
    }

    /// The API's texts are JSON's, so they are of characters.
    fn holds_text(&self, text: &[u8]) -> bool {
        std::str::from_utf8(text).is_ok()
    }

    /// One more value is added beside what stands, whoever put it there.
    fn race(&self) -> Race {
        Race::NothingIsLost
    }
}

/// A zone file's form of what the API gives as it is.
fn in_ascii(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\{other:03}"),
    };
    text.bytes().map(escaped).collect()
}

#[tokio::test]
async fn conforms() {
    let account = Account::new().await;
    conformance::run(&account).await;
    account.finish();
}
