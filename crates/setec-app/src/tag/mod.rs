//! Tags: words of one's own on domains, zones and servers. They are kept here; no provider knows
//! them, and no list waits for them.

mod change;

use std::collections::{BTreeMap, HashMap};

use setec_core::domain::Domain;
use setec_core::server::Server;
use setec_core::{Tag, TagKind};
use setec_provider::dns::ZoneInfo;

use crate::dns::zone_name;
use crate::registrar::SyncedDomain;
use crate::{Actor, App, Error, Freshness, Result};

pub use change::{TagEdit, TagTarget};

/// A thing with the tags that it bears, sorted.
#[derive(Debug, Clone)]
pub struct Tagged<T> {
    /// The thing.
    pub thing: T,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A tag, and on how many things it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagUse {
    /// The tag.
    pub tag: String,
    /// Domains that bear it.
    pub domains: u64,
    /// Zones that bear it.
    pub zones: u64,
    /// Servers that bear it.
    pub servers: u64,
}

/// Tags by what bears them, read at once for a whole list.
#[derive(Debug, Default)]
pub(crate) struct Tags(HashMap<TagKind, HashMap<String, HashMap<String, Vec<String>>>>);

impl Tags {
    pub(crate) fn of(&self, kind: TagKind, account: &str, subject: &str) -> &[String] {
        let of_account = self.0.get(&kind).and_then(|kind| kind.get(account));
        let found = of_account.and_then(|account| account.get(subject));
        found.map_or(&[], Vec::as_slice)
    }

    /// Whether a tag of that kind holds a text.
    pub(crate) fn hold(&self, kind: TagKind, part: &str) -> bool {
        let accounts = self.0.get(&kind).into_iter().flat_map(HashMap::values);
        let mut tags = accounts.flat_map(HashMap::values).flatten();
        tags.any(|tag| tag.contains(part))
    }

    /// A list with its tags, or that part of it which bears a certain one.
    fn on<T>(
        &self,
        kind: TagKind,
        account: &str,
        things: impl IntoIterator<Item = T>,
        subject: impl Fn(&T) -> &str,
        only: Option<&Tag>,
    ) -> Vec<Tagged<T>> {
        let tagged = things.into_iter().map(|thing| Tagged {
            tags: self.of(kind, account, subject(&thing)).to_vec(),
            thing,
        });
        tagged.filter(|one| bears(&one.tags, only)).collect()
    }
}

/// Whether those tags hold the wanted one, where one is wanted.
pub(crate) fn bears(tags: &[String], wanted: Option<&Tag>) -> bool {
    wanted.is_none_or(|wanted| tags.iter().any(|tag| tag == wanted.as_str()))
}

/// The tag that a list is to be narrowed down to.
pub(crate) fn read_wanted(text: Option<&str>) -> Result<Option<Tag>> {
    let fault = |error: setec_core::tag::InvalidTag| Error::field("tag", error.to_string());
    text.map(|text| text.parse().map_err(fault)).transpose()
}

impl App {
    /// The tags in some accounts, of one kind or of all, by one question to the database.
    pub(crate) async fn tags(&self, accounts: &[String], kind: Option<TagKind>) -> Result<Tags> {
        let mut tags = Tags::default();
        for row in self.store.tags(accounts, kind).await? {
            let accounts = tags.0.entry(row.kind).or_default();
            let subjects = accounts.entry(row.account).or_default();
            subjects.entry(row.subject).or_default().push(row.tag);
        }
        Ok(tags)
    }

    async fn tags_in(&self, account: &str, kind: TagKind) -> Result<Tags> {
        self.tags(&[account.to_owned()], Some(kind)).await
    }

    /// All domains of an account with their tags, or those that bear one.
    pub async fn tagged_domains(
        &self,
        actor: &Actor,
        provider: &str,
        freshness: Freshness,
        tag: Option<&str>,
    ) -> Result<Vec<Tagged<Domain>>> {
        let wanted = read_wanted(tag)?;
        let domains = self.domains(actor, provider, freshness).await?;
        let tags = self.tags_in(provider, TagKind::Domain).await?;
        let domains = domains.iter().cloned();
        let wanted = wanted.as_ref();
        Ok(tags.on(TagKind::Domain, provider, domains, |one| &one.name, wanted))
    }

    /// One domain with its tags.
    pub async fn tagged_domain(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Tagged<Domain>> {
        let thing = self.domain(actor, provider, domain).await?;
        let tags = self.store.tags_of(provider, TagKind::Domain, &thing.name);
        Ok(Tagged {
            tags: tags.await?,
            thing,
        })
    }

    /// A domain as its provider tells it now, as `sync_domain` does, with its tags.
    pub async fn sync_tagged_domain(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Tagged<SyncedDomain>> {
        let thing = self.sync_domain(actor, provider, domain).await?;
        let tags = self.store.tags_of(provider, TagKind::Domain, &thing.domain);
        Ok(Tagged {
            tags: tags.await?,
            thing,
        })
    }

    /// All zones of an account with their tags, or those that bear one.
    pub async fn tagged_zones(
        &self,
        actor: &Actor,
        provider: &str,
        tag: Option<&str>,
    ) -> Result<Vec<Tagged<ZoneInfo>>> {
        let wanted = read_wanted(tag)?;
        let zones = self.zones(actor, provider).await?;
        let tags = self.tags_in(provider, TagKind::Zone).await?;
        let wanted = wanted.as_ref();
        Ok(tags.on(
            TagKind::Zone,
            provider,
            zones,
            |one| one.name.as_str(),
            wanted,
        ))
    }

    /// The tags of one zone; nobody is asked whether it is there.
    pub async fn zone_tags(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<String>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        account.dns()?;
        let zone = zone_name(domain)?;
        let tags = self
            .store
            .tags_of(&account.name, TagKind::Zone, zone.as_str());
        Ok(tags.await?)
    }

    /// All servers of an account with their tags, or those that bear one.
    pub async fn tagged_servers(
        &self,
        actor: &Actor,
        provider: &str,
        tag: Option<&str>,
    ) -> Result<Vec<Tagged<Server>>> {
        let wanted = read_wanted(tag)?;
        let servers = self.servers(actor, provider).await?;
        let tags = self.tags_in(provider, TagKind::Server).await?;
        let wanted = wanted.as_ref();
        Ok(tags.on(TagKind::Server, provider, servers, |one| &one.id, wanted))
    }

    /// One server with its tags.
    pub async fn tagged_server(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Tagged<Server>> {
        let thing = self.server(actor, provider, id).await?;
        self.with_tags(provider, thing).await
    }

    /// A server that was just read, with its tags.
    pub(crate) async fn with_tags(&self, provider: &str, thing: Server) -> Result<Tagged<Server>> {
        let tags = self.store.tags_of(provider, TagKind::Server, &thing.id);
        Ok(Tagged {
            tags: tags.await?,
            thing,
        })
    }

    /// Every tag that is in use, sorted, and where.
    pub async fn tags_in_use(&self, actor: &Actor) -> Result<Vec<TagUse>> {
        actor.may_read()?;
        let (accounts, _) = self.accounts.all().await?;
        let names: Vec<String> = accounts.iter().map(|one| one.name.clone()).collect();
        let mut uses: BTreeMap<String, TagUse> = BTreeMap::new();
        for count in self.store.tag_counts(&names).await? {
            let entry = uses.entry(count.tag.clone()).or_default();
            entry.tag = count.tag;
            match count.kind {
                TagKind::Domain => entry.domains = count.things,
                TagKind::Zone => entry.zones = count.things,
                TagKind::Server => entry.servers = count.things,
            }
        }
        Ok(uses.into_values().collect())
    }
}
