//! Changing records: read the live zone, make the desired one, and apply the difference.

use std::sync::Arc;

use setec_core::dns::{RecordData, RecordType, Zone};
use setec_core::plan::Guard;

use crate::dns::edit;
use crate::dns::input::read_records;
use crate::dns::read::zone_name;
use crate::dns::share::sets_text;
use crate::dns::writer::{Edit, Guards};
use crate::dns::{DeleteRecords, RecordInput};
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// What a batch of records means for the rest of the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// It stays.
    Merge,
    /// It goes, but for the SOA and the apex NS; with the guards that are overridden on purpose.
    Overwrite(Vec<Guard>),
    /// The same for who sees only what is served: disabled values stay.
    OverwriteServed(Vec<Guard>),
}

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
        let sets = read_records(&[record], &zone, &facts, |_| String::new())?;
        self.edit_zone(
            actor,
            account,
            zone,
            Edit::direct("dns.create"),
            move |live| {
                let mut desired = live.clone();
                for (key, given) in &sets {
                    edit::append(&mut desired, key.clone(), given.clone(), facts.default_ttl)?;
                }
                Ok(desired)
            },
        )
        .await
        .map(drop)
    }

    /// Merges records into a zone, or makes them all that it holds.
    ///
    /// What an overwrite takes away is not named but left out, so every guard holds for it.
    pub async fn update_records(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        records: Vec<RecordInput>,
        extent: Extent,
    ) -> Result<()> {
        actor.may_write()?;
        if records.is_empty() {
            return Err(Error::field("records", "at least one record is required"));
        }
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let facts = account.dns()?.facts();
        // A listed zone can be sent back: its SOA is no change, as long as it is the live one.
        let keeps_soa = !facts.record_types.contains(&RecordType::Soa);
        let is_soa = |record: &RecordInput| keeps_soa && record.rtype.eq_ignore_ascii_case("SOA");
        let (soas, records): (Vec<_>, Vec<_>) = records
            .into_iter()
            .enumerate()
            .partition(|(_, record)| is_soa(record));
        let (places, records): (Vec<usize>, Vec<RecordInput>) = records.into_iter().unzip();
        let sets = read_records(&records, &zone, &facts, |at| {
            format!("records[{}].", places[at])
        })?;
        let (action, is_overwrite) = ("dns.update", extent != Extent::Merge);
        let keeps_disabled = matches!(extent, Extent::OverwriteServed(_));
        let edit = match &extent {
            Extent::Merge => Edit::direct(action),
            Extent::Overwrite(overrides) | Extent::OverwriteServed(overrides) => {
                Edit::guarded(action, Guards::All, overrides)
            }
        };
        self.edit_zone(actor, account, zone, edit, move |live| {
            for (at, soa) in &soas {
                require_live_soa(live, *at, soa)?;
            }
            if is_overwrite {
                let mut desired = edit::replace_all(live, sets.clone(), facts.default_ttl);
                if keeps_disabled {
                    edit::keep_disabled(live, &mut desired);
                }
                return Ok(desired);
            }
            let mut desired = live.clone();
            edit::merge(&mut desired, sets.clone(), facts.default_ttl);
            Ok(desired)
        })
        .await
        .map(drop)
    }

    /// Deletes record sets, or one value of one.
    ///
    /// A type or a name by itself may be most of a zone, so the guard against mass deletion holds
    /// for it; name and type together are their own confirmation.
    pub async fn delete_records(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        what: DeleteRecords,
        overrides: &[Guard],
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
        let guards = if what.name.is_some() && what.rtype.is_some() {
            Guards::None
        } else {
            Guards::Only(Guard::MassDelete)
        };
        let edit = Edit::guarded("dns.delete", guards, overrides);
        self.edit_zone(actor, account, zone, edit, move |live| {
            let mut desired = live.clone();
            edit::delete(&mut desired, &what)?;
            Ok(desired)
        })
        .await
        .map(drop)
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
        self.protected(&account, &zone)
            .await?
            .allow_everything(&zone)?;
        let live = self.look(&account, &zone).await?;
        let mut draft = Draft::of(&account.name, "dns.reset", zone.as_str());
        draft.before = Some(sets_text(live.sets()));
        let app = Arc::clone(self);
        let who = actor.name.clone();
        self.change(actor, draft, async move {
            let _lock = app.zone_locks.lock(&account.name, zone.as_str()).await;
            let reset = account.need(account.dns()?.reset(), "a reset of zones")?;
            let outcome = reset.reset(&zone).await;
            app.note_result(&account, &zone, &who).await;
            Ok(outcome?)
        })
        .await
    }
}

fn require_live_soa(live: &Zone, at: usize, given: &RecordInput) -> Result<()> {
    let mut soas = live.sets().filter(|set| set.key.rtype == RecordType::Soa);
    let is_live = |value: &RecordData| value.to_content().0 == given.content.trim();
    if soas.any(|set| set.values().iter().any(is_live)) {
        return Ok(());
    }
    let rule = "the SOA cannot be written at this provider; leave it out or as it is";
    Err(Error::field(&format!("records[{at}].content"), rule))
}
