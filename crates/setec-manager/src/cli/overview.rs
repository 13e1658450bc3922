//! `overview`: everything at a glance.

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{Column, cents_of, field, made, money_of, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

const COUNTS: &[Column] = &[
    field("Account", "account"),
    field("Domains", "domains"),
    field("Zones", "zones"),
    field("Servers", "servers"),
    field("SSH keys", "keys"),
    field("Subscriptions", "subscriptions"),
    made("Problem", |entry| entry.str("problem").to_owned()),
];

const ATTENTION: &[Column] = &[
    state("Severity", "severity"),
    field("Account", "account"),
    made("Needs attention", |entry| entry.str("message").to_owned()),
];

const COSTS: &[Column] = &[
    field("Account", "account"),
    made("A month", |entry| {
        cents_of(entry, entry.get("monthly_minor"))
    }),
];

const RENEWALS: &[Column] = &[
    time("Due", "at"),
    field("Account", "account"),
    field("Name", "name"),
    made("Price", |entry| money_of(entry.get("price"))),
    field("Renews by itself", "auto_renew"),
];

/// Writes one table below the other; the last changes are what `journal` shows.
pub(crate) async fn overview(context: &Context<'_>) -> Result<()> {
    let answer = context.client.get(Path::of(&["api", "overview"])).await?;
    if !context.printer.is_for_people() {
        return context.printer.plain(&answer);
    }
    let part = |key: &str| Answer::List(answer.get(key).entries().to_vec());
    let printer = &context.printer;
    printer.list(&part("counts"), COUNTS, "no accounts")?;
    for (key, columns, empty) in [
        ("attention", ATTENTION, "nothing needs attention"),
        ("costs", COSTS, "no costs are known"),
        ("renewals", RENEWALS, "nothing is due in the next 90 days"),
    ] {
        output::line("")?;
        printer.list(&part(key), columns, empty)?;
    }
    Ok(())
}
