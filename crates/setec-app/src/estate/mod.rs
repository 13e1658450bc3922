//! What all accounts hold together: lists over accounts, and what stands out in them.
//!
//! Pages that show everything must not wait for the slowest account, so all of this works on what
//! the providers told last, says how old that is, and asks again behind the reader's back.

mod first_look;
mod known;
mod listed;
mod names;
mod overview;
mod search;
mod zones;

use std::sync::Arc;

use setec_core::billing::Subscription;
use setec_core::server::Server;
use setec_core::ssh_key::SshKey;
use setec_provider::dns::ZoneInfo;
use setec_provider::http::background;

pub use names::{NameAt, NamesAt};
pub use overview::{
    AccountCost, AccountCounts, Attention, AttentionKind, AttentionSeverity, MonthCost, Overview,
    Renewal, RenewalKind,
};
pub use search::{Found, FoundKind};
pub use zones::{AccountZones, LastChange, ZoneList, ZoneRow};

use first_look::FirstLooks;
pub(crate) use listed::Listing;

use known::KnownZones;
use listed::Listed;

use crate::account::Account;
use crate::{App, Freshness};

/// What the providers told last.
#[derive(Debug, Default)]
pub(crate) struct Estate {
    pub(crate) zones: Listed<ZoneInfo>,
    pub(crate) servers: Listed<Server>,
    keys: Listed<SshKey>,
    subscriptions: Listed<Subscription>,
    first_looks: FirstLooks,
    known: KnownZones,
}

impl Estate {
    /// Says that an account was changed, so that its lists are asked for anew.
    pub(crate) fn outdate(&self, account: &str) {
        self.zones.outdate(account);
        self.servers.outdate(account);
        self.keys.outdate(account);
        self.subscriptions.outdate(account);
    }
}

/// Each gives what is told in time, otherwise what was told before, and `None` where the account has
/// nothing of the kind. People's changes come before such questions.
impl App {
    pub(crate) async fn listed_zones(
        &self,
        account: &Arc<Account>,
        freshness: Freshness,
    ) -> Option<Listing<ZoneInfo>> {
        account.provider.dns()?;
        let asked = Arc::clone(account);
        let load = background(async move { Ok(asked.dns()?.zones().await?) });
        Some(self.estate.zones.get(account, freshness, load).await)
    }

    pub(crate) async fn listed_servers(
        &self,
        account: &Arc<Account>,
        freshness: Freshness,
    ) -> Option<Listing<Server>> {
        account.provider.servers()?;
        let asked = Arc::clone(account);
        let load = background(async move { Ok(asked.servers()?.list().await?) });
        Some(self.estate.servers.get(account, freshness, load).await)
    }

    pub(crate) async fn listed_keys(
        &self,
        account: &Arc<Account>,
        freshness: Freshness,
    ) -> Option<Listing<SshKey>> {
        account.provider.ssh_keys()?;
        let asked = Arc::clone(account);
        let load = background(async move { Ok(asked.ssh_keys()?.list().await?) });
        Some(self.estate.keys.get(account, freshness, load).await)
    }

    pub(crate) async fn listed_subscriptions(
        &self,
        account: &Arc<Account>,
        freshness: Freshness,
    ) -> Option<Listing<Subscription>> {
        account.provider.billing()?;
        let asked = Arc::clone(account);
        let load = background(async move { Ok(asked.billing()?.subscriptions().await?) });
        let list = &self.estate.subscriptions;
        Some(list.get(account, freshness, load).await)
    }
}
