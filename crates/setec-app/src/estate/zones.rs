//! The zones of all accounts in one list.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use setec_core::TagKind;
use setec_provider::dns::ZoneInfo;
use setec_store::{Origin, VersionHead, ZoneHead};
use uuid::Uuid;

use crate::account::Account;
use crate::tag::{bears, read_wanted};
use crate::{Actor, App, Freshness, Result};

/// A zone of the list.
#[derive(Debug, Clone)]
pub struct ZoneRow {
    /// The account.
    pub account: String,
    /// The account's driver.
    pub driver: &'static str,
    /// The apex.
    pub name: String,
    /// The SOA's serial, where the provider's list or the last look told it.
    pub serial: Option<u32>,
    /// The provider's word for its kind, such as `Native`.
    pub kind: Option<String>,
    /// How many records it had at the last look.
    pub records: Option<u32>,
    /// How it came to the state in which it was last seen.
    pub last_change: Option<LastChange>,
    /// Its tags, sorted.
    pub tags: Vec<String>,
}

/// The newest state of a zone that is known.
#[derive(Debug, Clone)]
pub struct LastChange {
    /// When it was seen or made.
    pub at: DateTime<Utc>,
    /// Whether we made it.
    pub origin: Origin,
    /// Who made it, where we know.
    pub actor: Option<String>,
}

/// What an account told of its zones.
#[derive(Debug, Clone)]
pub struct AccountZones {
    /// The account.
    pub account: String,
    /// Its driver.
    pub driver: &'static str,
    /// How many zones it has.
    pub zones: usize,
    /// When it told so; `None` where it never did.
    pub asked_at: Option<DateTime<Utc>>,
    /// Why there is nothing newer.
    pub problem: Option<String>,
}

/// Zones of all accounts.
#[derive(Debug, Clone, Default)]
pub struct ZoneList {
    /// The zones by name and account.
    pub zones: Vec<ZoneRow>,
    /// Every account that has DNS.
    pub accounts: Vec<AccountZones>,
}

impl App {
    /// The zones of all accounts, or of one, or those that bear a tag; an account that fails is told apart and spoils nothing.
    pub async fn all_zones(
        self: &Arc<Self>,
        actor: &Actor,
        account: Option<&str>,
        tag: Option<&str>,
        freshness: Freshness,
    ) -> Result<ZoneList> {
        actor.may_read()?;
        let wanted = read_wanted(tag)?;
        let accounts = match account {
            Some(name) => {
                let account = self.account(name).await?;
                account.dns()?;
                vec![account]
            }
            None => self.accounts.all().await?.0,
        };
        let rows = accounts
            .iter()
            .map(|account| self.zone_rows(account, freshness));
        let mut list = ZoneList::default();
        for (account, rows) in try_join_all(rows).await?.into_iter().flatten() {
            list.accounts.push(account);
            list.zones.extend(
                rows.into_iter()
                    .filter(|row| bears(&row.tags, wanted.as_ref())),
            );
        }
        list.zones
            .sort_by(|a, b| (&a.name, &a.account).cmp(&(&b.name, &b.account)));
        self.begin_first_looks();
        Ok(list)
    }

    /// What an account told of its zones, and the zones; `None` where it has no DNS.
    pub(super) async fn zone_rows(
        &self,
        account: &Arc<Account>,
        freshness: Freshness,
    ) -> Result<Option<(AccountZones, Vec<ZoneRow>)>> {
        let Some(told) = self.listed_zones(account, freshness).await else {
            return Ok(None);
        };
        let heads = self.heads_with_changes(account).await?;
        let accounts = [account.name.clone()];
        let tags = self.tags(&accounts, Some(TagKind::Zone)).await?;
        let of_account = AccountZones {
            account: account.name.clone(),
            driver: account.driver.id,
            zones: told.items.len(),
            asked_at: told.asked_at,
            problem: told.problem,
        };
        let row = |zone: &ZoneInfo| {
            let known = heads.get(zone.name.as_str());
            ZoneRow {
                account: account.name.clone(),
                driver: account.driver.id,
                name: zone.name.to_string(),
                serial: zone.serial.or(known.and_then(|(head, _)| head.serial)),
                kind: zone.kind.clone(),
                records: known.and_then(|(head, _)| head.records),
                last_change: known.and_then(|(_, change)| change.clone()),
                tags: tags
                    .of(TagKind::Zone, &account.name, zone.name.as_str())
                    .to_vec(),
            }
        };
        Ok(Some((of_account, told.items.iter().map(row).collect())))
    }

    /// The newest known states of an account's zones, and how each came about.
    async fn heads_with_changes(
        &self,
        account: &Account,
    ) -> Result<HashMap<String, (ZoneHead, Option<LastChange>)>> {
        let heads = self.store.zone_heads(&account.name).await?;
        let ids: Vec<Uuid> = heads.iter().map(|head| head.version_id).collect();
        let versions = self.store.version_heads(&ids).await?;
        let mut versions: HashMap<Uuid, VersionHead> = versions
            .into_iter()
            .map(|version| (version.id, version))
            .collect();
        let told = heads.into_iter().map(|head| {
            let change = versions.remove(&head.version_id).map(|version| LastChange {
                at: version.at,
                origin: version.origin,
                actor: version.actor,
            });
            (head.zone.clone(), (head, change))
        });
        Ok(told.collect())
    }
}
