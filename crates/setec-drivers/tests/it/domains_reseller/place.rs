//! The driver in the suite that all drivers pass.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey};
use setec_provider::{DnsProvider, ErrorKind, Provider};

use super::harness::{Account, connect, name, set};
use crate::conformance::{self, Place, Race};

const ZONE: &str = "nordlund-studio.com";

/// An account by several connections, for the driver keeps each to 100 calls a minute.
struct Connections {
    account: Account,
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
        name(ZONE)
    }

    /// The simulator's own state.
    fn look(&self, key: &SetKey) -> Option<RecordSet> {
        let domain = self.account.sandbox.domain(ZONE);
        let owner = key.name.relative_to(&name(ZONE));
        let rows = domain["records"].as_array().expect("records");
        let own = rows
            .iter()
            .filter(|row| row["host"] == owner && row["type"] == key.rtype.to_string());
        let mut found = set(key.name.as_str(), key.rtype, &[]);
        for row in own {
            let address = row["address"].as_str().expect("a text");
            let text = match row["priority"].as_u64() {
                Some(priority) => format!("{priority} {address}"),
                None => address.to_owned(),
            };
            found.insert(match key.rtype {
                RecordType::Txt => RecordData::Txt(address.as_bytes().into()),
                rtype => RecordData::parse(rtype, &text, &Name::root()).expect("record data"),
            });
        }
        (!found.values().is_empty()).then_some(found)
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

#[tokio::test]
async fn conforms() {
    let account = Account::new().await;
    let connect = |_| connect(account.origin(), &[]).expect("settings");
    let place = Connections {
        providers: (0..16).map(connect).collect(),
        turn: AtomicUsize::new(0),
        account,
    };
    conformance::run(&place).await;
}

/// The form's last records would be dropped without a word.
#[tokio::test]
async fn a_list_that_php_would_cut_is_not_sent() {
    let account = Account::new().await;
    let before = account.rows(ZONE);
    let outcome = account
        .edit(ZONE, |zone| {
            for n in 0..200 {
                let owner = format!("h{n}.{ZONE}");
                zone.put(set(&owner, RecordType::A, &["192.0.2.1"]));
            }
        })
        .await;
    let error = outcome.expect_err("too many");
    assert_eq!(error.source.kind, ErrorKind::Invalid, "{error}");
    assert!(error.to_string().contains("199"), "{error}");
    assert_eq!(account.rows(ZONE), before);
}
