//! Changing records: read the live zone, make the desired one, and apply the difference.

use std::sync::Arc;

use serde_json::{Value, json};
use setec_core::dns::{Name, SetKey, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::dns::{DnsFacts, ZoneReader};

use crate::account::Account;
use crate::dns::edit;
use crate::dns::input::read_records;
use crate::dns::read::zone_name;
use crate::dns::{DeleteRecords, RecordInput};
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

impl App {
    /// Adds a record beside what is there.
    pub async fn create_record(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        record: RecordInput,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let facts = account.dns()?.facts();
        let mut sets = read_records(&[record], &zone, &facts, |_| String::new())?;
        self.edit_zone(actor, account, zone, "dns.create", move |live| {
            let mut desired = live.clone();
            if let Some((key, given)) = sets.pop_first() {
                edit::append(&mut desired, key, given, facts.default_ttl)?;
            }
            Ok(desired)
        })
        .await
    }

    /// Merges records into a zone, or makes them all that it holds.
    pub async fn update_records(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        records: Vec<RecordInput>,
        overwrite: bool,
    ) -> Result<()> {
        actor.may_write()?;
        if records.is_empty() {
            return Err(Error::field("records", "at least one record is required"));
        }
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let facts = account.dns()?.facts();
        let sets = read_records(&records, &zone, &facts, |at| format!("records[{at}]."))?;
        self.edit_zone(actor, account, zone, "dns.update", move |live| {
            if overwrite {
                return Ok(edit::replace_all(live, sets, facts.default_ttl));
            }
            let mut desired = live.clone();
            edit::merge(&mut desired, sets, facts.default_ttl);
            Ok(desired)
        })
        .await
    }

    /// Deletes record sets, or one value of one.
    pub async fn delete_records(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        what: DeleteRecords,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        // Before any call: an empty filter or a malformed name costs nothing.
        if let Err(error) = edit::delete(&mut Zone::empty(zone.clone()), &what)
            && error.kind == ErrorKind::Invalid
        {
            return Err(error);
        }
        self.edit_zone(actor, account, zone, "dns.delete", move |live| {
            let mut desired = live.clone();
            edit::delete(&mut desired, &what)?;
            Ok(desired)
        })
        .await
    }

    /// Puts a zone back to the provider's default records.
    pub async fn reset_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let dns = account.dns()?;
        account.need(dns.reset(), "a reset of zones")?;
        let live = dns.zone(&zone).await?;
        let mut draft = Draft::of(&account.name, "dns.reset", zone.as_str());
        draft.before = Some(zone_text(&live));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let _lock = app.zone_locks.lock(&account.name, zone.as_str()).await;
            let reset = account.need(account.dns()?.reset(), "a reset of zones")?;
            let outcome = reset.reset(&zone).await;
            app.forget_zone(&account, &zone);
            Ok(outcome?)
        })
        .await
    }

    /// Reads the live zone under its lock, plans what `edit` wants, and applies it.
    ///
    /// A plan without a change costs no call and leaves no journal entry.
    async fn edit_zone<F>(
        self: &Arc<Self>,
        actor: &Actor,
        account: Arc<Account>,
        zone: Name,
        action: &'static str,
        edit: F,
    ) -> Result<()>
    where
        F: FnOnce(&Zone) -> Result<Zone> + Send + 'static,
    {
        let lock = self.zone_locks.lock(&account.name, zone.as_str()).await;
        let (changes, facts) = {
            let reader: &dyn ZoneReader = account.dns()?;
            (plan(reader, &zone, edit).await?, reader.facts())
        };
        if changes.is_empty() {
            return Ok(());
        }
        check_facts(&changes, &facts, &zone)?;
        let mut draft = Draft::of(&account.name, action, zone.as_str());
        draft.before = Some(sets_text(changes.iter().filter_map(Change::before)));
        draft.after = Some(sets_text(changes.iter().filter_map(Change::after)));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let outcome = account.dns()?.apply(&zone, &changes).await;
            app.forget_zone(&account, &zone);
            drop(lock);
            Ok(outcome?)
        })
        .await
    }
}

/// The changes that an edit needs. It is given a reader only, so it cannot write.
async fn plan<F>(reader: &dyn ZoneReader, name: &Name, edit: F) -> Result<Vec<Change>>
where
    F: FnOnce(&Zone) -> Result<Zone>,
{
    let live = reader.zone(name).await?;
    let desired = edit(&live)?;
    let changes = diff(&live, &desired);
    let touched: Vec<&SetKey> = changes
        .iter()
        .filter(|change| change.after().is_some())
        .map(Change::key)
        .collect();
    let violations = desired.check(touched);
    if violations.is_empty() {
        Ok(changes)
    } else {
        Err(Error::invalid(violations))
    }
}

/// A set that was there before may have a TTL or a type that the provider no longer takes.
fn check_facts(changes: &[Change], facts: &DnsFacts, zone: &Name) -> Result<()> {
    for set in changes.iter().filter_map(Change::after) {
        if set.ttl < facts.min_ttl {
            let name = set.key.name.relative_to(zone);
            return Err(Error::field(
                "ttl",
                format!(
                    "{name} {} has a TTL of {}; at least {} is needed here",
                    set.key.rtype, set.ttl, facts.min_ttl
                ),
            ));
        }
    }
    Ok(())
}

fn sets_text<'a>(sets: impl Iterator<Item = &'a setec_core::dns::RecordSet>) -> Value {
    sets.map(|set| {
        let values: Vec<String> = set.values().iter().map(ToString::to_string).collect();
        json!({"name": set.key.name.as_str(), "type": set.key.rtype.to_string(), "ttl": set.ttl.secs(), "values": values})
    })
    .collect()
}

fn zone_text(zone: &Zone) -> Value {
    sets_text(zone.sets())
}
