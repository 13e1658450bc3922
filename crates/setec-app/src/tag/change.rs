//! Putting tags on things and taking them away.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;
use setec_core::{MAX_TAGS, Tag, TagKind, Violation};
use setec_store::{Ending, Outcome, TagChange};

use super::Tagged;
use crate::account::Account;
use crate::dns::zone_name;
use crate::domain::domain_name;
use crate::estate::Listing;
use crate::journal::Draft;
use crate::{Actor, App, Error, Freshness, Result};

/// Things of one request at most.
const MAX_THINGS: usize = 1_000;

/// Names that an error repeats at most.
const MAX_NAMED: usize = 10;

/// Something that can bear tags.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TagTarget {
    /// The account.
    pub account: String,
    /// What it is.
    pub kind: TagKind,
    /// A domain's or zone's name, or a server's id.
    pub id: String,
}

/// A change of the tags of many things.
#[derive(Debug, Clone, Default)]
pub struct TagEdit {
    /// The things.
    pub things: Vec<TagTarget>,
    /// Tags that all of them shall bear.
    pub add: Vec<String>,
    /// Tags that none of them shall bear any more.
    pub remove: Vec<String>,
}

/// What shall become of the tags of a thing.
#[derive(Debug)]
enum Wish {
    These(BTreeSet<Tag>),
    AddRemove(BTreeSet<Tag>, BTreeSet<Tag>),
}

impl Wish {
    fn of(&self, before: &[String]) -> BTreeSet<String> {
        let texts = |tags: &BTreeSet<Tag>| tags.iter().map(Tag::to_string).collect();
        match self {
            Self::These(tags) => texts(tags),
            Self::AddRemove(add, remove) => {
                let removed: BTreeSet<String> = texts(remove);
                let kept = before.iter().filter(|tag| !removed.contains(*tag));
                kept.cloned().chain(texts(add)).collect()
            }
        }
    }
}

impl App {
    /// Replaces the tags of one thing; gives them as they are then.
    pub async fn set_tags(
        self: &Arc<Self>,
        actor: &Actor,
        target: TagTarget,
        tags: &[String],
    ) -> Result<Vec<String>> {
        actor.may_write()?;
        let mut violations = Vec::new();
        let tags = read_tags("tags", tags, &mut violations);
        if tags.len() > MAX_TAGS {
            violations.push(Violation::new("tags", format!("{MAX_TAGS} at most")));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let target = self.read_target(target).await?;
        let changed = self.change_tags(actor, BTreeSet::from([target]), Wish::These(tags));
        let changed = changed.await?.into_iter().next();
        Ok(changed.map(|thing| thing.tags).unwrap_or_default())
    }

    /// Adds and removes tags of many things, all or none; gives the things as they are then, by
    /// account, kind and name.
    pub async fn edit_tags(
        self: &Arc<Self>,
        actor: &Actor,
        edit: TagEdit,
    ) -> Result<Vec<Tagged<TagTarget>>> {
        actor.may_write()?;
        let mut violations = Vec::new();
        if edit.things.is_empty() || edit.things.len() > MAX_THINGS {
            violations.push(Violation::new("things", format!("1 to {MAX_THINGS}")));
        }
        if edit.add.is_empty() && edit.remove.is_empty() {
            violations.push(Violation::new(
                "add",
                "nothing to add and nothing to remove",
            ));
        }
        let add = read_tags("add", &edit.add, &mut violations);
        let remove = read_tags("remove", &edit.remove, &mut violations);
        for tag in add.intersection(&remove) {
            let rule = format!("'{tag}' cannot be added and removed at once");
            violations.push(Violation::new("remove", rule));
        }
        if add.len() > MAX_TAGS {
            violations.push(Violation::new("add", format!("{MAX_TAGS} at most")));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let mut targets = BTreeSet::new();
        for (at, target) in edit.things.into_iter().enumerate() {
            match self.read_target(target).await {
                Ok(target) => drop(targets.insert(target)),
                Err(error) if error.violations.is_empty() => return Err(error),
                Err(error) => {
                    let field = format!("things[{at}].id");
                    let rules = error.violations.into_iter().map(|violation| violation.rule);
                    violations.extend(rules.map(|rule| Violation::new(field.clone(), rule)));
                }
            }
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        self.change_tags(actor, targets, Wish::AddRemove(add, remove))
            .await
    }

    /// The target with its name in the form in which lists have it.
    async fn read_target(&self, target: TagTarget) -> Result<TagTarget> {
        let account = self.account(&target.account).await?;
        let id = match target.kind {
            TagKind::Domain => {
                account.domains()?;
                domain_name(&target.id)?.to_string()
            }
            TagKind::Zone => {
                account.dns()?;
                zone_name(&target.id)?.to_string()
            }
            TagKind::Server => {
                account.servers()?;
                target.id
            }
        };
        Ok(TagTarget { id, ..target })
    }

    async fn change_tags(
        self: &Arc<Self>,
        actor: &Actor,
        targets: BTreeSet<TagTarget>,
        wish: Wish,
    ) -> Result<Vec<Tagged<TagTarget>>> {
        let (app, actor) = (Arc::clone(self), actor.clone());
        let task = tokio::spawn(async move {
            // One change at a time, so that the limit holds and the journal's before is true.
            let _turn = app.tagging.lock().await;
            let mut things = app.tags_before(targets).await?;
            app.require_known(&actor, &things).await?;
            let (mut changes, mut drafts, mut violations) = (Vec::new(), Vec::new(), Vec::new());
            for thing in &mut things {
                let after = wish.of(&thing.tags);
                if after.len() > MAX_TAGS {
                    let rule = format!(
                        "{} would bear {} tags; {MAX_TAGS} at most",
                        thing.thing.id,
                        after.len()
                    );
                    violations.push(Violation::new("add", rule));
                }
                let before: BTreeSet<String> = thing.tags.drain(..).collect();
                if after != before {
                    changes.push(difference(&thing.thing, &before, &after));
                    drafts.push(draft(&thing.thing, &before, &after).by(&actor));
                }
                thing.tags = after.into_iter().collect();
            }
            if !violations.is_empty() {
                return Err(Error::invalid(violations));
            }
            if changes.is_empty() {
                return Ok(things);
            }
            let ids = app.begin_entries(drafts).await?;
            let stored = app.store.change_tags(&changes).await.map_err(Error::from);
            let (outcome, detail) = match &stored {
                Ok(()) => (Outcome::Done, None),
                Err(error) => (Outcome::Failed, Some(error.message.clone())),
            };
            let ending = |id| Ending {
                id,
                outcome,
                detail: detail.clone(),
                answers: None,
            };
            app.finish_entries(ids.into_iter().map(ending).collect())
                .await;
            stored.map(|()| things)
        });
        task.await.map_err(Error::internal)?
    }

    async fn tags_before(&self, targets: BTreeSet<TagTarget>) -> Result<Vec<Tagged<TagTarget>>> {
        let accounts: BTreeSet<String> = targets.iter().map(|one| one.account.clone()).collect();
        let accounts: Vec<String> = accounts.into_iter().collect();
        let tags = self.tags(&accounts, None).await?;
        let tagged = targets.into_iter().map(|thing| Tagged {
            tags: tags.of(thing.kind, &thing.account, &thing.id).to_vec(),
            thing,
        });
        Ok(tagged.collect())
    }

    /// Fails where an account was not last seen to have a thing. What bears a tag was seen before.
    async fn require_known(&self, actor: &Actor, things: &[Tagged<TagTarget>]) -> Result<()> {
        let mut wanted: BTreeMap<(&str, TagKind), BTreeSet<&str>> = BTreeMap::new();
        for one in things.iter().filter(|one| one.tags.is_empty()) {
            let of = (one.thing.account.as_str(), one.thing.kind);
            wanted.entry(of).or_default().insert(&one.thing.id);
        }
        for ((account, kind), mut ids) in wanted {
            let account = self.account(account).await?;
            let problem = self.strike_known(actor, &account, kind, &mut ids).await?;
            if !ids.is_empty() {
                return Err(not_listed(&account, kind, &ids, problem));
            }
        }
        Ok(())
    }

    /// Takes what is known out of `ids`; says why more is not known, where that is so.
    ///
    /// What the database and the lists in memory know needs no look at the provider. The account's
    /// list is taken as every page takes it, up to a minute old.
    async fn strike_known(
        &self,
        actor: &Actor,
        account: &Arc<Account>,
        kind: TagKind,
        ids: &mut BTreeSet<&str>,
    ) -> Result<Option<String>> {
        match kind {
            TagKind::Domain => {
                for name in self.store.domains_kept(&account.name).await? {
                    ids.remove(name.as_str());
                }
                if ids.is_empty() {
                    return Ok(None);
                }
                match self.domains(actor, &account.name, Freshness::Cached).await {
                    Ok(list) => {
                        ids.retain(|id| !list.iter().any(|domain| domain.name == *id));
                        Ok(None)
                    }
                    Err(error) => Ok(Some(error.message)),
                }
            }
            TagKind::Zone => {
                let known = self.estate.zones.peek(account);
                let listed = self.listed_zones(account, Freshness::Cached);
                Ok(strike(ids, known, listed, |zone| zone.name.as_str()).await)
            }
            TagKind::Server => {
                let known = self.estate.servers.peek(account);
                let listed = self.listed_servers(account, Freshness::Cached);
                Ok(strike(ids, known, listed, |server| &server.id).await)
            }
        }
    }
}

/// Takes out of `ids` what a list holds; only where the known one lacks some is it asked for.
async fn strike<T>(
    ids: &mut BTreeSet<&str>,
    known: Option<Listing<T>>,
    listed: impl Future<Output = Option<Listing<T>>>,
    id: impl Fn(&T) -> &str,
) -> Option<String> {
    for thing in known.iter().flat_map(|list| list.items.iter()) {
        ids.remove(id(thing));
    }
    if ids.is_empty() {
        return None;
    }
    let list = listed.await?;
    for thing in list.items.iter() {
        ids.remove(id(thing));
    }
    list.problem
}

/// The tags of a field, without doubles; every fault goes to the violations.
fn read_tags(field: &str, texts: &[String], violations: &mut Vec<Violation>) -> BTreeSet<Tag> {
    let mut tags = BTreeSet::new();
    for (at, text) in texts.iter().enumerate() {
        match text.parse::<Tag>() {
            Ok(tag) => drop(tags.insert(tag)),
            Err(error) => {
                let field = format!("{field}[{at}]");
                violations.push(Violation::new(field, error.to_string()));
            }
        }
    }
    tags
}

fn difference(thing: &TagTarget, before: &BTreeSet<String>, after: &BTreeSet<String>) -> TagChange {
    TagChange {
        account: thing.account.clone(),
        kind: thing.kind,
        subject: thing.id.clone(),
        added: after.difference(before).cloned().collect(),
        removed: before.difference(after).cloned().collect(),
    }
}

fn draft(thing: &TagTarget, before: &BTreeSet<String>, after: &BTreeSet<String>) -> Draft {
    let action = match thing.kind {
        TagKind::Domain => "domain.tags",
        TagKind::Zone => "zone.tags",
        TagKind::Server => "server.tags",
    };
    Draft {
        before: Some(json!({ "tags": before })),
        ..Draft::of(&thing.account, action, thing.id.clone()).to(json!({ "tags": after }))
    }
}

fn not_listed(
    account: &Account,
    kind: TagKind,
    ids: &BTreeSet<&str>,
    problem: Option<String>,
) -> Error {
    let named: Vec<&str> = ids.iter().copied().take(MAX_NAMED).collect();
    let mut words = format!("{} {}", kind.word(), named.join(", "));
    if ids.len() > named.len() {
        words = format!("{words} and {} more", ids.len() - named.len());
    }
    let (verb, it) = if ids.len() == 1 {
        ("is", "it")
    } else {
        ("are", "they")
    };
    let name = &account.name;
    words = format!(
        "{words} {verb} not among what account '{name}' was last seen to have; {it} cannot be tagged"
    );
    Error::not_found(match problem {
        Some(problem) => format!("{words} ({problem})"),
        None => words,
    })
}
