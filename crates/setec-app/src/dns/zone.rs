//! Making and removing whole zones, where the provider hosts them for us.

use std::sync::Arc;

use serde_json::{Value, json};
use setec_core::dns::{Name, RecordSet, RecordType, Zone};
use setec_core::plan::{Change, IgnoreRule, Policy, desired};
use setec_core::{TagKind, Violation};
use setec_provider::dns::{MadeZone, NewZone};
use setec_store::{Ending, Origin, Outcome};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::ChangeDocument;
use crate::dns::plan::stale;
use crate::dns::read::zone_name;
use crate::dns::share::{answers_text, sets_text};
use crate::dns::{Applied, PlanView};
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

const WHAT: &str = "making and removing zones";

impl App {
    /// Makes a zone.
    pub async fn create_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        name: &str,
        kind: Option<String>,
        nameservers: &[String],
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need(account.dns()?.hosting(), WHAT)?;
        let zone = NewZone {
            name: zone_name(name)?,
            kind,
            nameservers: read_names("nameservers", nameservers)?,
            sets: Vec::new(),
        };
        let after = json!({"kind": zone.kind, "nameservers": nameservers});
        self.make_zone(actor, account, zone, after).await.map(drop)
    }

    /// Plans a zone that is not there: it is made with all its sets at once.
    ///
    /// There is no SOA to keep, so a declared one is taken where the provider lets us write it.
    pub(crate) async fn plan_new_zone(
        &self,
        account: &Account,
        declared: &Zone,
        policy: Policy,
        ignore: &[IgnoreRule],
    ) -> Result<PlanView> {
        let (dns, name) = (account.dns()?, &declared.name);
        if dns.hosting().is_none() {
            return Err(Error::not_found(format!(
                "zone {name} not found, and provider '{}' ({}) makes none; add the domain there first",
                account.name, account.driver.display_name
            )));
        }
        let facts = dns.facts();
        let none = Zone::empty(name.clone());
        let mut target = desired(&none, declared, policy, ignore).map_err(Error::invalid)?;
        let is_soa = |set: &&RecordSet| set.key.rtype == RecordType::Soa;
        if facts.record_types.contains(&RecordType::Soa) {
            for soa in declared.sets().filter(is_soa) {
                target.put(soa.clone());
            }
        }
        if target.is_empty() {
            let rule = format!("zone {name} is not there, and a new zone needs records");
            return Err(Error::field("records", rule));
        }
        self.keep_plan_of_new(account, &facts, &target).await
    }

    /// Makes a zone as it was planned; one that is there by now is left alone.
    pub(crate) async fn make_planned(
        self: &Arc<Self>,
        actor: &Actor,
        account: Arc<Account>,
        name: Name,
        changes: Vec<Change>,
    ) -> Result<Applied> {
        let zone = NewZone {
            name,
            kind: None,
            nameservers: Vec::new(),
            sets: changes.iter().filter_map(Change::after).cloned().collect(),
        };
        let after = sets_text(zone.sets.iter());
        let made = self.make_zone(actor, account, zone, after).await;
        made.map_err(|error| match error.kind {
            ErrorKind::Exists => stale("the zone was made since the plan was; make a new plan"),
            _ => error,
        })
    }

    /// Makes a zone under its lock, journals it, and writes its first state down.
    ///
    /// The provider refuses a zone that is there, so nothing is read before. It is carried out even
    /// if the caller goes away.
    async fn make_zone(
        self: &Arc<Self>,
        actor: &Actor,
        account: Arc<Account>,
        zone: NewZone,
        after: Value,
    ) -> Result<Applied> {
        let (app, actor) = (Arc::clone(self), actor.clone());
        let task = tokio::spawn(async move {
            let _lock = app.zone_locks.lock(&account.name, zone.name.as_str()).await;
            let changes: Vec<Change> = zone.sets.iter().cloned().map(Change::Create).collect();
            let protected = app.protected(&account, &zone.name).await?;
            protected.allow(&zone.name, &changes)?;
            let hosting = account.need(account.dns()?.hosting(), WHAT)?;
            let draft = Draft::of(&account.name, "zone.create", zone.name.as_str()).to(after);
            let id = app.begin_entry(draft.by(&actor)).await?;
            let (outcome, answers) = match hosting.create(&zone).await {
                Ok(MadeZone { answer, zone: made }) => {
                    let visible = app.see_made(&account, &zone, made, &actor, id).await;
                    (Ok(visible), answers_text(&[answer]))
                }
                Err(error) => (Err(Error::from(error)), None),
            };
            app.estate.outdate(&account.name);
            app.tell_zone(&account, &zone.name, "changed");
            app.end(id, &outcome, answers).await;
            let changes = changes.iter().map(ChangeDocument::from).collect();
            outcome.map(|visible| Applied { changes, visible })
        });
        task.await.map_err(Error::internal)?
    }

    /// Whether a new zone shows all that it was made with; writes its state down.
    ///
    /// It is what the provider's answer shows; where that holds no zone, it is read. The zone stands
    /// whatever happens here, so failures are only logged.
    async fn see_made(
        &self,
        account: &Account,
        zone: &NewZone,
        made: Option<Zone>,
        actor: &Actor,
        entry_id: Uuid,
    ) -> bool {
        self.forget_zone(account, &zone.name);
        let read = async {
            match made {
                Some(live) => Ok(live),
                None => Ok::<_, Error>(account.dns()?.zone(&zone.name).await?),
            }
        };
        let live = match read.await {
            Ok(live) => live,
            Err(error) => {
                tracing::warn!(zone = %zone.name, %error, "the new zone cannot be read");
                return false;
            }
        };
        let who = Some(actor.name.clone());
        let noted = self.note(account, &live, Origin::Change, who, Some(entry_id));
        if let Err(error) = noted.await {
            tracing::error!(zone = %zone.name, %error, "the new zone's state cannot be written down");
        }
        self.fill_zone(account, &live).await;
        // The provider gives its SOA a serial of its own.
        let mut sets = zone.sets.iter();
        sets.all(|set| {
            let found = live.get(&set.key);
            found == Some(set) || (found.is_some() && set.key.rtype == RecordType::Soa)
        })
    }

    async fn end(&self, id: Uuid, outcome: &Result<bool>, answers: Option<Value>) {
        let (outcome, detail) = match outcome {
            Ok(_) => (Outcome::Done, None),
            Err(error) if error.outcome_is_unknown() => {
                (Outcome::Unknown, Some(error.message.clone()))
            }
            Err(error) => (Outcome::Failed, Some(error.message.clone())),
        };
        let ending = Ending {
            id,
            outcome,
            detail,
            answers,
        };
        self.finish_entries(vec![ending]).await;
    }

    /// Removes a zone with everything in it.
    pub async fn delete_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need(account.dns()?.hosting(), WHAT)?;
        let zone = zone_name(domain)?;
        self.protected(&account, &zone)
            .await?
            .allow_everything(&zone)?;
        // What is gone can be put back from the journal.
        let text = account
            .need(account.dns()?.hosting(), WHAT)?
            .export(&zone)
            .await?;
        let mut draft = Draft::of(&account.name, "zone.delete", zone.as_str());
        draft.before = Some(text.into());
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let _lock = app.zone_locks.lock(&account.name, zone.as_str()).await;
            let outcome = account
                .need(account.dns()?.hosting(), WHAT)?
                .delete(&zone)
                .await;
            app.forget_zone(&account, &zone);
            outcome?;
            let forgotten = app
                .store
                .forget_tags_of(&account.name, TagKind::Zone, zone.as_str());
            if let Err(error) = forgotten.await {
                tracing::warn!(%zone, %error, "the tags of a zone that is gone cannot be removed");
            }
            app.tell_zone(&account, &zone, "removed");
            Ok(())
        })
        .await
    }

    /// A zone in zone file form.
    pub async fn export_zone(&self, actor: &Actor, provider: &str, domain: &str) -> Result<String> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let (dns, zone) = (account.dns()?, zone_name(domain)?);
        match dns.hosting() {
            Some(hosting) => Ok(hosting.export(&zone).await?),
            None => Ok(dns.zone(&zone).await?.to_zone_file()),
        }
    }

    /// Tells a zone's secondaries that it has changed.
    pub async fn notify_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let hosting = account.need(account.dns()?.hosting(), "NOTIFY")?;
        Ok(hosting.notify(&zone_name(domain)?).await?)
    }
}

/// Host names of a list, all faults at once.
pub(crate) fn read_names(field: &str, texts: &[String]) -> Result<Vec<Name>> {
    let mut violations = Vec::new();
    let mut names = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        match text.parse::<Name>() {
            Ok(name) if name.is_single_label() || name == Name::root() => {
                violations.push(Violation::new(
                    format!("{field}[{at}]"),
                    format!("'{text}' is not a full host name"),
                ));
            }
            Ok(name) => names.push(name),
            Err(error) => {
                violations.push(Violation::new(format!("{field}[{at}]"), error.to_string()));
            }
        }
    }
    if violations.is_empty() {
        Ok(names)
    } else {
        Err(Error::invalid(violations))
    }
}
