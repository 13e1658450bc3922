//! After a crash: what became of changes whose answer was never recorded.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use setec_store::{Entry, Outcome};
use uuid::Uuid;

use crate::dns::document::{self, SetDocument};
use crate::dns::read::zone_name;
use crate::{App, ErrorKind, Result};

type Key = (String, String);

impl App {
    /// Settles interrupted changes in the background, as the providers answer.
    pub(crate) fn settle_interrupted(self: &Arc<Self>, entries: Vec<Entry>) {
        let app = Arc::clone(self);
        tokio::spawn(async move {
            for entry in entries {
                if app.ends_with_its_order(&entry).await {
                    continue;
                }
                let (outcome, detail) = app.judge(&entry).await.unwrap_or_else(|error| {
                    let detail =
                        format!("the program stopped before the answer came, and now: {error}");
                    (Outcome::Unknown, detail)
                });
                tracing::warn!(action = %entry.action, subject = ?entry.subject, ?outcome, "an interrupted change: {detail}");
                app.finish_entry(entry.id, outcome, Some(detail)).await;
            }
        });
    }

    async fn judge(&self, entry: &Entry) -> Result<(Outcome, String)> {
        if order_of(entry).is_some() {
            let detail = "the program stopped before the order was sent";
            return Ok((Outcome::Failed, detail.to_owned()));
        }
        let record_sets = matches!(
            entry.action.as_str(),
            "dns.create" | "dns.update" | "dns.delete" | "dns.apply"
        );
        if entry.action == "zone.create" {
            return self.judge_creation(entry).await;
        }
        let (true, Some(account), Some(zone)) = (record_sets, &entry.account, &entry.subject)
        else {
            let detail = "the program stopped before the provider's answer was recorded; look at the provider";
            return Ok((Outcome::Unknown, detail.to_owned()));
        };
        let account = self.account(account).await?;
        let live = self.look(&account, &zone_name(zone)?).await?;
        let live = by_key(document::of_zone(&live));
        let (before, after) = (
            sets_of(entry.before.as_ref()),
            sets_of(entry.after.as_ref()),
        );
        let keys = before.keys().chain(after.keys());
        let (mut stand, mut missing) = (Vec::new(), Vec::new());
        for key in keys {
            let is_done = same(live.get(key), after.get(key));
            let list = if is_done { &mut stand } else { &mut missing };
            list.push(format!("{} {}", key.0, key.1));
        }
        stand.dedup();
        missing.dedup();
        let nothing_done = before
            .iter()
            .all(|(key, set)| same(live.get(key), Some(set)))
            && after
                .keys()
                .filter(|key| !before.contains_key(*key))
                .all(|key| !live.contains_key(key));
        Ok(if missing.is_empty() {
            (
                Outcome::Done,
                "settled at the next start: the zone holds the change".to_owned(),
            )
        } else if nothing_done {
            (
                Outcome::Failed,
                "settled at the next start: the zone is as it was before".to_owned(),
            )
        } else {
            let detail = format!(
                "settled at the next start: these stand: {}; these do not: {}",
                stand.join(", "),
                missing.join(", ")
            );
            (Outcome::Unknown, detail)
        })
    }

    /// A zone is made as a whole, so one that is there with its sets was made.
    async fn judge_creation(&self, entry: &Entry) -> Result<(Outcome, String)> {
        let (Some(account), Some(zone)) = (&entry.account, &entry.subject) else {
            let detail = "the program stopped before the provider's answer was recorded";
            return Ok((Outcome::Unknown, detail.to_owned()));
        };
        let account = self.account(account).await?;
        let live = match self.look(&account, &zone_name(zone)?).await {
            Err(error) if error.kind == ErrorKind::NotFound => {
                let detail = "settled at the next start: the zone is not there";
                return Ok((Outcome::Failed, detail.to_owned()));
            }
            live => by_key(document::of_zone(&live?)),
        };
        // The provider gives its SOA a serial of its own.
        let missing: Vec<String> = sets_of(entry.after.as_ref())
            .iter()
            .filter(|(key, set)| key.1 != "SOA" && !same(live.get(*key), Some(set)))
            .map(|(key, _)| format!("{} {}", key.0, key.1))
            .collect();
        Ok(if live.is_empty() {
            let detail = "settled at the next start: the zone is there without any record; delete it and make it again";
            (Outcome::Unknown, detail.to_owned())
        } else if missing.is_empty() {
            let detail = "settled at the next start: the zone is there with its records";
            (Outcome::Done, detail.to_owned())
        } else {
            let missing = missing.join(", ");
            let detail =
                format!("settled at the next start: the zone is there, but not these: {missing}");
            (Outcome::Unknown, detail)
        })
    }
}

impl App {
    /// Whether the entry is about an order that was or may have been sent: those are settled by
    /// asking the provider, and take their entries along.
    async fn ends_with_its_order(&self, entry: &Entry) -> bool {
        let Some(id) = order_of(entry) else {
            return false;
        };
        match self.store.order(id).await {
            Ok(order) => order.is_some_and(|order| order.entry_id == Some(entry.id)),
            Err(error) => {
                tracing::error!(%error, entry = %entry.id, "the order of a journal entry cannot be read");
                true
            }
        }
    }
}

fn order_of(entry: &Entry) -> Option<Uuid> {
    entry.after.as_ref()?["order_id"].as_str()?.parse().ok()
}

fn sets_of(document: Option<&Value>) -> BTreeMap<Key, SetDocument> {
    let items = document
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    // An override stands in the same list and is no set.
    let sets = items
        .iter()
        .filter_map(|item| serde_json::from_value(item.clone()).ok());
    by_key(sets.collect())
}

fn by_key(sets: Vec<SetDocument>) -> BTreeMap<Key, SetDocument> {
    sets.into_iter()
        .map(|set| ((set.name.clone(), set.rtype.clone()), set))
        .collect()
}

fn same(one: Option<&SetDocument>, other: Option<&SetDocument>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.ttl == other.ttl && one.values == other.values,
        _ => false,
    }
}
