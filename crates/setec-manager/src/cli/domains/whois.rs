//! `domains whois`: registrants' data.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use crate::cli::client::account;
use crate::cli::column::{Column, field, made, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;

/// A profile of an account.
#[derive(Debug, Args)]
pub(crate) struct Profile {
    /// The account's name
    provider: String,
    /// The profile's id
    id: String,
}

/// What to do with WHOIS profiles.
#[derive(Debug, Subcommand)]
pub(crate) enum WhoisCommand {
    /// List WHOIS profiles
    List {
        /// The account's name
        provider: String,
        /// Only profiles of this TLD
        #[arg(long)]
        tld: Option<String>,
    },
    /// Show a WHOIS profile
    Show(Profile),
    /// Create a WHOIS profile
    Create(CreateFlags),
    /// Delete a WHOIS profile
    Delete(Profile),
    /// List the domains that use a WHOIS profile
    Usage(Profile),
}

/// A profile to be made.
#[derive(Debug, Args)]
pub(crate) struct CreateFlags {
    /// The account's name
    provider: String,
    /// JSON or YAML as the API takes it, instead of the flags; - for standard input
    #[arg(long, short, value_name = "FILE", conflicts_with_all = ["tld", "country", "entity_type", "detail", "tld_detail"])]
    file: Option<PathBuf>,
    /// TLD without a dot
    #[arg(long, required_unless_present = "file")]
    tld: Option<String>,
    /// ISO 3166-1 alpha-2 code
    #[arg(long, required_unless_present = "file")]
    country: Option<String>,
    /// Whose data it is
    #[arg(long, value_enum, default_value = "individual")]
    entity_type: Entity,
    /// Name, address, e-mail and so on, such as first_name=Maja
    #[arg(long, value_name = "KEY=VALUE", value_parser = input::pair)]
    detail: Vec<(String, String)>,
    /// What this TLD demands besides
    #[arg(long, value_name = "KEY=VALUE", value_parser = input::pair)]
    tld_detail: Vec<(String, String)>,
}

/// Whose data a profile holds.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Entity {
    /// A person
    Individual,
    /// A company or association
    Organization,
}

const LIST: &[Column] = &[
    field("Id", "id"),
    field("TLD", "tld"),
    field("Country", "country"),
    field("Kind", "entity_type"),
    made("Registrant", |entry| {
        let details = entry.get("whois_details");
        let parts = ["first_name", "last_name", "company_name"].map(|key| details.str(key));
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }),
    made("E-mail", |entry| {
        entry.get("whois_details").str("email").to_owned()
    }),
];

const DETAILS: &[Column] = &[
    field("Id", "id"),
    field("TLD", "tld"),
    field("Country", "country"),
    field("Kind", "entity_type"),
    field("Details", "whois_details"),
    field("For the TLD", "tld_details"),
    time("Created", "created_at"),
    time("Updated", "updated_at"),
];

impl WhoisCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = |profile: &Profile| account(&profile.provider).at("whois").at(&profile.id);
        let client = &context.client;
        match self {
            Self::List { provider, tld } => {
                let query: Vec<_> = tld.map(|tld| ("tld", tld)).into_iter().collect();
                let answer = client
                    .get_with(account(&provider).at("whois"), &query)
                    .await?;
                context.printer.list(&answer, LIST, "no WHOIS profiles")
            }
            Self::Show(profile) => {
                let answer = client.get(path(&profile)).await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Create(flags) => {
                let body = match &flags.file {
                    Some(file) => input::value(file)?,
                    None => json!({
                        "tld": flags.tld,
                        "country": flags.country,
                        "entity_type": match flags.entity_type {
                            Entity::Individual => "individual",
                            Entity::Organization => "organization",
                        },
                        "whois_details": input::object(flags.detail),
                        "tld_details": input::object(flags.tld_detail),
                    }),
                };
                let answer = client
                    .post_body(account(&flags.provider).at("whois"), &body)
                    .await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Delete(profile) => {
                context.confirm(&format!("Delete WHOIS profile {}?", profile.id))?;
                let answer = client.delete(path(&profile)).await?;
                context.done(&answer, &format!("WHOIS profile {} deleted", profile.id))
            }
            Self::Usage(profile) => {
                let answer = client.get(path(&profile).at("usage")).await?;
                let columns = [made("Domain", crate::cli::answer::Answer::words)];
                context.printer.list(&answer, &columns, "no domain uses it")
            }
        }
    }
}
