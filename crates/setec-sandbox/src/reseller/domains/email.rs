use serde_json::json;

use super::success;
use crate::reseller::estate::Holding;
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

/// `GET email`.
pub(in crate::reseller) fn email(holding: &mut Holding, _: &Ask) -> Answer {
    let rows = holding
        .forwarders
        .iter()
        .map(|(prefix, target)| json!({"prefix": prefix, "forwardto": target}));
    ok(rows.collect())
}

/// `POST email`: replaces all forwarders; rows of empty texts are none.
pub(in crate::reseller) fn set_email(holding: &mut Holding, ask: &Ask) -> Answer {
    let prefixes = ask.params.required_table("prefix")?;
    let targets = ask.params.required_table("forwardto")?;
    let mut forwarders = Vec::new();
    for (index, _) in prefixes.rows() {
        match (prefixes.text(index), targets.text(index)) {
            (Some(prefix), Some(target)) => {
                let (user, host) = target.split_once('@').unwrap_or_default();
                if user.is_empty() || !host.contains('.') || prefix.contains('@') {
                    let text = format!("Invalid forwarder: {prefix} to {target}");
                    return Err(Refusal::business(text));
                }
                forwarders.push((prefix.to_owned(), target.to_owned()));
            }
            (None, None) => {}
            _ => {
                let text = "The prefix and forwardto fields do not match";
                return Err(Refusal::invalid(text));
            }
        }
    }
    if targets
        .rows()
        .any(|(index, _)| prefixes.get(index).is_none())
    {
        let text = "The prefix and forwardto fields do not match";
        return Err(Refusal::invalid(text));
    }
    holding.forwarders = forwarders;
    success()
}
