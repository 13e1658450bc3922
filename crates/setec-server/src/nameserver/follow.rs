//! Keeps the served zones as the app has them: told of each change, and looking again by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use setec_app::{App, HostedEvent, HostedPlace, LocalTransfers};
use setec_core::dns::Name;
use setec_nameserver::{ServedZone, Zones};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{MissedTickBehavior, interval};

use crate::nameserver::aliases::{Aliases, targets};
use crate::nameserver::policy::policy;

/// Changes that other nodes made are in the answers after at most this long.
const PERIOD: Duration = Duration::from_millis(500);

/// A database that is ours alone is looked at for certainty only: events tell what happens.
const PERIOD_ALONE: u32 = 60;

/// Follows the hosted zones of the app.
pub(super) struct Follower {
    app: Arc<App>,
    zones: Zones,
    aliases: Arc<Aliases>,
    events: Receiver<Arc<HostedEvent>>,
    accounts: BTreeMap<String, Arc<LocalTransfers>>,
    /// The account of each served zone.
    owners: HashMap<Name, String>,
    ticks: u32,
}

impl Follower {
    pub(super) fn new(app: Arc<App>, zones: Zones, aliases: Arc<Aliases>) -> Self {
        Self {
            // Before the first look, so that nothing happens between the two unseen.
            events: app.hosted_events(),
            app,
            zones,
            aliases,
            accounts: BTreeMap::new(),
            owners: HashMap::new(),
            ticks: 0,
        }
    }

    /// Never ends.
    pub(super) async fn follow(&mut self) {
        let mut tick = interval(PERIOD);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let outcome = tokio::select! {
                event = self.events.recv() => self.hear(event).await,
                _ = tick.tick() => self.look().await,
            };
            if let Err(error) = outcome {
                tracing::error!(%error, "the name server cannot read its zones");
            }
        }
    }

    async fn hear(&mut self, event: Result<Arc<HostedEvent>, RecvError>) -> setec_app::Result<()> {
        let Ok(event) = event else {
            return self.reconcile().await;
        };
        match &*event {
            HostedEvent::Changed {
                zone,
                from_serial,
                gone,
                put,
            } => {
                self.expect(targets(put.iter()));
                let is_next = self.zones.serial(zone) == Some(*from_serial);
                if is_next && self.zones.change(zone, gone, put).is_ok() {
                    return Ok(());
                }
                self.reconcile().await
            }
            HostedEvent::Listed(_) => self.reconcile().await,
            HostedEvent::Notify(zone) => {
                self.zones.notify(zone);
                Ok(())
            }
        }
    }

    /// Looks for what no event tells: other nodes' changes and the accounts' files.
    async fn look(&mut self) -> setec_app::Result<()> {
        let is_due = self.app.is_shared() || self.ticks.is_multiple_of(PERIOD_ALONE);
        self.ticks = self.ticks.wrapping_add(1);
        let accounts = self.app.local_transfers().await?;
        if is_due || accounts != self.accounts {
            return self.reconcile().await;
        }
        Ok(())
    }

    /// Brings everything to what the app has, with a read for each zone of another serial.
    async fn reconcile(&mut self) -> setec_app::Result<()> {
        let accounts = self.app.local_transfers().await?;
        let places = self.app.hosted_places().await?;
        let listed: HashMap<&Name, &HostedPlace> =
            places.iter().map(|place| (&place.zone, place)).collect();
        for zone in self.zones.names() {
            if !listed.contains_key(&zone) {
                self.zones.remove(&zone);
                self.owners.remove(&zone);
                tracing::info!(%zone, "no longer served");
            }
        }
        let mut pointed_at = Vec::new();
        for place in &places {
            let is_elsewhere = self.owners.get(&place.zone) != Some(&place.account);
            let has_new_rules = accounts.get(&place.account) != self.accounts.get(&place.account);
            if let Some(transfers) = accounts.get(&place.account)
                && (is_elsewhere || has_new_rules)
            {
                self.set_rules(place, transfers);
            }
            if is_elsewhere || self.zones.serial(&place.zone) != Some(place.serial) {
                pointed_at.extend(self.load(&place.zone).await?);
            }
        }
        self.accounts = accounts;
        // Only now is it known which names are ours.
        self.expect(pointed_at);
        Ok(())
    }

    /// Has the targets looked up that are in zones of others.
    fn expect(&self, targets: Vec<Name>) {
        let others = targets.into_iter().filter(|target| !self.is_ours(target));
        self.aliases.expect(others);
    }

    fn is_ours(&self, name: &Name) -> bool {
        let mut rest = Some(name.as_str());
        while let Some(text) = rest {
            let zone = text.parse().ok();
            if zone.is_some_and(|zone| self.zones.serial(&zone).is_some()) {
                return true;
            }
            rest = text.split_once('.').map(|(_, parent)| parent);
        }
        false
    }

    fn set_rules(&mut self, place: &HostedPlace, transfers: &LocalTransfers) {
        match policy(transfers) {
            Ok(policy) => {
                self.zones.set_policy(&place.zone, policy);
                self.owners
                    .insert(place.zone.clone(), place.account.clone());
            }
            Err(error) => {
                tracing::error!(account = place.account, %error, "the TSIG key cannot be used");
            }
        }
    }

    /// Serves a zone as it is stored, and tells what its ALIAS records point at.
    async fn load(&self, name: &Name) -> setec_app::Result<Vec<Name>> {
        // It may be gone again by now; the next look removes it.
        let Some(zone) = self.app.hosted_zone(name).await? else {
            return Ok(Vec::new());
        };
        let pointed_at = targets(zone.sets());
        // A large zone takes its time, and other tasks should not wait for it.
        let served = tokio::task::spawn_blocking(move || ServedZone::new(&zone)).await;
        match served {
            Ok(Ok(zone)) => self.zones.set(zone),
            Ok(Err(error)) => tracing::error!(zone = %name, %error, "the zone cannot be served"),
            Err(error) => tracing::error!(zone = %name, %error, "the zone cannot be served"),
        }
        Ok(pointed_at)
    }
}
