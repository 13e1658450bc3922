//! Plans of many zones at once, for the price of one list where the provider's list has serials.

use std::collections::HashMap;
use std::sync::Arc;

use futures::{StreamExt, stream};
use setec_core::dns::{Name, Zone};
use setec_core::plan::{Policy, desired};
use setec_provider::http::background;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::plan::{declared, read_ignore};
use crate::dns::read::zone_name;
use crate::dns::state;
use crate::dns::{IgnoreInput, PlanView, Wanted};
use crate::{Actor, App, Error, Result};

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

impl App {
    /// Plans many zones; a fault in one does not stop the others. Writes nothing at providers.
    ///
    /// A zone whose serial in the provider's list is the one under which we last saw it is not read
    /// again. Applying a plan does read it, so a change that left the serial alone is still found.
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
                Ok((account, known)) => background(self.plan_known(account, known, &input)).await,
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

    /// The account, and those of its zones whose state we hold as it is.
    async fn known_zones(&self, name: &str) -> Result<(Arc<Account>, HashMap<String, Zone>)> {
        let account = self.account(name).await?;
        let listed = account.dns()?.zones().await?;
        let serials: HashMap<String, u32> = listed
            .into_iter()
            .filter_map(|zone| Some((zone.name.to_string(), zone.serial?)))
            .collect();
        let heads = self.store.zone_heads(&account.name).await?;
        let same: Vec<(String, Uuid)> = heads
            .into_iter()
            .filter(|head| head.serial.is_some() && head.serial == serials.get(&head.zone).copied())
            .map(|head| (head.zone, head.version_id))
            .collect();
        let ids: Vec<Uuid> = same.iter().map(|(_, id)| *id).collect();
        let mut states = self.store.version_parts(&ids).await?;
        let mut known = HashMap::with_capacity(same.len());
        for (zone, id) in same {
            let Some(parts) = states.remove(&id) else {
                continue;
            };
            let name: Name = zone
                .parse()
                .map_err(|error| Error::internal(format!("{error}")))?;
            known.insert(zone, state::zone_of(&name, &parts)?);
        }
        Ok((account, known))
    }

    async fn plan_known(
        &self,
        account: &Account,
        known: &HashMap<String, Zone>,
        input: &ZoneWanted,
    ) -> Result<PlanView> {
        let zone = zone_name(&input.zone)?;
        let facts = account.dns()?.facts();
        let declared = declared(&input.wanted, &zone, &facts)?;
        let ignore = read_ignore(&input.ignore)?;
        let live = match known.get(zone.as_str()) {
            Some(live) => live.clone(),
            None => self.look(account, &zone).await?,
        };
        let target = desired(&live, &declared, input.policy, &ignore).map_err(Error::invalid)?;
        if target == live {
            return Ok(PlanView::unchanged(account, &live));
        }
        self.keep_plan(account, &facts, live, &target).await
    }
}
