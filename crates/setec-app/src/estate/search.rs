//! Search over everything that is known, for the command palette.
//!
//! Nobody is asked while somebody types: it looks through what the providers told last, the domains
//! of the last synchronisation, and zones as they were last seen.

use std::sync::Arc;

use setec_core::TagKind;
use setec_provider::http::segment;

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
        let beside: Vec<String> = beside.iter().map(|text| text.to_lowercase()).collect();
        let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
        self.rank_lower(&name.to_lowercase(), &beside)
    }

    /// The same where all is in lower case.
    fn rank_lower(&self, name: &str, beside: &[&str]) -> Option<usize> {
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

    /// The longest word that only the name of a domain can hold.
    fn of_a_domain(&self, accounts: &[String], tags: &Tags) -> Option<&str> {
        let is_of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let in_account = |word: &str| {
            let mut names = accounts.iter().map(|name| name.to_lowercase());
            names.any(|name| name.contains(word))
        };
        let words = self.0.iter().map(String::as_str);
        words
            .filter(|word| word.chars().all(is_of_host) && !in_account(word))
            .filter(|word| !tags.hold(TagKind::Domain, word))
            .max_by_key(|word| word.len())
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
        let with: Vec<String> = accounts
            .iter()
            .filter(|account| account.provider.domains().is_some())
            .map(|account| account.name.clone())
            .collect();
        if with.is_empty() {
            return Ok(Vec::new());
        }
        let domains = self
            .store
            .domain_names(&with, words.of_a_domain(&with, tags))
            .await?;
        let hit = |(account, domain): (String, String)| {
            let tags = tags.of(TagKind::Domain, &account, &domain);
            let rank = words.rank(&domain, &beside(tags, [account.as_str()]))?;
            Some(Found {
                kind: FoundKind::Domain,
                detail: format!("domain at {account}{}", words.tagged(tags)),
                link: format!("/domains/{}/{}", segment(&account), segment(&domain)),
                account,
                title: domain,
                rank,
            })
        };
        Ok(domains.into_iter().filter_map(hit).collect())
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
    // One look over the whole text rules most zones out.
    let is_candidate = !is_the_zone && words.0.iter().all(|word| may_hold(zone, word));
    let lines = zone.text.lines().zip(zone.lower.lines());
    let mut full = String::new();
    let hits = lines.filter(move |_| is_candidate);
    hits.filter_map(move |(line, lower)| {
        let mut parts = lower.splitn(3, '\t');
        let (owner, rtype, content) = (parts.next()?, parts.next()?, parts.next()?);
        full.clear();
        if owner != "@" {
            full.extend([owner, "."]);
        }
        full.push_str(apex);
        let rank = words.rank_lower(&full, &[content, rtype])?;
        let mut parts = line.splitn(3, '\t');
        let (owner, rtype, content) = (parts.next()?, parts.next()?, parts.next()?);
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

/// Whether a record of the zone can hold a word: in its line, in the apex, or from the end of its
/// owner's name on into the apex.
fn may_hold(zone: &KnownZone, word: &str) -> bool {
    let apex = zone.zone.as_str();
    let spans = |at: usize| {
        let (owner, rest) = (&word[..at], &word[at + 1..]);
        apex.starts_with(rest) && zone.lower.contains(&format!("{owner}\t"))
    };
    zone.lower.contains(word)
        || apex.contains(word)
        || word.match_indices('.').any(|(at, _)| spans(at))
}
