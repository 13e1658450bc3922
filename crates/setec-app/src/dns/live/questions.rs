//! Which sets of a zone its servers are asked for.

use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::diff;
use setec_store::Origin;

use super::{LiveInput, can_be_asked, no_alias};
use crate::account::Account;
use crate::dns::state;
use crate::{App, Error, Result};

/// Sets that one request asks for.
const MOST: usize = 12;

/// Sets that are shown where little was changed.
const FEW: usize = 5;

/// States that are looked through for what was changed last.
const STATES: u64 = 4;

/// What the caller wants to know of.
#[derive(Debug, Default)]
pub(super) struct Filter {
    name: Option<Name>,
    rtype: Option<RecordType>,
}

pub(super) fn read(input: &LiveInput, apex: &Name) -> Result<Filter> {
    let name = input.name.as_deref();
    let name = name.map(|text| Name::in_zone(text, apex)).transpose();
    let name = name.map_err(|error| Error::field("name", error.to_string()))?;
    let rtype = input.rtype.as_deref().map(str::parse::<RecordType>);
    let rtype = rtype
        .transpose()
        .map_err(|error| Error::field("type", error.to_string()))?;
    if rtype == Some(RecordType::Alias) {
        return Err(no_alias());
    }
    Ok(Filter { name, rtype })
}

impl App {
    pub(super) async fn questions(
        &self,
        account: &Account,
        live: &Zone,
        filter: &Filter,
    ) -> Result<Vec<SetKey>> {
        let soa = SetKey {
            name: live.name.clone(),
            rtype: RecordType::Soa,
        };
        let mut keys = match filter {
            Filter {
                name: Some(name),
                rtype: Some(rtype),
            } => {
                return Ok(vec![SetKey {
                    name: name.clone(),
                    rtype: *rtype,
                }]);
            }
            Filter {
                name: None,
                rtype: None,
            } => {
                let mut keys = vec![soa];
                keys.extend(self.changed_last(account, live).await?);
                if keys.len() < FEW {
                    keys.extend(ordinary(live));
                }
                keys
            }
            Filter { name, rtype } => {
                let is_wanted = |set: &&RecordSet| {
                    name.as_ref().is_none_or(|name| *name == set.key.name)
                        && rtype.is_none_or(|rtype| rtype == set.key.rtype)
                };
                live.sets()
                    .filter(is_wanted)
                    .map(|set| set.key.clone())
                    .collect()
            }
        };
        keys.retain(|key| can_be_asked(live, key));
        let mut unique: Vec<SetKey> = Vec::with_capacity(MOST);
        for key in keys {
            if unique.len() < MOST && !unique.contains(&key) {
                unique.push(key);
            }
        }
        Ok(unique)
    }

    /// The sets that differ between the newest states, those that are gone included.
    async fn changed_last(&self, account: &Account, live: &Zone) -> Result<Vec<SetKey>> {
        let apex = live.name.as_str();
        let heads = self.store.versions(&account.name, apex, STATES).await?;
        let mut after = live.clone();
        let mut keys = Vec::new();
        for head in &heads {
            let Some(version) = self.store.version(&account.name, apex, head.id).await? else {
                break;
            };
            let before = state::zone_of(&live.name, &version.parts)?;
            let changes = diff(&before, &after);
            keys.extend(changes.iter().map(|change| change.key().clone()));
            if keys.len() >= MOST || head.origin == Origin::First {
                break;
            }
            after = before;
        }
        keys.retain(|key| key.rtype != RecordType::Soa);
        Ok(keys)
    }
}

/// What people look for first: the apex, and then the names in their order.
fn ordinary(live: &Zone) -> impl Iterator<Item = SetKey> {
    let is_apex = |set: &&RecordSet| set.key.name == live.name;
    let others = live.sets().filter(move |set| !is_apex(set));
    let sets = live.sets().filter(is_apex).chain(others.take(FEW));
    sets.map(|set| set.key.clone())
}
