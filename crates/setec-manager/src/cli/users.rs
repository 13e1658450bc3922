//! `users`: who may sign in.

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use setec_core::{Currency, Money};

use crate::cli::ask::SecretSource;
use crate::cli::client::Path;
use crate::cli::column::{Column, cents, field, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(crate) enum UsersCommand {
    /// List users
    List,
    /// Create a user
    Create(CreateFlags),
    /// Delete a user and end its sessions
    Delete {
        /// The user's name or id
        user: String,
    },
    /// How much a user may spend without being asked
    #[command(subcommand)]
    Limits(LimitsCommand),
    /// Change your own password; your other sessions end
    Password {
        /// Read the current and the new password from standard input, one line each; or set
        /// SETEC_PASSWORD and SETEC_NEW_PASSWORD
        #[arg(long)]
        password_stdin: bool,
    },
}

/// A user to be made.
#[derive(Debug, Args)]
pub(crate) struct CreateFlags {
    /// The user's name
    name: String,
    /// What the user may do
    #[arg(long, value_enum, default_value = "viewer")]
    role: Role,
    /// Read the password from standard input; SETEC_NEW_PASSWORD is another way
    #[arg(long)]
    password_stdin: bool,
}

/// How much a user may spend without being asked.
#[derive(Debug, Subcommand)]
pub(crate) enum LimitsCommand {
    /// Show the limits, and what was spent
    Show {
        /// The user's name or id
        user: String,
    },
    /// Replace the limits; an order above them waits for another administrator
    Set {
        /// The user's name or id
        user: String,
        /// At most so much per day of UTC, such as '50 USD'; again for each currency
        #[arg(long, value_name = "AMOUNT", required_unless_present_any = ["months", "none"])]
        day: Vec<Money>,
        /// At most so much per month of UTC; again for each currency
        #[arg(long = "month", id = "months", value_name = "AMOUNT")]
        month: Vec<Money>,
        /// No limit at all
        #[arg(long, conflicts_with_all = ["day", "months"])]
        none: bool,
    },
}

impl LimitsCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = |user: &str| Path::of(&["api", "users", user, "spending-limits"]);
        let answer = match self {
            Self::Show { user } => context.client.get(path(&user)).await?,
            Self::Set {
                user, day, month, ..
            } => {
                let mut limits: BTreeMap<Currency, (Option<i64>, Option<i64>)> = BTreeMap::new();
                for money in day {
                    limits.entry(money.currency).or_default().0 = Some(money.minor);
                }
                for money in month {
                    limits.entry(money.currency).or_default().1 = Some(money.minor);
                }
                let limits: Vec<Value> = limits
                    .into_iter()
                    .map(|(currency, (day, month))| {
                        json!({"currency": currency, "day": day, "month": month})
                    })
                    .collect();
                let body = json!({ "limits": limits });
                context.client.put(path(&user), &body).await?
            }
        };
        if !context.printer.is_for_people() {
            return context.printer.plain(&answer);
        }
        let printer = &context.printer;
        printer.list(answer.get("limits"), LIMITS, "no limits")?;
        printer.list(answer.get("spent"), SPENT, "nothing was spent this month")
    }
}

/// What a user may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Role {
    /// Everything
    Admin,
    /// Look, but change nothing and see no secret
    Viewer,
}

const LIST: &[Column] = &[
    field("Name", "name"),
    field("Role", "role"),
    time("Created", "created_at"),
    field("Id", "id"),
];

const LIMITS: &[Column] = &[
    field("Currency", "currency"),
    cents("Per day", "day"),
    cents("Per month", "month"),
];

const SPENT: &[Column] = &[
    field("Currency", "currency"),
    cents("Spent today", "day"),
    cents("This month", "month"),
];

impl UsersCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let users = Path::of(&["api", "users"]);
        match self {
            Self::List => {
                let answer = context.client.get(users).await?;
                context.printer.list(&answer, LIST, "no users")
            }
            Self::Create(flags) => {
                let password =
                    new_password(context, "Password of the new user", flags.password_stdin);
                let body = json!({
                    "name": flags.name,
                    "password": password.read_new()?.expose(),
                    "role": match flags.role {
                        Role::Admin => "admin",
                        Role::Viewer => "viewer",
                    },
                });
                let answer = context.client.post_body(users, &body).await?;
                context.printer.details(&answer, LIST)
            }
            Self::Delete { user } => {
                let listed = context.client.get(users.clone()).await?;
                let mut known = listed.entries().iter();
                let found =
                    known.find(|entry| entry.str("name") == user || entry.str("id") == user);
                let Some(found) = found else {
                    return Err(Failure::not_found(&format!("there is no user '{user}'")));
                };
                context.confirm(&format!("Delete user {user} and end its sessions?"))?;
                let answer = context.client.delete(users.at(found.str("id"))).await?;
                context.done(&answer, &format!("user {user} deleted"))
            }
            Self::Limits(command) => command.run(context).await,
            Self::Password { password_stdin } => {
                let current = SecretSource {
                    name: "Current password",
                    flag: "--password-stdin",
                    from_stdin: password_stdin,
                    variable: ("SETEC_PASSWORD", context.environment.get("SETEC_PASSWORD")),
                };
                let current = current.read()?;
                let new = new_password(context, "New password", password_stdin).read_new()?;
                let body =
                    json!({"current_password": current.expose(), "new_password": new.expose()});
                let answer = context
                    .client
                    .post_body(Path::of(&["api", "auth", "password"]), &body)
                    .await?;
                context.done(&answer, "password changed; your other sessions have ended")
            }
        }
    }
}

fn new_password<'a>(context: &'a Context<'_>, name: &'a str, from_stdin: bool) -> SecretSource<'a> {
    SecretSource {
        name,
        flag: "--password-stdin",
        from_stdin,
        variable: (
            "SETEC_NEW_PASSWORD",
            context.environment.get("SETEC_NEW_PASSWORD"),
        ),
    }
}
