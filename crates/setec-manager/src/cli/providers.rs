//! `providers`: accounts at hosting providers.

use clap::{Args, Subcommand};
use serde_json::json;
use setec_core::Secret;

use crate::cli::answer::Answer;
use crate::cli::ask::{SecretSource, has_terminal};
use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made, money_of, short_time, state};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum ProvidersCommand {
    /// List all accounts, and the providers that have none
    List,
    /// Show an account: capabilities and settings, without secrets
    Show {
        /// The account's name
        provider: String,
    },
    /// Set an account's credentials; a new name with --driver makes a further account
    Configure(ConfigureFlags),
    /// Test the saved credentials by a call to the provider
    Test {
        /// The account's name
        provider: String,
    },
    /// Show what is left on an account that orders are paid from
    Credit {
        /// The account's name
        provider: String,
    },
    /// Delete an account's saved credentials
    Delete {
        /// The account's name
        provider: String,
    },
}

/// An account's settings.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct ConfigureFlags {
    /// The account's name, such as hostinger
    provider: String,
    /// The provider's driver, where the account's name is another
    #[arg(long)]
    driver: Option<String>,
    /// The API key. Others on this machine can see arguments: better leave it out and type it
    /// when asked, or use --api-key-stdin or SETEC_API_KEY
    #[arg(long, value_name = "KEY", value_parser = secret, conflicts_with = "api_key_stdin")]
    api_key: Option<Secret>,
    /// Read the API key from standard input, one line
    #[arg(long)]
    api_key_stdin: bool,
    /// Read the API secret from standard input, one line after the key; or set SETEC_API_SECRET
    #[arg(long)]
    api_secret_stdin: bool,
    /// Keep the stored key and secret
    #[arg(long, conflicts_with_all = ["api_key", "api_key_stdin", "api_secret_stdin"])]
    keep_key: bool,
    /// Where the provider's API is; empty for the default
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A further setting of the driver; together they replace the stored ones
    #[arg(long, value_name = "KEY=VALUE", value_parser = input::pair)]
    extra: Vec<(String, String)>,
    /// Test the credentials at the provider before they are saved
    #[arg(long)]
    test: bool,
}

fn secret(text: &str) -> Result<Secret, &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    Ok(Secret::new(text))
}

const LIST: &[Column] = &[
    field("Name", "name"),
    field("Provider", "display_name"),
    state("Connected", "connected"),
    made("Health", |entry| {
        entry.get("health").str("state").to_owned()
    }),
    made("Capabilities", |entry| {
        let offered = entry.get("capabilities").entries();
        let main: Vec<&str> = offered
            .iter()
            .filter_map(Answer::text)
            .filter(|name| !name.contains('.'))
            .collect();
        if main.is_empty() {
            "-".to_owned()
        } else {
            main.join(", ")
        }
    }),
    made("Note", |entry| match problem(entry) {
        Some(problem) => problem.to_owned(),
        None if entry.get("sandbox").is_true() => "sandbox: nothing is real".to_owned(),
        None => String::new(),
    }),
];

const DETAILS: &[Column] = &[
    field("Name", "name"),
    field("Provider", "display_name"),
    field("Driver", "driver"),
    state("Connected", "connected"),
    made("Health", health),
    made("Calls left", budget),
    made("Domains read", |entry| short_time(entry.str("last_sync"))),
    field("Sandbox", "sandbox"),
    field("Capabilities", "capabilities"),
    field("API", "base_url"),
    made("Record types", |entry| {
        entry.get("dns").get("record_types").words()
    }),
    made("Smallest TTL", |entry| {
        entry.get("dns").get("min_ttl").words()
    }),
    made("Settings", |entry| {
        let fields = entry.get("fields").entries().iter();
        let names: Vec<&str> = fields.map(|field| field.str("name")).collect();
        names.join(", ")
    }),
    made("Problem", |entry| {
        problem(entry).unwrap_or_default().to_owned()
    }),
];

/// What is wrong with an account, its file included.
fn problem(entry: &Answer) -> Option<&str> {
    let said = entry.get("health").get("message");
    entry.get("error").text().or(said.text())
}

fn health(entry: &Answer) -> String {
    let health = entry.get("health");
    let since = health.get("since").text().map(short_time);
    let since = since.map(|since| format!("since {since}"));
    let words = [Some(health.str("state").to_owned()), since];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn budget(entry: &Answer) -> String {
    let budget = entry.get("budget");
    let Some(remaining) = budget.get("remaining").number() else {
        return String::new();
    };
    let limit = budget.get("limit").number();
    let of = limit.map_or_else(String::new, |limit| format!(" of {limit}"));
    let until = budget.get("resets_at").text().map(short_time);
    let until = until.map_or_else(String::new, |until| format!(" until {until}"));
    format!("{remaining}{of}{until}")
}

impl ProvidersCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::List => {
                let answer = client
                    .get(Path::of(&["api", "hosting", "providers"]))
                    .await?;
                context.printer.list(&answer, LIST, "no providers")
            }
            Self::Show { provider } => {
                let answer = client.get(account(&provider)).await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Configure(flags) => configure(flags, context).await,
            Self::Test { provider } => {
                let answer = client.post(account(&provider).at("test")).await?;
                let words = format!("{provider}: {}", answer.str("message"));
                context.done(&answer, &words)
            }
            Self::Credit { provider } => {
                let answer = client.get(account(&provider).at("credit")).await?;
                let columns = [made("Balance", |entry| money_of(entry.get("balance")))];
                context.printer.details(&answer, &columns)
            }
            Self::Delete { provider } => {
                context.confirm(&format!("Delete the saved credentials of {provider}?"))?;
                let answer = client.delete(account(&provider)).await?;
                context.done(&answer, &format!("{provider}: credentials deleted"))
            }
        }
    }
}

async fn configure(flags: ConfigureFlags, context: &Context<'_>) -> Result<()> {
    let environment = context.environment;
    let key = SecretSource {
        name: "API key",
        flag: "--api-key-stdin",
        from_stdin: flags.api_key_stdin,
        variable: ("SETEC_API_KEY", environment.get("SETEC_API_KEY")),
    };
    let second = SecretSource {
        name: "API secret",
        flag: "--api-secret-stdin",
        from_stdin: flags.api_secret_stdin,
        variable: ("SETEC_API_SECRET", environment.get("SETEC_API_SECRET")),
    };
    let (api_key, api_secret) = if flags.keep_key {
        (None, None)
    } else {
        let needed = Needed::by_driver(context, &flags).await?;
        let api_key = match flags.api_key {
            Some(key) => Some(key),
            None => match key.given()? {
                None if needed.key => Some(key.read()?),
                given => given,
            },
        };
        let api_secret = match second.given()? {
            None if needed.secret && has_terminal() => Some(second.read()?),
            given => given,
        };
        (api_key, api_secret)
    };
    let body = input::without_nulls(json!({
        "driver": flags.driver,
        "api_key": api_key.as_ref().map(Secret::expose),
        "api_secret": api_secret.as_ref().map(Secret::expose),
        "base_url": flags.base_url,
        "extra": (!flags.extra.is_empty()).then(|| input::object(flags.extra)),
    }));
    let path = account(&flags.provider);
    if flags.test {
        let tested = context
            .client
            .post_body(path.clone().at("test"), &body)
            .await?;
        context.note(&format!("{}: {}", flags.provider, tested.str("message")));
    }
    let answer = context
        .client
        .post_body(path.at("configure"), &body)
        .await?;
    context.done(&answer, &format!("{} configured", flags.provider))
}

/// Credentials that the driver asks for; nobody is asked for one that it can do without.
struct Needed {
    key: bool,
    secret: bool,
}

impl Needed {
    async fn by_driver(context: &Context<'_>, flags: &ConfigureFlags) -> Result<Self> {
        let described = flags.driver.as_deref().unwrap_or(&flags.provider);
        let view = match context.client.get(account(described)).await {
            // Whether the name will do is for the server to say.
            Err(Failure::Refused { status: 404, .. }) => {
                return Ok(Self {
                    key: true,
                    secret: false,
                });
            }
            view => view?,
        };
        let requires = |name: &str| {
            let mut fields = view.get("fields").entries().iter();
            fields.any(|field| field.str("name") == name && field.get("required").is_true())
        };
        Ok(Self {
            key: requires("api_key"),
            secret: requires("api_secret"),
        })
    }
}
