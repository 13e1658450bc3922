//! `tags`: words of one's own on domains, zones and servers.

use clap::Subcommand;
use serde_json::{Value, json};

use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with tags.
#[derive(Debug, Subcommand)]
pub(crate) enum TagsCommand {
    /// List every tag that is in use, and on how many domains, zones and servers
    List,
    /// Show the tags of a domain, zone or server
    Show {
        /// Such as domain:hostinger/example.com, zone:local/example.com or server:hostinger/1234
        #[arg(value_name = "KIND:ACCOUNT/ID", value_parser = thing)]
        thing: Thing,
    },
    /// Replace the tags of a domain, zone or server
    Set {
        /// Such as domain:hostinger/example.com
        #[arg(value_name = "KIND:ACCOUNT/ID", value_parser = thing)]
        thing: Thing,
        /// The tags, such as client:acme
        #[arg(value_name = "TAG", required_unless_present = "clear")]
        tags: Vec<String>,
        /// Take all tags away
        #[arg(long, conflicts_with = "tags")]
        clear: bool,
    },
    /// Add tags to many things, to all or to none
    Add(ManyFlags),
    /// Take tags away from many things, from all or from none
    Remove(ManyFlags),
}

/// Tags and what they are put on.
#[derive(Debug, clap::Args)]
pub(crate) struct ManyFlags {
    /// The tags, with commas between
    tags: String,
    /// Such as domain:hostinger/example.com
    #[arg(value_name = "KIND:ACCOUNT/ID", value_parser = thing, required = true)]
    things: Vec<Thing>,
}

/// Something that can bear tags.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    kind: &'static str,
    account: String,
    id: String,
}

/// Reads `KIND:ACCOUNT/ID`.
fn thing(text: &str) -> Result<Thing, String> {
    let read = || {
        let (word, rest) = text.split_once(':')?;
        let (account, id) = rest.split_once('/')?;
        let kind = ["domain", "zone", "server"].into_iter();
        let kind = kind.into_iter().find(|kind| *kind == word)?;
        let is_whole = !account.is_empty() && !id.is_empty();
        is_whole.then(|| Thing {
            kind,
            account: account.to_owned(),
            id: id.to_owned(),
        })
    };
    read().ok_or_else(|| {
        "it is written KIND:ACCOUNT/ID, where KIND is domain, zone or server".to_owned()
    })
}

impl Thing {
    fn path(&self) -> Path {
        let below = match self.kind {
            "domain" => "domains",
            "zone" => "dns",
            _ => "vms",
        };
        account(&self.account).at(below).at(&self.id)
    }

    fn json(&self) -> Value {
        json!({"kind": self.kind, "account": self.account, "id": self.id})
    }
}

const USES: &[Column] = &[
    field("Tag", "tag"),
    field("Domains", "domains"),
    field("Zones", "zones"),
    field("Servers", "servers"),
];

const TAGS: &[Column] = &[field("Tags", "tags")];

const THINGS: &[Column] = &[
    field("Kind", "kind"),
    field("Account", "account"),
    field("Id", "id"),
    field("Tags", "tags"),
];

impl TagsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let (client, printer) = (&context.client, &context.printer);
        match self {
            Self::List => {
                let answer = client.get(Path::of(&["api", "tags"])).await?;
                printer.list(&answer, USES, "nothing bears a tag")
            }
            Self::Show { thing } => {
                // Domains and servers show their tags themselves.
                let path = match thing.kind {
                    "zone" => thing.path().at("tags"),
                    _ => thing.path(),
                };
                printer.details(&client.get(path).await?, TAGS)
            }
            Self::Set { thing, tags, .. } => {
                let body = json!({ "tags": tags });
                let answer = client.put(thing.path().at("tags"), &body).await?;
                printer.details(&answer, TAGS)
            }
            Self::Add(flags) => many(flags, "add", context).await,
            Self::Remove(flags) => many(flags, "remove", context).await,
        }
    }
}

async fn many(flags: ManyFlags, what: &str, context: &Context<'_>) -> Result<()> {
    let things: Vec<Value> = flags.things.iter().map(Thing::json).collect();
    let tags: Vec<&str> = flags.tags.split(',').map(str::trim).collect();
    let body = json!({"things": things, what: tags});
    let path = Path::of(&["api", "tags"]);
    let answer = context.client.post_body(path, &body).await?;
    context.printer.list(&answer, THINGS, "nothing was changed")
}
