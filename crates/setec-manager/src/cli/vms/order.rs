//! `vms create` and `vms recreate`.

use clap::Args;
use serde_json::{Value, json};
use setec_core::Secret;

use super::show::DETAILS;
use super::{Operation, new_password};
use crate::cli::client::account;
use crate::cli::column::{cents_of, printable};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;
use crate::cli::orders::{self, Consent};

/// An order for a server.
#[derive(Debug, Args)]
pub(crate) struct CreateFlags {
    /// The account's name
    provider: String,
    /// What to buy, such as kvm-2; see `billing catalog`
    #[arg(long)]
    plan: String,
    /// Id, name or city of a data center; see `vms datacenters`
    #[arg(long, value_name = "ID")]
    data_center: String,
    /// Id or slug of what to install, such as ubuntu-22.04; see `vms templates`
    #[arg(long)]
    template: String,
    /// Host name; a bare label gets the account's suffix
    #[arg(long, value_name = "NAME")]
    hostname: Option<String>,
    /// Id of an SSH key of the account
    #[arg(long, value_name = "ID")]
    ssh_key: Option<String>,
    /// Id of a script to run after the installation
    #[arg(long, value_name = "ID")]
    script: Option<String>,
    /// The provider's payment method; its default one where absent
    #[arg(long, value_name = "ID")]
    payment_method: Option<String>,
    #[command(flatten)]
    password: RootPassword,
    #[command(flatten)]
    consent: Consent,
}

/// The root password, where one is wanted.
#[derive(Debug, Args)]
struct RootPassword {
    /// Ask for a root password; without one the provider makes it
    #[arg(long)]
    ask_password: bool,
    /// Read the root password from standard input; SETEC_NEW_PASSWORD is another way
    #[arg(long, conflicts_with = "ask_password")]
    password_stdin: bool,
}

impl RootPassword {
    fn read(&self, context: &Context<'_>) -> Result<Option<Secret>> {
        let source = new_password(context, self.password_stdin);
        if self.ask_password {
            source.read_new().map(Some)
        } else {
            source.given()
        }
    }
}

/// How to install a server anew.
#[derive(Debug, Args)]
pub(crate) struct RecreateFlags {
    #[command(flatten)]
    operation: Operation,
    /// Id or slug of what to install; see `vms templates`
    #[arg(long)]
    template: String,
    /// Id of a script to run after the installation
    #[arg(long, value_name = "ID")]
    script: Option<String>,
    #[command(flatten)]
    password: RootPassword,
}

/// Buys a server.
pub(super) async fn create(flags: CreateFlags, context: &Context<'_>) -> Result<()> {
    let provider = &flags.provider;
    let password = flags.password.read(context)?;
    context.note(&offer(context, provider, &flags.plan).await?);
    if flags.consent.max_price.is_none() {
        context.confirm(&format!(
            "Buy {} with {} in {}?",
            flags.plan, flags.template, flags.data_center
        ))?;
    }
    let mut body = flags.wish(password.as_ref());
    body["max_price"] = json!(flags.consent.max_price);
    let body = input::without_nulls(body);
    let answer = context
        .client
        .post_body(account(provider).at("vms"), &body)
        .await?;
    if answer.str("status") == "ordered" {
        let order = answer.get("order_id").words();
        return context.done(
            &answer,
            &format!("ordered (order {order}); the server appears when it is paid"),
        );
    }
    context.printer.details(&answer, DETAILS)
}

/// Shows what a server would cost, checked with the provider; nothing is bought.
pub(super) async fn quote(flags: CreateFlags, context: &Context<'_>) -> Result<()> {
    let wish = flags.order(context)?;
    orders::quote(context, &flags.provider, wish, &flags.consent).await
}

/// Shows what a server costs, asks, and buys.
pub(super) async fn buy(flags: CreateFlags, context: &Context<'_>) -> Result<()> {
    let wish = flags.order(context)?;
    orders::buy(context, &flags.provider, wish, &flags.consent).await
}

impl CreateFlags {
    fn order(&self, context: &Context<'_>) -> Result<Value> {
        let password = self.password.read(context)?;
        let mut wish = self.wish(password.as_ref());
        wish["kind"] = "create_server".into();
        Ok(wish)
    }

    fn wish(&self, password: Option<&Secret>) -> Value {
        json!({
            "plan": self.plan,
            "data_center_id": self.data_center,
            "template": self.template,
            "password": exposed(password),
            "hostname": self.hostname,
            "ssh_key_id": self.ssh_key,
            "post_install_script_id": self.script,
            "payment_method_id": self.payment_method,
        })
    }
}

/// What a plan costs, in words.
async fn offer(context: &Context<'_>, provider: &str, plan: &str) -> Result<String> {
    let catalog = context.client.get(account(provider).at("catalog")).await?;
    let mut entries = catalog.entries().iter();
    let found = entries.find(|entry| entry.str("id") == plan || entry.str("item_id") == plan);
    let missing = || {
        Failure::not_found(&format!(
            "{provider} has no plan '{plan}'; see `setec-manager billing catalog {provider} --category vps`"
        ))
    };
    let entry = found.ok_or_else(missing)?;
    let (name, period) = (entry.str("name"), entry.str("period"));
    let price = cents_of(entry, entry.get("price_cents"));
    let first = match entry.get("first_period_price_cents") {
        amount if amount.number().is_some() => {
            format!("{} for the first period, then ", cents_of(entry, amount))
        }
        _ => String::new(),
    };
    Ok(printable(&format!(
        "{name} ({plan}) at {provider}: {first}{price}, {period}"
    )))
}

/// Installs a server anew.
pub(super) async fn recreate(flags: RecreateFlags, context: &Context<'_>) -> Result<()> {
    let password = flags.password.read(context)?;
    let machine = &flags.operation.machine;
    if !context.options.yes {
        let server = context.client.get(machine.path()).await?;
        let name = printable(server.str("name"));
        context.confirm(&format!(
            "Install {} on {} ({name})? Its disk and snapshots are lost",
            flags.template, machine.id
        ))?;
    }
    let body = input::without_nulls(json!({
        "template": flags.template,
        "password": exposed(password.as_ref()),
        "post_install_script_id": flags.script,
    }));
    let begun = context
        .client
        .post_body(machine.path().at("recreate"), &body)
        .await?;
    flags.operation.finish(context, begun).await
}

fn exposed(password: Option<&Secret>) -> Value {
    password.map_or(Value::Null, |password| Value::from(password.expose()))
}
