//! `reseller statement`.

use clap::Args;

use super::customer;
use crate::cli::column::{Column, field, made, money_of, printable, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

/// Which statement.
#[derive(Debug, Args)]
pub(crate) struct StatementFlags {
    /// The customer's e-mail or id
    customer: String,
    /// From that day of UTC on; the begin of the month where absent
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Up to before that day of UTC; now where absent
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Print a table for spreadsheets
    #[arg(long)]
    csv: bool,
}

const ROWS: &[Column] = &[
    time("At", "at"),
    field("Kind", "kind"),
    field("Description", "description"),
    made("Amount", |entry| money_of(entry.get("amount"))),
    made("Credit", |entry| money_of(entry.get("balance"))),
];

impl StatementFlags {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let given = [("from", self.from), ("until", self.until)];
        let mut query: Vec<_> = given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect();
        let path = customer(&self.customer).at("statement");
        if self.csv {
            query.push(("format", "csv".to_owned()));
            let table = context.client.get_text_with(path, &query).await?;
            return Ok(output::raw(&table)?);
        }
        let answer = context.client.get_with(path, &query).await?;
        if !context.printer.is_for_people() {
            return context.printer.plain(&answer);
        }
        let balance = |key: &str| printable(&money_of(answer.get(key)));
        output::line(&format!("{} before", balance("opening")))?;
        context
            .printer
            .list(answer.get("rows"), ROWS, "nothing was moved")?;
        Ok(output::line(&format!("{} after", balance("closing")))?)
    }
}
