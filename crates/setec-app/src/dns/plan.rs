//! Plans: made, kept, and applied as they were reviewed.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use setec_core::Violation;
use setec_core::dns::{Name, RecordSet, RecordType, Zone};
use setec_core::plan::{Change, Guard, Policy, Trip, diff, guards};
use setec_provider::dns::DnsFacts;
use setec_store::StoredPlan;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::{self, ChangeDocument};
use crate::dns::read::zone_name;
use crate::dns::wanted::{IgnoreInput, Wanted, read_ignore, read_wanted};
use crate::dns::writer::{Applied, Edit, Guards};
use crate::{Actor, App, Error, ErrorKind, Result};

/// How long a plan may be applied.
const LIFETIME: TimeDelta = TimeDelta::hours(1);

/// A plan as callers see it.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// What it is applied by.
    pub digest: String,
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// Whether the zone is not there yet and is made with these sets.
    pub creates_zone: bool,
    /// The changes in the order in which they are made.
    pub changes: Vec<ChangeDocument>,
    /// The guards that must be overridden for it.
    pub guards: Vec<Trip>,
    /// What else should be known.
    pub warnings: Vec<String>,
    /// Calls that applying costs the provider, looks before and after it included.
    pub calls: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it may no longer be applied.
    pub expires_at: DateTime<Utc>,
}

/// What a plan stores besides its digest.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    /// Digest of the zone that was reviewed.
    live: String,
    /// Whether there was none.
    #[serde(default)]
    creates_zone: bool,
    changes: Vec<ChangeDocument>,
}

impl PlanView {
    /// The plan of a zone that is as it shall be; it is not kept, for there is nothing to apply.
    pub(crate) fn unchanged(account: &Account, live: &Zone) -> Self {
        let created_at = Utc::now();
        Self {
            digest: document::plan_digest(
                &account.name,
                &live.name,
                &document::zone_digest(live),
                &[],
            ),
            account: account.name.clone(),
            zone: live.name.to_string(),
            creates_zone: false,
            changes: Vec::new(),
            guards: Vec::new(),
            warnings: Vec::new(),
            calls: 0,
            created_at,
            expires_at: created_at + LIFETIME,
        }
    }
}

impl App {
    /// Plans what a zone needs to become what is wanted. Writes nothing at the provider.
    pub async fn plan_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        wanted: Wanted,
        policy: Policy,
        ignore: &[IgnoreInput],
    ) -> Result<PlanView> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let facts = account.dns()?.facts();
        let declared = read_wanted(&wanted, &zone, &facts)?;
        // A large text need not be there while the zone is read.
        drop(wanted);
        let ignore = read_ignore(ignore)?;
        if !declared.gone.is_empty() && policy != Policy::Upsert {
            let rule = "it belongs to the policy upsert; the others say by themselves what goes";
            return Err(Error::field("delete", rule));
        }
        if declared.zone.is_empty() && declared.gone.is_empty() && policy != Policy::Sync {
            return Err(Error::field("records", "at least one record is required"));
        }
        let live = match self.look(&account, &zone).await {
            Err(error) if error.kind == ErrorKind::NotFound => {
                let new = self.plan_new_zone(&account, &declared.zone, policy, &ignore);
                return new.await;
            }
            live => live?,
        };
        let target = declared.desired(&live, policy, &ignore)?;
        self.keep_plan(&account, &facts, live, &target).await
    }

    /// Plans the way from the live zone to `target` and keeps the plan.
    pub(crate) async fn keep_plan(
        &self,
        account: &Account,
        facts: &DnsFacts,
        live: Zone,
        target: &Zone,
    ) -> Result<PlanView> {
        let changes = diff(&live, target);
        let violations = faults(&changes, target, facts);
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let live_digest = self.digest_of(account, &live);
        let created_at = Utc::now();
        let view = PlanView {
            digest: document::plan_digest(&account.name, &live.name, &live_digest, &changes),
            account: account.name.clone(),
            zone: live.name.to_string(),
            creates_zone: false,
            guards: guards(&live, target, &changes),
            warnings: warnings(&live, &changes),
            calls: if changes.is_empty() {
                0
            } else {
                let dns = account.dns()?;
                dns.calls(&changes) + 1 + u32::from(!dns.stands_as_sent())
            },
            changes: changes.iter().map(ChangeDocument::from).collect(),
            created_at,
            expires_at: created_at + LIFETIME,
        };
        self.store_plan(&view, live_digest).await?;
        Ok(view)
    }

    /// Plans a zone that is not there with these sets and keeps the plan.
    pub(crate) async fn keep_plan_of_new(
        &self,
        account: &Account,
        facts: &DnsFacts,
        target: &Zone,
    ) -> Result<PlanView> {
        let none = Zone::empty(target.name.clone());
        let changes = diff(&none, target);
        let violations = faults(&changes, target, facts);
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let created_at = Utc::now();
        let view = PlanView {
            digest: document::creation_digest(&account.name, &target.name, &changes),
            account: account.name.clone(),
            zone: target.name.to_string(),
            creates_zone: true,
            guards: Vec::new(),
            warnings: no_nameservers(target),
            calls: 1,
            changes: changes.iter().map(ChangeDocument::from).collect(),
            created_at,
            expires_at: created_at + LIFETIME,
        };
        self.store_plan(&view, String::new()).await?;
        Ok(view)
    }

    async fn store_plan(&self, view: &PlanView, live: String) -> Result<()> {
        let body = Body {
            live,
            creates_zone: view.creates_zone,
            changes: view.changes.clone(),
        };
        let plan = StoredPlan {
            id: Uuid::now_v7(),
            digest: view.digest.clone(),
            account: view.account.clone(),
            zone: view.zone.clone(),
            body: serde_json::to_value(body).map_err(Error::internal)?,
            created_at: view.created_at,
            expires_at: view.expires_at,
            applied_at: None,
        };
        Ok(self.store.keep_plan(plan).await?)
    }

    /// Applies a plan as it was reviewed; each guard that it trips must be in `overrides`.
    pub async fn apply_plan(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        digest: &str,
        overrides: &[Guard],
    ) -> Result<Applied> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let stored = self.store.plan(digest).await?;
        let stored =
            stored.filter(|plan| plan.account == account.name && plan.zone == zone.as_str());
        let stored =
            stored.ok_or_else(|| stale("there is no such plan of this zone; make a new one"))?;
        if stored.applied_at.is_some() {
            return Err(stale("this plan has been applied already"));
        }
        if stored.expires_at <= Utc::now() {
            return Err(stale("this plan has expired; make a new one"));
        }
        let body: Body = serde_json::from_value(stored.body.clone()).map_err(Error::internal)?;
        let changes: Vec<Change> = body
            .changes
            .iter()
            .map(ChangeDocument::to_change)
            .collect::<Result<_>>()?;
        if body.creates_zone {
            let made = self.make_planned(actor, account, zone, changes).await?;
            self.store.mark_applied(stored.id).await?;
            return Ok(made);
        }
        let edit = Edit::guarded("dns.apply", Guards::All, overrides);
        let (reviewed, at) = (body.live, (Arc::clone(&account), zone.clone()));
        let (app, looked_at, expected) = (Arc::clone(self), Arc::clone(&account), reviewed.clone());
        let outcome = self
            .edit_zone(actor, account, zone, edit, move |live| {
                if app.digest_of(&looked_at, live) != expected {
                    return Err(stale(CHANGED));
                }
                let mut target = live.clone();
                for change in &changes {
                    match change.after() {
                        Some(set) => target.put(set.clone()),
                        None => drop(target.remove(change.key())),
                    }
                }
                Ok(target)
            })
            .await;
        let applied = match outcome {
            Err(error) if error.kind == ErrorKind::StalePlan => {
                return Err(self
                    .explain_stale(&at.0, &at.1, &reviewed)
                    .await
                    .unwrap_or(error));
            }
            outcome => outcome?,
        };
        self.store.mark_applied(stored.id).await?;
        Ok(applied)
    }
}

pub(crate) fn stale(message: &str) -> Error {
    Error::new(ErrorKind::StalePlan, message)
}

/// The words where it cannot be said what has changed.
const CHANGED: &str = "the zone has changed since the plan was made";

/// Everything that DNS or the provider cannot hold, all of it at once.
pub(crate) fn faults(changes: &[Change], target: &Zone, facts: &DnsFacts) -> Vec<Violation> {
    let written = || changes.iter().filter_map(Change::after);
    let mut violations = target.check(written().map(|set| &set.key));
    if !facts.switches_values {
        violations.extend(
            changes
                .iter()
                .filter_map(|change| newly_disabled(change, target)),
        );
    }
    for set in written() {
        let field = format!(
            "{}/{}",
            set.key.name.relative_to(&target.name),
            set.key.rtype
        );
        let is_unknown = matches!(set.key.rtype, RecordType::Unknown(_)) && facts.unknown_types;
        if !is_unknown && !facts.record_types.contains(&set.key.rtype) {
            violations.push(Violation::new(
                field.clone(),
                "this provider does not take records of that type",
            ));
        }
        if set.ttl < facts.min_ttl {
            violations.push(Violation::new(
                field,
                format!(
                    "its TTL is {}; this provider takes at least {}",
                    set.ttl, facts.min_ttl
                ),
            ));
        } else if let Some(most) = facts.max_ttl.filter(|most| set.ttl > *most) {
            violations.push(Violation::new(
                field,
                format!("its TTL is {}; this provider takes at most {most}", set.ttl),
            ));
        }
    }
    violations
}

/// Values that shall be kept without being served, which were not so before.
fn newly_disabled(change: &Change, target: &Zone) -> Option<Violation> {
    let after = change.after()?;
    let kept = change.before().map_or(&[][..], RecordSet::disabled);
    let new = after
        .disabled()
        .iter()
        .find(|value| !kept.contains(value))?;
    let name = after.key.name.relative_to(&target.name);
    Some(Violation::new(
        format!("{name}/{}", after.key.rtype),
        format!("this provider cannot keep {new} without serving it"),
    ))
}

/// Refuses a plan that trips a guard which is not overridden, with the exact words that would.
pub(crate) fn require_overrides(trips: &[Trip], overrides: &BTreeSet<Guard>) -> Result<()> {
    let open: Vec<&Trip> = trips
        .iter()
        .filter(|trip| !overrides.contains(&trip.guard))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = open
        .iter()
        .map(|trip| {
            let sets: Vec<String> = trip
                .sets
                .iter()
                .take(10)
                .map(|key| format!("{} {}", key.name, key.rtype))
                .collect();
            let sets = if sets.is_empty() {
                String::new()
            } else {
                format!(" ({})", sets.join(", "))
            };
            format!(
                "{}{sets}; override with \"{}\"",
                trip.message,
                trip.guard.as_str()
            )
        })
        .collect();
    Err(Error::new(ErrorKind::UnsafePlan, texts.join(". ")))
}

fn no_nameservers(target: &Zone) -> Vec<String> {
    let mut at_apex = target.at(&target.name);
    if at_apex.any(|set| set.key.rtype == RecordType::Ns) {
        return Vec::new();
    }
    vec!["no NS is declared at the apex, so the new zone has none".to_owned()]
}

fn warnings(live: &Zone, changes: &[Change]) -> Vec<String> {
    let mut warnings = Vec::new();
    for change in changes {
        let (Some(before), Some(after)) = (change.before(), change.after()) else {
            continue;
        };
        let stays = |value| after.values().contains(value) || after.disabled().contains(value);
        if !before.disabled().iter().all(stays) {
            let name = change.key().name.relative_to(&live.name);
            warnings.push(format!(
                "{name} {}: disabled values would be lost",
                change.key().rtype
            ));
        }
    }
    warnings
}

impl App {
    /// What is different now, so that a person can decide on a new plan.
    async fn explain_stale(&self, account: &Account, zone: &Name, reviewed: &str) -> Result<Error> {
        let Some(reviewed) = self.zone_of_digest(account, zone, reviewed).await? else {
            return Ok(stale(CHANGED));
        };
        let live = account.dns()?.zone(zone).await?;
        let is_soa = |change: &Change| change.key().rtype == RecordType::Soa;
        let changes = diff(&reviewed, &live);
        let lines: Vec<String> = changes
            .iter()
            .filter(|change| !is_soa(change))
            .map(ToString::to_string)
            .collect();
        Ok(stale(&format!("{CHANGED}: {}", lines.join("; "))))
    }
}
