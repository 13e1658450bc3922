//! Search over everything that is known, for the command palette.
//!
//! Nobody is asked while somebody types: it looks through what the providers told last, the domains
//! of the last synchronisation, and zones as they were last seen.

use std::sync::Arc;

use setec_core::TagKind;
use setec_provider::http::segment;
use setec_store::DomainStateFilter;

use super::known::KnownZone;
use crate::account::Account;
use crate::tag::Tags;
use crate::{Actor, App, Error, Freshness, Result};

/// Hits of one answer, if nothing else is said, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

/// Records are looked through from this length on: shorter texts stand in nearly all of them.
const RECORDS_FROM: usize = 2;

/// Characters of a content that are shown.
const SHOWN: usize = 80;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    /// A connected account.
    Account,
    /// A registered domain.
    Domain,
    /// A zone.
    Zone,
    /// A record of a zone.
    Record,
    /// A virtual server.
    Server,
    /// An SSH key.
    Key,
}

/// A hit.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// The account.
    pub account: String,
    /// Its name.
    pub title: String,
    /// What tells it from others of that name.
    pub detail: String,
    /// Its page of the web UI.
    pub link: String,
    /// How well it fits; the least comes first.
    rank: usize,
}

/// What is looked for: words that must all be found, in any case.
struct Words(Vec<String>);

impl Words {
    /// How well a name and what stands beside it fit; `None` where a word is missing.
    fn rank(&self, name: &str, beside: &[&str]) -> Option<usize> {
        let name = name.to_lowercase();
        let beside: Vec<String> = beside.iter().map(|text| text.to_lowercase()).collect();
        let mut rank = 0;
        for word in &self.0 {
            rank += match name.find(word) {
                Some(0) if name.len() == word.len() => 0,
                Some(0) => 1,
                Some(_) => 2,
                None if beside.iter().any(|text| text.contains(word)) => 3,
                None => return None,
            };
        }
        Some(rank)
    }

    /// Names the tags by which something was found.
    fn tagged(&self, tags: &[String]) -> String {
        let by = |tag: &&String| self.0.iter().any(|word| tag.contains(word));
        let found: Vec<&str> = tags.iter().filter(by).map(String::as_str).collect();
        if found.is_empty() {
            return String::new();
        }
        format!(", tagged {}", found.join(", "))
    }
}

fn beside<'a, const N: usize>(tags: &'a [String], others: [&'a str; N]) -> Vec<&'a str> {
    let tags = tags.iter().map(String::as_str);
    others.into_iter().chain(tags).collect()
}

impl App {
    /// Looks for all words of a text; the best hits first, then accounts, domains, zones, servers,
    /// keys and records.
    pub async fn search(
        self: &Arc<Self>,
        actor: &Actor,
        text: &str,
        limit: Option<usize>,
    ) -> Result<Vec<Found>> {
        actor.may_read()?;
        let limit = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Error::field("limit", format!("1 to {MOST}")));
        }
        if text.len() > 255 {
            return Err(Error::field("q", "at most 255 bytes"));
        }
        let words = Words(text.split_whitespace().map(str::to_lowercase).collect());
        if words.0.is_empty() {
            return Ok(Vec::new());
        }
        let (accounts, _) = self.accounts.all().await?;
        let mut found = Vec::new();
        let names: Vec<String> = accounts.iter().map(|one| one.name.clone()).collect();
        let tags = self.tags(&names, None).await?;
        for account in &accounts {
            self.search_lists(account, &words, &tags, &mut found);
        }
        found.extend(self.search_domains(&accounts, &words, &tags).await?);
        if words.0.iter().any(|word| word.len() >= RECORDS_FROM) {
            for zone in self.zones_as_seen().await? {
                // Enough of one zone are enough: the page of the zone has a filter.
                found.extend(records(&zone, &words).take(limit));
            }
        }
        self.refresh_lists(accounts);
        found.sort_by(|a, b| {
            (a.rank, a.kind as u8, &a.title).cmp(&(b.rank, b.kind as u8, &b.title))
        });
        found.truncate(limit);
        Ok(found)
    }

    /// The account itself, and what its lists told last.
    fn search_lists(&self, account: &Account, words: &Words, tags: &Tags, found: &mut Vec<Found>) {
        let name = &account.name;
        let of_account = segment(name);
        let driver = account.driver.display_name;
        if let Some(rank) = words.rank(name, &[driver]) {
            found.push(Found {
                kind: FoundKind::Account,
                account: name.clone(),
                title: name.clone(),
                detail: driver.to_owned(),
                link: format!("/providers/{of_account}"),
                rank,
            });
        }
        let zones = self.estate.zones.peek(account).into_iter();
        for zone in zones.flat_map(|list| list.items.to_vec()) {
            let title = zone.name.to_string();
            let tags = tags.of(TagKind::Zone, name, &title);
            if let Some(rank) = words.rank(&title, &beside(tags, [name.as_str()])) {
                found.push(Found {
                    kind: FoundKind::Zone,
                    account: name.clone(),
                    detail: format!("zone at {name}{}", words.tagged(tags)),
                    link: format!("/dns/{of_account}/{}", segment(&title)),
                    title,
                    rank,
                });
            }
        }
        if let Some(list) = self.estate.servers.peek(account) {
            for server in list.items.iter() {
                let addresses = server.addresses.iter().map(|a| a.address.as_str());
                let mut beside: Vec<&str> = addresses.collect();
                beside.extend(server.ipv4.as_deref());
                beside.extend(server.ipv6.as_deref());
                beside.extend([name.as_str(), server.plan.as_str()]);
                beside.extend(server.region.as_deref());
                let tags = tags.of(TagKind::Server, name, &server.id);
                beside.extend(tags.iter().map(String::as_str));
                if let Some(rank) = words.rank(&server.name, &beside) {
                    let address = server.ipv4.as_deref().or(server.ipv6.as_deref());
                    found.push(Found {
                        kind: FoundKind::Server,
                        account: name.clone(),
                        title: server.name.clone(),
                        detail: format!(
                            "{}, server at {name}{}",
                            address.unwrap_or(&server.plan),
                            words.tagged(tags)
                        ),
                        link: format!("/servers/{of_account}/{}", segment(&server.id)),
                        rank,
                    });
                }
            }
        }
        if let Some(list) = self.estate.keys.peek(account) {
            for key in list.items.iter() {
                if let Some(rank) = words.rank(&key.name, &[&key.fingerprint, name]) {
                    found.push(Found {
                        kind: FoundKind::Key,
                        account: name.clone(),
                        title: key.name.clone(),
                        detail: format!("{}, SSH key at {name}", key.fingerprint),
                        link: "/ssh-keys".to_owned(),
                        rank,
                    });
                }
            }
        }
    }

    async fn search_domains(
        &self,
        accounts: &[Arc<Account>],
        words: &Words,
        tags: &Tags,
    ) -> Result<Vec<Found>> {
        let with = accounts
            .iter()
            .filter(|account| account.provider.domains().is_some());
        let filter = DomainStateFilter {
            accounts: with.map(|account| account.name.clone()).collect(),
            ..DomainStateFilter::default()
        };
        if filter.accounts.is_empty() {
            return Ok(Vec::new());
        }
        let states = self.store.domain_states(&filter).await?;
        let hit = |state: setec_store::DomainState| {
            let tags = tags.of(TagKind::Domain, &state.account, &state.domain);
            let rank = words.rank(&state.domain, &beside(tags, [state.account.as_str()]))?;
            let (account, name) = (segment(&state.account), segment(&state.domain));
            (!state.status.is_over()).then(|| Found {
                kind: FoundKind::Domain,
                detail: format!("domain at {}{}", state.account, words.tagged(tags)),
                link: format!("/domains/{account}/{name}"),
                account: state.account,
                title: state.domain,
                rank,
            })
        };
        Ok(states.into_iter().filter_map(hit).collect())
    }

    /// Asks for lists that are old, for who searches next; nobody waits for it.
    fn refresh_lists(self: &Arc<Self>, accounts: Vec<Arc<Account>>) {
        for account in accounts {
            let app = Arc::clone(self);
            tokio::spawn(async move {
                let cached = Freshness::Cached;
                tokio::join!(
                    app.listed_zones(&account, cached),
                    app.listed_servers(&account, cached),
                    app.listed_keys(&account, cached),
                );
            });
        }
        self.begin_first_looks();
    }
}

/// The records of a zone that hold all words, in name, type or content.
fn records<'a>(zone: &'a KnownZone, words: &'a Words) -> impl Iterator<Item = Found> + 'a {
    let apex = zone.zone.as_str();
    // Who looks for the zone's own name means the zone, not all that is in it.
    let is_the_zone = words.0.iter().all(|word| apex.contains(word));
    // One look over the whole text rules most zones out; a full name stands in no line.
    let may =
        |word: &String| word.contains('.') || apex.contains(word) || zone.lower.contains(word);
    let is_candidate = !is_the_zone && words.0.iter().all(may);
    let lines = zone.text.lines().filter(move |_| is_candidate);
    lines.filter_map(move |line| {
        let mut parts = line.splitn(3, '\t');
        let (owner, rtype, content) = (parts.next()?, parts.next()?, parts.next()?);
        let full = match owner {
            "@" => apex.to_owned(),
            owner => format!("{owner}.{apex}"),
        };
        let rank = words.rank(&full, &[content, rtype])?;
        let set = segment(&format!("{owner} {rtype}"));
        let (account, zone_part) = (segment(&zone.account), segment(apex));
        Some(Found {
            kind: FoundKind::Record,
            account: zone.account.clone(),
            title: format!("{full} {rtype}"),
            detail: content.chars().take(SHOWN).collect(),
            link: format!("/dns/{account}/{zone_part}?edit={set}"),
            rank,
        })
    })
}
