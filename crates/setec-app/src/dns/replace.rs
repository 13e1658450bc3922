//! Search and replace over many zones, as one plan of plans.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, Zone};
use setec_core::plan::Guard;
use setec_provider::http::background;
use setec_store::StoredPlan;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::{Applied, PlanView};
use crate::{Actor, App, Error, ErrorKind, Result};

/// Zones that are read at once, over all accounts.
const AT_ONCE: usize = 8;

/// What a plan over many zones is stored under instead of an account.
const MANY: &str = "*";

/// What shall be replaced by what, and where.
#[derive(Debug, Clone)]
pub struct ReplaceInput {
    /// A content, such as an address or a host name.
    pub search: String,
    /// The content in its place.
    pub replace: String,
    /// Types to look at; all where empty.
    pub types: Vec<String>,
    /// Accounts to look at; all with DNS where empty.
    pub providers: Vec<String>,
}

/// A plan over many zones.
#[derive(Debug)]
pub struct BulkPlanView {
    /// What it is applied by; absent where there is nothing to change.
    pub digest: Option<String>,
    /// The plans of the zones that would change.
    pub plans: Vec<PlanView>,
    /// Zones that cannot be planned: account, zone and why.
    pub failed: Vec<(String, String, Error)>,
    /// When it may no longer be applied.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What became of one zone of a plan over many.
#[derive(Debug)]
pub struct BulkApplied {
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// What was done there.
    pub outcome: Result<Applied>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Member {
    account: String,
    zone: String,
    digest: String,
}

impl App {
    /// Plans a replacement in every zone that holds what is searched. Writes nothing at providers.
    pub async fn plan_replace(
        self: &Arc<Self>,
        actor: &Actor,
        input: ReplaceInput,
    ) -> Result<BulkPlanView> {
        actor.may_read()?;
        if input.search.trim().is_empty() || input.replace.trim().is_empty() {
            return Err(Error::field("search", "search and replace are required"));
        }
        let types = input.types.iter().map(|text| text.parse::<RecordType>());
        let types: Vec<RecordType> = types
            .collect::<std::result::Result<_, _>>()
            .map_err(|error| Error::field("types", error.to_string()))?;
        let mut failed = Vec::new();
        let mut zones: Vec<(Arc<Account>, Name)> = Vec::new();
        for account in self.accounts_with_dns(&input.providers).await? {
            match account.dns()?.zones().await {
                Ok(list) => zones.extend(
                    list.into_iter()
                        .map(|zone| (Arc::clone(&account), zone.name)),
                ),
                Err(error) => {
                    failed.push((account.name.clone(), MANY.to_owned(), Error::from(error)));
                }
            }
        }
        let planned: Vec<_> = stream::iter(zones)
            .map(|(account, zone)| {
                let (input, types) = (&input, &types);
                async move {
                    let plan =
                        background(self.plan_replace_in(&account, &zone, input, types)).await;
                    (account.name.clone(), zone.to_string(), plan)
                }
            })
            .buffered(AT_ONCE)
            .collect()
            .await;
        let mut plans = Vec::new();
        for (account, zone, plan) in planned {
            match plan {
                Ok(Some(plan)) => plans.push(plan),
                Ok(None) => {}
                // A domain that is listed may have its zone elsewhere, or none yet.
                Err(error) if error.kind == ErrorKind::NotFound => {}
                Err(error) => failed.push((account, zone, error)),
            }
        }
        let Some(expires_at) = plans.iter().map(|plan| plan.expires_at).min() else {
            return Ok(BulkPlanView {
                digest: None,
                plans,
                failed,
                expires_at: None,
            });
        };
        let members: Vec<Member> = plans
            .iter()
            .map(|plan| Member {
                account: plan.account.clone(),
                zone: plan.zone.clone(),
                digest: plan.digest.clone(),
            })
            .collect();
        let digest =
            crate::dns::document::digest_of(members.iter().map(|member| member.digest.as_str()));
        let stored = StoredPlan {
            id: Uuid::now_v7(),
            digest: digest.clone(),
            account: MANY.to_owned(),
            zone: MANY.to_owned(),
            body: serde_json::to_value(members).map_err(Error::internal)?,
            created_at: Utc::now(),
            expires_at,
            applied_at: None,
        };
        self.store.keep_plan(stored).await?;
        Ok(BulkPlanView {
            digest: Some(digest),
            plans,
            failed,
            expires_at: Some(expires_at),
        })
    }

    /// Applies a plan over many zones; each zone stands or falls by itself, and its answer says how.
    pub async fn apply_bulk(
        self: &Arc<Self>,
        actor: &Actor,
        digest: &str,
        overrides: &[Guard],
    ) -> Result<Vec<BulkApplied>> {
        actor.may_write()?;
        let stored = self
            .store
            .plan(digest)
            .await?
            .filter(|plan| plan.account == MANY);
        let stale = |message: &str| Error::new(ErrorKind::StalePlan, message);
        let stored = stored.ok_or_else(|| stale("there is no such plan; make a new one"))?;
        if stored.applied_at.is_some() || stored.expires_at <= Utc::now() {
            return Err(stale(
                "this plan has been applied or has expired; make a new one",
            ));
        }
        let members: Vec<Member> = serde_json::from_value(stored.body).map_err(Error::internal)?;
        let applied = stream::iter(members)
            .map(|member| async move {
                let outcome = self
                    .apply_plan(
                        actor,
                        &member.account,
                        &member.zone,
                        &member.digest,
                        overrides,
                    )
                    .await;
                BulkApplied {
                    account: member.account,
                    zone: member.zone,
                    outcome,
                }
            })
            .buffered(AT_ONCE)
            .collect()
            .await;
        self.store.mark_applied(stored.id).await?;
        Ok(applied)
    }

    async fn accounts_with_dns(&self, providers: &[String]) -> Result<Vec<Arc<Account>>> {
        if providers.is_empty() {
            let (accounts, _) = self.accounts.all().await?;
            return Ok(accounts
                .into_iter()
                .filter(|account| account.provider.dns().is_some())
                .collect());
        }
        let mut accounts = Vec::new();
        for name in providers {
            let account = self.account(name).await?;
            account.dns()?;
            accounts.push(account);
        }
        Ok(accounts)
    }

    async fn plan_replace_in(
        &self,
        account: &Account,
        zone: &Name,
        input: &ReplaceInput,
        types: &[RecordType],
    ) -> Result<Option<PlanView>> {
        let live = self.look(account, zone).await?;
        let target = replaced(&live, input, types)?;
        if target == live {
            return Ok(None);
        }
        let facts = account.dns()?.facts();
        self.keep_plan(account, &facts, live, &target)
            .await
            .map(Some)
    }
}

/// The zone with every value whose content is the searched one replaced.
fn replaced(live: &Zone, input: &ReplaceInput, types: &[RecordType]) -> Result<Zone> {
    let mut target = live.clone();
    let wanted = |set: &&RecordSet| {
        set.key.rtype != RecordType::Soa && (types.is_empty() || types.contains(&set.key.rtype))
    };
    for set in live.sets().filter(wanted) {
        let mut changed = set.clone();
        for value in set.values() {
            let (content, priority) = value.to_content();
            if !content.eq_ignore_ascii_case(input.search.trim()) {
                continue;
            }
            let priority = set.key.rtype.has_priority().then_some(priority);
            let new =
                RecordData::from_content(set.key.rtype, input.replace.trim(), priority, &live.name)
                    .map_err(|error| Error::field("replace", error.to_string()))?;
            changed.remove(value);
            changed.insert(new);
        }
        target.put(changed);
    }
    Ok(target)
}
