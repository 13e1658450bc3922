//! `domains register`, `renew`, `transfer` and `restore`, and their quotes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::Holding;
use crate::cli::ask::SecretSource;
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;
use crate::cli::orders::{self, Consent};

/// What can be bought.
#[derive(Debug, Subcommand)]
pub(crate) enum OrderCommand {
    /// A new domain; the price is shown first
    Register(RegisterFlags),
    /// Further years of a domain; the price is shown first
    Renew(RenewFlags),
    /// A domain from another registrar; the price is shown first
    Transfer(TransferFlags),
    /// A domain out of redemption; the price is shown first
    Restore(RestoreFlags),
}

/// An order for a new domain.
#[derive(Debug, Args)]
pub(crate) struct RegisterFlags {
    #[command(flatten)]
    holding: Holding,
    /// Years
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    period: u32,
    /// Whether it shall renew by itself; the provider's default where absent
    #[arg(long, value_name = "true|false")]
    auto_renew: Option<bool>,
    /// The provider's payment method; its default one where absent
    #[arg(long, value_name = "ID")]
    payment_method: Option<String>,
    #[command(flatten)]
    ownership: Ownership,
    #[command(flatten)]
    consent: Consent,
}

/// Whose domain it becomes.
#[derive(Debug, Args)]
struct Ownership {
    /// JSON or YAML with registrant, admin, tech and billing; - is standard input
    #[arg(long, value_name = "FILE")]
    contacts: Option<PathBuf>,
    /// A name server; again for each one
    #[arg(long = "nameserver", value_name = "NAME")]
    nameservers: Vec<String>,
    /// Whether the registrant shall be hidden; the provider's default where absent
    #[arg(long, value_name = "true|false")]
    privacy: Option<bool>,
}

/// An order for further years.
#[derive(Debug, Args)]
pub(crate) struct RenewFlags {
    #[command(flatten)]
    holding: Holding,
    /// Years
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    years: u32,
    /// The provider's payment method; its default one where absent
    #[arg(long, value_name = "ID")]
    payment_method: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

/// An order to bring a domain in.
#[derive(Debug, Args)]
pub(crate) struct TransferFlags {
    #[command(flatten)]
    holding: Holding,
    /// Years that come with the transfer
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    years: u32,
    /// The registry has no transfer codes
    #[arg(long)]
    no_auth_code: bool,
    /// Read the transfer code from standard input; SETEC_AUTH_CODE is another way
    #[arg(long, conflicts_with = "no_auth_code")]
    auth_code_stdin: bool,
    #[command(flatten)]
    ownership: Ownership,
    #[command(flatten)]
    consent: Consent,
}

/// An order to fetch a domain back.
#[derive(Debug, Args)]
pub(crate) struct RestoreFlags {
    #[command(flatten)]
    holding: Holding,
    #[command(flatten)]
    consent: Consent,
}

impl OrderCommand {
    /// Shows what it would cost.
    pub(crate) async fn quote(self, context: &Context<'_>) -> Result<()> {
        let (provider, wish, consent) = self.wish(context)?;
        orders::quote(context, &provider, wish, &consent).await
    }

    /// Shows what it costs, asks, and buys.
    pub(crate) async fn buy(self, context: &Context<'_>) -> Result<()> {
        let (provider, wish, consent) = self.wish(context)?;
        orders::buy(context, &provider, wish, &consent).await
    }

    fn wish(self, context: &Context<'_>) -> Result<(String, Value, Consent)> {
        Ok(match self {
            Self::Register(flags) => {
                let mut wish = json!({
                    "kind": "register_domain",
                    "domain": flags.holding.domain,
                    "period": flags.period,
                    "auto_renew": flags.auto_renew,
                    "payment_method_id": flags.payment_method,
                });
                flags.ownership.add_to(&mut wish)?;
                (flags.holding.provider, wish, flags.consent)
            }
            Self::Renew(flags) => {
                let wish = json!({
                    "kind": "renew_domain",
                    "domain": flags.holding.domain,
                    "years": flags.years,
                    "payment_method_id": flags.payment_method,
                });
                (flags.holding.provider, wish, flags.consent)
            }
            Self::Transfer(flags) => {
                let mut wish = json!({
                    "kind": "transfer_domain",
                    "domain": flags.holding.domain,
                    "years": flags.years,
                });
                if !flags.no_auth_code {
                    let code = auth_code(context, flags.auth_code_stdin).read()?;
                    wish["auth_code"] = code.expose().into();
                }
                flags.ownership.add_to(&mut wish)?;
                (flags.holding.provider, wish, flags.consent)
            }
            Self::Restore(flags) => {
                let wish = json!({"kind": "restore_domain", "domain": flags.holding.domain});
                (flags.holding.provider, wish, flags.consent)
            }
        })
    }
}

impl Ownership {
    fn add_to(self, wish: &mut Value) -> Result<()> {
        if let Some(file) = &self.contacts {
            wish["contacts"] = input::value(file)?;
        }
        if !self.nameservers.is_empty() {
            wish["nameservers"] = json!(self.nameservers);
        }
        wish["privacy_protection"] = json!(self.privacy);
        Ok(())
    }
}

fn auth_code<'a>(context: &'a Context<'_>, from_stdin: bool) -> SecretSource<'a> {
    SecretSource {
        name: "Transfer code",
        flag: "--auth-code-stdin",
        from_stdin,
        variable: (
            "SETEC_AUTH_CODE",
            context.environment.get("SETEC_AUTH_CODE"),
        ),
    }
}
