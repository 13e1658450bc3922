use serde::Serialize;
use serde_json::json;

use super::refusal::{Answer, ok};
use super::routes::Ask;

// The prose says 50; the schema's example says 15.
const PER_PAGE: usize = 50;

/// One page of the six lists that have pages at all (spec 1.1).
pub(super) fn page<T: Serialize>(ask: &Ask, all: &[T]) -> Answer {
    let number = ask
        .query("page")
        .and_then(|text| text.parse::<usize>().ok())
        .filter(|number| *number > 0)
        .unwrap_or(1);
    let shown: Vec<&T> = all
        .iter()
        .skip((number - 1) * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    ok(json!({
        "data": shown,
        "meta": {"current_page": number, "per_page": PER_PAGE, "total": all.len()},
    }))
}
