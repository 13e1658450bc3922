//! Contacts, glue, mail, what pays for a domain, transfers under way, and leaving.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::Holding;
use crate::cli::answer::Answer;
use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made, money, short_time, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;

/// What a registrar does for a domain.
#[derive(Debug, Subcommand)]
pub(crate) enum RegistrarCommand {
    /// Who is behind a domain
    #[command(subcommand)]
    Contacts(ContactsCommand),
    /// Name servers below a domain, with their addresses
    #[command(subcommand)]
    Glue(GlueCommand),
    /// Where mail to a domain's addresses goes
    #[command(subcommand)]
    Email(EmailCommand),
    /// Which subscription pays for a domain, where the provider renews those
    #[command(subcommand)]
    Subscription(SubscriptionCommand),
    /// Show where a transfer to the account stands
    TransferStatus(Holding),
    /// Call a transfer to the account off
    CancelTransfer(Holding),
    /// Hand a domain over to another registrar by its tag; it cannot be taken back
    Release {
        #[command(flatten)]
        holding: Holding,
        /// The other registrar's tag
        tag: String,
    },
    /// Ask the registrar to delete a domain
    DeleteRequest(Holding),
}

/// Who is behind a domain.
#[derive(Debug, Subcommand)]
pub(crate) enum ContactsCommand {
    /// Show the contacts; -o yaml gives a file to change and set
    Show(Holding),
    /// Replace the contacts of the roles that the file has
    Set {
        #[command(flatten)]
        holding: Holding,
        /// JSON or YAML with registrant, admin, tech and billing; - is standard input
        #[arg(long, short, value_name = "FILE")]
        file: PathBuf,
    },
}

/// Name servers below a domain.
#[derive(Debug, Subcommand)]
pub(crate) enum GlueCommand {
    /// List them, where the provider has a list
    List(Holding),
    /// Register one
    Add {
        #[command(flatten)]
        holding: Holding,
        /// Its whole name, such as ns1.example.com
        host: String,
        /// Its addresses
        #[arg(required = true)]
        addresses: Vec<String>,
    },
    /// Give one another address
    Change {
        #[command(flatten)]
        server: ChildServer,
        /// The address that it has
        from: String,
        /// The address that it gets
        to: String,
    },
    /// Remove one
    Delete(ChildServer),
}

/// A name server below a domain.
#[derive(Debug, Args)]
pub(crate) struct ChildServer {
    #[command(flatten)]
    holding: Holding,
    /// Its whole name, such as ns1.example.com
    host: String,
}

/// Forwarding of mail.
#[derive(Debug, Subcommand)]
pub(crate) enum EmailCommand {
    /// Show the forwards
    Show(Holding),
    /// Replace all forwards
    Set(ForwardFlags),
}

/// All forwards of a domain.
#[derive(Debug, Args)]
pub(crate) struct ForwardFlags {
    #[command(flatten)]
    holding: Holding,
    /// Such as info=jane@example.net; *=jane@example.net is everything else
    #[arg(value_name = "PREFIX=ADDRESS", value_parser = input::pair, required_unless_present = "none")]
    forwards: Vec<(String, String)>,
    /// Forward nothing any more
    #[arg(long, conflicts_with = "forwards")]
    none: bool,
}

/// The subscription that pays for a domain.
#[derive(Debug, Subcommand)]
pub(crate) enum SubscriptionCommand {
    /// Show it, and those that may pay for the domain
    Show(Holding),
    /// Say which one it is, so that the domain can be renewed
    Set {
        #[command(flatten)]
        holding: Holding,
        /// The provider's id of the subscription
        id: String,
    },
    /// Forget it; at the provider nothing changes
    Remove(Holding),
}

const CONTACTS: &[Column] = &[
    made("Registrant", |entry| person(entry.get("registrant"))),
    made("Admin", |entry| person(entry.get("admin"))),
    made("Tech", |entry| person(entry.get("tech"))),
    made("Billing", |entry| person(entry.get("billing"))),
];

const GLUE: &[Column] = &[
    field("Name server", "host"),
    field("Addresses", "addresses"),
];

const FORWARDS: &[Column] = &[field("Before the @", "prefix"), field("Goes to", "target")];

const PAID_BY: &[Column] = &[
    made("Paid by", |entry| {
        let known = entry.get("subscription_id").text();
        known.unwrap_or("not known").to_owned()
    }),
    made("Product", |entry| product(entry.get("subscription"))),
];

const CHOICES: &[Column] = &[field("May pay for it", "id"), made("Product", product)];

const TRANSFER: &[Column] = &[
    state("State", "state"),
    made("Message", |entry| entry.str("message").to_owned()),
    made("Reason", |entry| entry.str("reason").to_owned()),
    time("Expires", "expires_at"),
];

/// A contact in one line.
fn person(contact: &Answer) -> String {
    let name = [contact.str("first_name"), contact.str("last_name")].join(" ");
    let parts = [
        name.trim(),
        contact.str("organization"),
        contact.str("email"),
        contact.str("phone"),
        contact.str("address1"),
        contact.str("city"),
        contact.str("country"),
    ];
    let given: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    given.join(", ")
}

/// A subscription in one line: what it is, what it costs, and until when it is paid.
fn product(subscription: &Answer) -> String {
    let Some(until) = subscription.get("renews_at").text() else {
        return subscription.str("name").to_owned();
    };
    let price = subscription.get("renewal_price");
    let price = match price {
        Answer::Null => subscription.get("price"),
        price => price,
    };
    format!(
        "{}, {}, until {}",
        subscription.str("name"),
        money(subscription, price),
        short_time(until)
    )
}

impl RegistrarCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::Contacts(command) => command.run(context).await,
            Self::Glue(command) => command.run(context).await,
            Self::Email(command) => command.run(context).await,
            Self::Subscription(command) => command.run(context).await,
            Self::TransferStatus(holding) => {
                let answer = client.get(path(&holding).at("transfer")).await?;
                context.printer.details(&answer, TRANSFER)
            }
            Self::CancelTransfer(holding) => {
                let domain = &holding.domain;
                context.confirm(&format!("Call the transfer of {domain} off?"))?;
                let answer = client.delete(path(&holding).at("transfer")).await?;
                context.done(&answer, &format!("the transfer of {domain} is called off"))
            }
            Self::Release { holding, tag } => {
                let domain = &holding.domain;
                context.confirm(&format!(
                    "Hand {domain} over to {tag}? It cannot be taken back."
                ))?;
                let body = json!({ "tag": tag });
                let answer = client
                    .post_body(path(&holding).at("release"), &body)
                    .await?;
                context.done(&answer, &format!("{domain} is released to {tag}"))
            }
            Self::DeleteRequest(holding) => {
                let domain = &holding.domain;
                context.confirm(&format!(
                    "Ask the registrar to delete {domain}? It may be lost for good."
                ))?;
                let body = json!({ "confirm": domain });
                let answer = client
                    .post_body(path(&holding).at("deletion"), &body)
                    .await?;
                context.done(&answer, &format!("{domain}: deletion requested"))
            }
        }
    }
}

impl ContactsCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Show(holding) => {
                let answer = context.client.get(path(&holding).at("contacts")).await?;
                context.printer.details(&answer, CONTACTS)
            }
            Self::Set { holding, file } => {
                let body = input::value(&file)?;
                let domain = &holding.domain;
                context.confirm(&format!("Replace the contacts of {domain}?"))?;
                let path = path(&holding).at("contacts");
                let answer = context.client.put(path, &body).await?;
                context.done(&answer, &format!("{domain}: contacts replaced"))
            }
        }
    }
}

impl GlueCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let all = |holding: &Holding| path(holding).at("child-nameservers");
        match self {
            Self::List(holding) => {
                let answer = client.get(all(&holding)).await?;
                context
                    .printer
                    .list(&answer, GLUE, "no name servers below the domain")
            }
            Self::Add {
                holding,
                host,
                addresses,
            } => {
                let body = json!({ "host": host, "addresses": addresses });
                let answer = client.post_body(all(&holding), &body).await?;
                context.done(&answer, &format!("{host} registered"))
            }
            Self::Change { server, from, to } => {
                let host = &server.host;
                let body = json!({ "from": from, "to": to });
                let answer = client.put(all(&server.holding).at(host), &body).await?;
                context.done(&answer, &format!("{host} is at {to} now"))
            }
            Self::Delete(server) => {
                let host = &server.host;
                context.confirm(&format!(
                    "Remove {host}? Domains that it serves lose a name server."
                ))?;
                let answer = client.delete(all(&server.holding).at(host)).await?;
                context.done(&answer, &format!("{host} removed"))
            }
        }
    }
}

impl EmailCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let all = |holding: &Holding| path(holding).at("email-forwarding");
        match self {
            Self::Show(holding) => {
                let answer = context.client.get(all(&holding)).await?;
                context
                    .printer
                    .list(&answer, FORWARDS, "nothing is forwarded")
            }
            Self::Set(flags) => {
                let domain = &flags.holding.domain;
                context.confirm(&format!("Replace all mail forwards of {domain}?"))?;
                let forwards: Vec<Value> = flags
                    .forwards
                    .iter()
                    .map(|(prefix, target)| json!({ "prefix": prefix, "target": target }))
                    .collect();
                let body = json!({ "forwards": forwards });
                let answer = context.client.put(all(&flags.holding), &body).await?;
                context.done(&answer, &format!("{domain}: mail forwards replaced"))
            }
        }
    }
}

impl SubscriptionCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let link = |holding: &Holding| path(holding).at("subscription");
        match self {
            Self::Show(holding) => {
                let answer = client.get(link(&holding)).await?;
                context.printer.details(&answer, PAID_BY)?;
                if !context.printer.is_for_people() {
                    return Ok(());
                }
                let none = "no subscription of the account can be what pays for it";
                context.printer.list(answer.get("choices"), CHOICES, none)
            }
            Self::Set { holding, id } => {
                let domain = &holding.domain;
                let body = json!({ "subscription_id": id });
                let answer = client.put(link(&holding), &body).await?;
                context.done(
                    &answer,
                    &format!("{domain} is paid for by subscription {id}"),
                )
            }
            Self::Remove(holding) => {
                let domain = &holding.domain;
                context.confirm(&format!(
                    "Forget which subscription pays for {domain}? Until it is said again, the domain cannot be renewed here."
                ))?;
                let answer = client.delete(link(&holding)).await?;
                context.done(&answer, &format!("{domain}: its subscription is forgotten"))
            }
        }
    }
}

fn path(holding: &Holding) -> Path {
    account(&holding.provider).at("domains").at(&holding.domain)
}
