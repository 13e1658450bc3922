use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Purchase, charge};
use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, ok};
use crate::hostinger::routes::Ask;

/// An order; no call reads it again.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Order {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) subscription_id: String,
    pub(in crate::hostinger) status: &'static str,
    pub(in crate::hostinger) currency: &'static str,
    pub(in crate::hostinger) subtotal: i64,
    pub(in crate::hostinger) total: i64,
    pub(in crate::hostinger) billing_address: Value,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
}

/// `POST orders`: one order, whose subscription is that of the last item.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let method_id = form.optional_integer("payment_method_id");
    let wanted: Vec<(String, i64)> = (0..form.array("items"))
        .map(|index| {
            let item_id = form.string(&format!("items.{index}.item_id"));
            let quantity = form.optional_integer(&format!("items.{index}.quantity"));
            (item_id, quantity.unwrap_or(1))
        })
        .collect();
    form.done()?;
    let mut purchases = Vec::new();
    for (index, (price_id, quantity)) in wanted.iter().enumerate() {
        let field = format!("items.{index}.item_id");
        purchases.push((
            Purchase::check(estate, &field, price_id, method_id)?,
            *quantity,
        ));
    }
    let mut last = None;
    for (purchase, quantity) in &purchases {
        last = Some(charge(estate, ask, purchase, *quantity)?);
    }
    last.expect("a required array is not empty").answer(ok)
}

/// The address of the agency that owns the demo estate.
pub(super) fn address() -> Value {
    json!({
        "first_name": "Maja",
        "last_name": "Ekdahl",
        "company": "Nordlund Web Studio AB",
        "address_1": "Kornhamnstorg 12",
        "address_2": null,
        "city": "Stockholm",
        "state": null,
        "zip": "111 27",
        "country": "SE",
        "phone": "+46 8 5550 1482",
        "email": "billing@nordlund-studio.se",
    })
}
