use serde::Serialize;
use serde_json::Value;

use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// Something on sale, with one price per period.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Item {
    pub(in crate::hostinger) id: String,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) category: &'static str,
    pub(in crate::hostinger) metadata: Option<Value>,
    pub(in crate::hostinger) prices: Vec<Price>,
}

/// A price for a whole period, in cents.
#[expect(
    clippy::struct_field_names,
    reason = "fields are named as in the answer"
)]
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Price {
    pub(in crate::hostinger) id: String,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) currency: &'static str,
    pub(in crate::hostinger) price: i64,
    // Live answers leave it out where there is no discount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::hostinger) first_period_price: Option<i64>,
    pub(in crate::hostinger) period: i64,
    pub(in crate::hostinger) period_unit: &'static str,
}

/// `GET catalog`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    let category = ask.query("category");
    if let Some(category) = category
        && !["DOMAIN", "VPS", "EMAIL"].contains(&category)
    {
        return Err(Refusal::field(
            "category",
            "The selected category is invalid.",
        ));
    }
    let items: Vec<&Item> = estate
        .catalog
        .iter()
        .filter(|item| category.is_none_or(|category| item.category == category))
        .filter(|item| {
            ask.query("name")
                .is_none_or(|glob| matches(glob, &item.name))
        })
        .collect();
    ok(items)
}

impl Estate {
    /// The item and the price that a price id names.
    pub(in crate::hostinger) fn price(&self, price_id: &str) -> Option<(&Item, &Price)> {
        self.catalog.iter().find_map(|item| {
            let price = item.prices.iter().find(|price| price.id == price_id)?;
            Some((item, price))
        })
    }
}

/// Whether a name matches a pattern, in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let pattern = pattern.to_ascii_lowercase();
    let Some((head, tail)) = pattern.split_once('*') else {
        return name == pattern;
    };
    let Some(mut rest) = name.strip_prefix(head) else {
        return false;
    };
    let mut parts = tail.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}
