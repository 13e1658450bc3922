use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A card; new ones are added in hPanel only.
#[expect(
    clippy::struct_field_names,
    reason = "fields are named as in the answer"
)]
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Method {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: &'static str,
    pub(in crate::hostinger) identifier: &'static str,
    pub(in crate::hostinger) payment_method: &'static str,
    pub(in crate::hostinger) is_default: bool,
    pub(in crate::hostinger) is_expired: bool,
    pub(in crate::hostinger) is_suspended: bool,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) expires_at: DateTime<Utc>,
}

/// `GET payment-methods`.
pub(super) fn list(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.methods)
}

/// `POST payment-methods/{id}`.
pub(super) fn make_default(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = find(estate, ask)?;
    for method in &mut estate.methods {
        method.is_default = method.id == id;
    }
    accepted()
}

/// `DELETE payment-methods/{id}`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = find(estate, ask)?;
    estate.methods.retain(|method| method.id != id);
    accepted()
}

fn find(estate: &Estate, ask: &Ask) -> Result<i64, Refusal> {
    let id = ask.id("paymentMethodId");
    estate
        .methods
        .iter()
        .find(|method| method.id == id)
        .map(|method| method.id)
        .ok_or_else(|| Refusal::not_found("Payment method"))
}
