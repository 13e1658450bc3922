//! Plans of many zones at once, for the price of one list where the provider's list has serials.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::{StreamExt, stream};
use setec_core::dns::{Name, Zone};
use setec_core::plan::Policy;
use setec_provider::http::background;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::read::zone_name;
use crate::dns::state;
use crate::dns::wanted::{read_ignore, read_wanted};
use crate::dns::{IgnoreInput, PlanView, Wanted};
use crate::{Actor, App, Error, ErrorKind, Result};

/// Zones of one account that are read at once.
const AT_ONCE: usize = 8;

/// Zones that one request may plan.
const MOST: usize = 10_000;

/// What one zone of many shall hold.
#[derive(Debug)]
pub struct ZoneWanted {
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// Its records.
    pub wanted: Wanted,
    /// What the plan may do.
    pub policy: Policy,
    /// What it leaves alone.
    pub ignore: Vec<IgnoreInput>,
}

/// The plan of one zone of many.
#[derive(Debug)]
pub struct ZonePlanned {
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// Its plan, or why there is none.
    pub plan: Result<PlanView>,
}

/// What an account's list of zones tells.
struct Known {
    account: Arc<Account>,
    /// All zones of the account, where it can make others.
    listed: Option<HashSet<Name>>,
    /// The zones whose state we hold as it is.
    states: HashMap<String, Zone>,
}

impl App {
    /// Plans many zones; a fault in one does not stop the others. Writes nothing at providers.
    ///
    /// A zone whose serial in the provider's list is the one under which we last saw it is not read
    /// again. Applying a plan does read it, so a change that left the serial alone is still found. A
    /// zone that is not in the list of a provider which makes zones is planned as a new one.
    pub async fn plan_many(
        self: &Arc<Self>,
        actor: &Actor,
        inputs: Vec<ZoneWanted>,
    ) -> Result<Vec<ZonePlanned>> {
        actor.may_read()?;
        if inputs.len() > MOST {
            return Err(Error::field("zones", format!("at most {MOST} at once")));
        }
        let mut names: Vec<&str> = inputs.iter().map(|input| input.account.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut accounts = HashMap::new();
        for name in names {
            let known = self.known_zones(name).await;
            accounts.insert(name.to_owned(), known);
        }
        let accounts = &accounts;
        let planned = stream::iter(inputs).map(|input| async move {
            let plan = match &accounts[&input.account] {
                Ok(known) => background(self.plan_known(known, &input)).await,
                Err(error) => Err(error.share()),
            };
            ZonePlanned {
                account: input.account,
                zone: input.zone,
                plan,
            }
        });
        Ok(planned.buffered(AT_ONCE).collect().await)
    }

    /// The account, with what its list tells; the list is not asked for where it would tell nothing.
    async fn known_zones(&self, name: &str) -> Result<Known> {
        let account = self.account(name).await?;
        let dns = account.dns()?;
        let makes_zones = dns.hosting().is_some();
        let mut known = Known {
            account: Arc::clone(&account),
            listed: None,
            states: HashMap::new(),
        };
        if !makes_zones && !dns.facts().lists_serials {
            return Ok(known);
        }
        let listed = dns.zones().await?;
        let serials: HashMap<String, u32> = listed
            .iter()
            .filter_map(|zone| Some((zone.name.to_string(), zone.serial?)))
            .collect();
        known.listed = makes_zones.then(|| listed.into_iter().map(|zone| zone.name).collect());
        let heads = self.store.zone_heads(&account.name).await?;
        let same: Vec<(String, Uuid)> = heads
            .into_iter()
            .filter(|head| head.serial.is_some() && head.serial == serials.get(&head.zone).copied())
            .map(|head| (head.zone, head.version_id))
            .collect();
        let ids: Vec<Uuid> = same.iter().map(|(_, id)| *id).collect();
        let mut states = self.store.version_parts(&ids).await?;
        for (zone, id) in same {
            let Some(parts) = states.remove(&id) else {
                continue;
            };
            let name: Name = zone
                .parse()
                .map_err(|error| Error::internal(format!("{error}")))?;
            known.states.insert(zone, state::zone_of(&name, &parts)?);
        }
        Ok(known)
    }

    async fn plan_known(&self, known: &Known, input: &ZoneWanted) -> Result<PlanView> {
        let account = &*known.account;
        let zone = zone_name(&input.zone)?;
        let facts = account.dns()?.facts();
        let declared = read_wanted(&input.wanted, &zone, &facts)?;
        let ignore = read_ignore(&input.ignore)?;
        let is_listed = known.listed.as_ref().is_none_or(|all| all.contains(&zone));
        let live = match known.states.get(zone.as_str()) {
            Some(live) => Ok(live.clone()),
            None if is_listed => self.look(account, &zone).await,
            None => Err(Error::not_found("it is not in the list")),
        };
        let live = match live {
            Err(error) if error.kind == ErrorKind::NotFound => {
                let new = self.plan_new_zone(account, &declared.zone, input.policy, &ignore);
                return new.await;
            }
            live => live?,
        };
        let target = declared.desired(&live, input.policy, &ignore)?;
        if target == live {
            return Ok(PlanView::unchanged(account, &live));
        }
        self.keep_plan(account, &facts, live, &target).await
    }
}
