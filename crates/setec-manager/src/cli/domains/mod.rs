//! `domains`: registered domains.

mod order;
mod prices;
mod purchase;
mod registrar;
mod sync;
mod whois;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::answer::Answer;
use crate::cli::client::account;
use crate::cli::column::{Column, field, made, money, price, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;

use order::OrderCommand;
use prices::OfferCommand;
use purchase::PurchaseFlags;
use registrar::RegistrarCommand;
use sync::SyncCommand;
use whois::WhoisCommand;

/// A domain of an account.
#[derive(Debug, Args)]
pub(crate) struct Holding {
    /// The account's name
    provider: String,
    /// The domain, such as example.com
    domain: String,
}

/// What to do with domains.
#[derive(Debug, Subcommand)]
pub(crate) enum DomainsCommand {
    /// List the domains of an account
    List {
        /// The account's name
        provider: String,
        /// Only those that bear this tag
        #[arg(long)]
        tag: Option<String>,
        /// Ask the provider now, instead of taking what was read up to a minute ago
        #[arg(long)]
        refresh: bool,
    },
    /// Show a domain
    Show(Holding),
    /// Check which names are free, and for how much
    Check {
        /// The account's name
        provider: String,
        /// The names
        #[arg(required = true)]
        domains: Vec<String>,
    },
    /// Buy a domain in one step; the price is shown first
    Purchase(PurchaseFlags),
    #[command(flatten)]
    Order(OrderCommand),
    /// Show what an order would cost, and buy nothing
    #[command(subcommand)]
    Quote(OrderCommand),
    #[command(flatten)]
    Offer(OfferCommand),
    #[command(flatten)]
    Sync(SyncCommand),
    #[command(flatten)]
    Registrar(RegistrarCommand),
    /// Show the authoritative name servers, or replace them
    Nameservers {
        #[command(flatten)]
        holding: Holding,
        /// The name servers to put in their place
        nameservers: Vec<String>,
    },
    /// Set the registrar lock
    Lock(Holding),
    /// Clear the registrar lock
    Unlock(Holding),
    /// Whether WHOIS shows the registrant
    #[command(subcommand)]
    Privacy(PrivacyCommand),
    /// Ask for the code that lets another registrar take the domain over
    AuthCode(Holding),
    /// Where a domain is redirected
    #[command(subcommand)]
    Forwarding(ForwardingCommand),
    /// Registrants' data
    #[command(subcommand)]
    Whois(WhoisCommand),
}

/// Whether WHOIS shows the registrant.
#[derive(Debug, Subcommand)]
pub(crate) enum PrivacyCommand {
    /// Hide the registrant
    Enable(Holding),
    /// Show the registrant
    Disable(Holding),
}

/// Where a domain is redirected.
#[derive(Debug, Subcommand)]
pub(crate) enum ForwardingCommand {
    /// Show the redirection
    Show(Holding),
    /// Redirect the domain
    Set {
        #[command(flatten)]
        holding: Holding,
        /// Where it shall lead
        url: String,
        /// 302 (temporary) instead of 301 (permanent)
        #[arg(long)]
        temporary: bool,
    },
    /// Remove the redirection
    Delete(Holding),
}

const LIST: &[Column] = &[
    field("Name", "name"),
    state("Status", "status"),
    time("Expires", "expires_at"),
    field("Renews", "auto_renew"),
    field("Locked", "locked"),
    field("Privacy", "privacy_protection"),
    field("Name servers", "nameservers"),
    field("Tags", "tags"),
];

const DETAILS: &[Column] = &[
    field("Name", "name"),
    field("Registrar", "registrar"),
    state("Status", "status"),
    time("Expires", "expires_at"),
    field("Renews", "auto_renew"),
    field("Locked", "locked"),
    field("Privacy", "privacy_protection"),
    field("Name servers", "nameservers"),
    field("Tags", "tags"),
    made("Message", |entry| entry.str("message").to_owned()),
];

const AVAILABILITY: &[Column] = &[
    field("Domain", "domain"),
    state("Free", "available"),
    price("First year", "price"),
    made("Then per year", |entry| {
        money(entry, entry.get("renewal_price"))
    }),
    made("Restriction", |entry| entry.str("restriction").to_owned()),
];

const FORWARDING: &[Column] = &[
    field("Domain", "domain"),
    field("Type", "redirect_type"),
    field("Leads to", "redirect_url"),
    time("Created", "created_at"),
];

impl DomainsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = |holding: &Holding| account(&holding.provider).at("domains").at(&holding.domain);
        let client = &context.client;
        match self {
            Self::List {
                provider,
                tag,
                refresh,
            } => {
                let query = [input::refresh(refresh), input::tagged(tag)].concat();
                let answer = client
                    .get_with(account(&provider).at("domains"), &query)
                    .await?;
                context.printer.list(&answer, LIST, "no domains")
            }
            Self::Show(holding) => {
                let answer = client.get(path(&holding)).await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Check { provider, domains } => {
                let answer = check(context, &provider, &domains).await?;
                context
                    .printer
                    .list(&answer, AVAILABILITY, "nothing to check")
            }
            Self::Order(order) => order.buy(context).await,
            Self::Quote(order) => order.quote(context).await,
            Self::Offer(command) => command.run(context).await,
            Self::Sync(command) => command.run(context).await,
            Self::Registrar(command) => command.run(context).await,
            Self::Purchase(flags) => purchase::purchase(flags, context).await,
            Self::Nameservers {
                holding,
                nameservers,
            } => {
                if nameservers.is_empty() {
                    let answer = client.get(path(&holding).at("nameservers")).await?;
                    let columns = [field("Name servers", "nameservers")];
                    return context.printer.details(&answer, &columns);
                }
                let domain = &holding.domain;
                context.confirm(&format!(
                    "Let {domain} be served by {} and nobody else?",
                    nameservers.join(", ")
                ))?;
                let body = json!({ "nameservers": nameservers });
                let answer = client.put(path(&holding).at("nameservers"), &body).await?;
                context.done(&answer, &format!("{domain}: name servers replaced"))
            }
            Self::Lock(holding) => {
                let answer = client.post(path(&holding).at("lock")).await?;
                context.done(&answer, &format!("{} locked", holding.domain))
            }
            Self::Unlock(holding) => {
                let answer = client.delete(path(&holding).at("lock")).await?;
                context.done(&answer, &format!("{} unlocked", holding.domain))
            }
            Self::Privacy(PrivacyCommand::Enable(holding)) => {
                let answer = client.post(path(&holding).at("privacy")).await?;
                context.done(
                    &answer,
                    &format!("the registrant of {} is hidden", holding.domain),
                )
            }
            Self::Privacy(PrivacyCommand::Disable(holding)) => {
                let answer = client.delete(path(&holding).at("privacy")).await?;
                context.done(
                    &answer,
                    &format!("the registrant of {} is shown", holding.domain),
                )
            }
            Self::AuthCode(holding) => {
                let answer = client.get(path(&holding).at("auth-code")).await?;
                context
                    .printer
                    .details(&answer, &[field("Code", "auth_code")])
            }
            Self::Forwarding(ForwardingCommand::Show(holding)) => {
                let answer = client.get(path(&holding).at("forwarding")).await?;
                context.printer.details(&answer, FORWARDING)
            }
            Self::Forwarding(ForwardingCommand::Set {
                holding,
                url,
                temporary,
            }) => {
                let redirect_type = if temporary { 302 } else { 301 };
                let body = json!({ "redirect_type": redirect_type, "redirect_url": url });
                let answer = client.put(path(&holding).at("forwarding"), &body).await?;
                context.printer.details(&answer, FORWARDING)
            }
            Self::Forwarding(ForwardingCommand::Delete(holding)) => {
                context.confirm(&format!("Remove the redirection of {}?", holding.domain))?;
                let answer = client.delete(path(&holding).at("forwarding")).await?;
                context.done(
                    &answer,
                    &format!("{} is no longer redirected", holding.domain),
                )
            }
            Self::Whois(command) => command.run(context).await,
        }
    }
}

async fn check(context: &Context<'_>, provider: &str, domains: &[String]) -> Result<Answer> {
    let path = account(provider).at("domains").at("check");
    context
        .client
        .post_body(path, &json!({ "domains": domains }))
        .await
}
