//! `dns zones` over all accounts.

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, made, short_time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;

const ZONES: &[Column] = &[
    field("Name", "name"),
    field("Account", "account"),
    field("Kind", "kind"),
    field("Serial", "serial"),
    field("Records", "records"),
    field("Tags", "tags"),
    made("Last change", |entry| {
        let change = entry.get("last_change");
        match (change.str("origin"), change.get("actor").text()) {
            ("", _) => "-".to_owned(),
            ("first", _) => format!("{}, first seen", short_time(change.str("at"))),
            (_, Some(actor)) => format!("{}, {actor}", short_time(change.str("at"))),
            (_, None) => format!("{}, made elsewhere", short_time(change.str("at"))),
        }
    }),
];

/// The zones of all accounts; what is wrong with an account is said beside them.
pub(super) async fn zones(refresh: bool, tag: Option<String>, context: &Context<'_>) -> Result<()> {
    let path = Path::of(&["api", "dns", "zones"]);
    let query = [input::refresh(refresh), input::tagged(tag)].concat();
    let answer = context.client.get_with(path, &query).await?;
    for account in answer.get("accounts").entries() {
        if let Some(problem) = account.get("problem").text() {
            context.note(&format!("{}: {problem}", account.str("account")));
        }
    }
    if !context.printer.is_for_people() {
        return context.printer.plain(&answer);
    }
    let zones = Answer::List(answer.get("zones").entries().to_vec());
    context.printer.list(&zones, ZONES, "no zones")
}
