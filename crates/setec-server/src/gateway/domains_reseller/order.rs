//! The three orders: what they cost is taken from the customer's credit.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};
use setec_app::{
    Error, PurchaseInput, RenewalInput, ResellerOrder, ResellerRequest, SaleState, SaleView,
    TransferInput,
};
use setec_core::Secret;
use setec_core::domain::Contacts;
use setec_core::reseller::ReplyForm;

use super::contact;
use super::fields::{self, Fields};
use super::receive::Ask;
use super::reply::{Answer, Refusal};
use super::serialized;

/// `POST order/domains/register`.
pub(super) async fn register(ask: &Ask) -> Answer {
    let wanted = Wanted::read(ask)?;
    let request = ResellerRequest::Register(PurchaseInput {
        domain: wanted.domain,
        period: wanted.years,
        privacy_protection: wanted.privacy,
        contacts: Some(wanted.contacts),
        nameservers: wanted.nameservers,
        ..PurchaseInput::default()
    });
    make(ask, request).await
}

/// `POST order/domains/transfer`.
pub(super) async fn transfer(ask: &Ask) -> Answer {
    let wanted = Wanted::read(ask)?;
    let code = ask.table.text_of(&["eppcode", "epp_code", "authcode"]);
    let request = ResellerRequest::Transfer(TransferInput {
        domain: wanted.domain,
        auth_code: Secret::new(code.unwrap_or_default()),
        years: wanted.years,
        contacts: Some(wanted.contacts),
        nameservers: wanted.nameservers,
        privacy_protection: wanted.privacy,
    });
    make(ask, request).await
}

/// `POST order/domains/renew`.
pub(super) async fn renew(ask: &Ask) -> Answer {
    let mut fields = Fields::new(&ask.table);
    let (domain, years) = (fields.domain(), fields.years());
    fields.finish()?;
    make(ask, ResellerRequest::Renew(RenewalInput::of(domain, years))).await
}

/// What registrations and transfers have in common.
struct Wanted {
    domain: String,
    years: u32,
    contacts: Contacts,
    nameservers: Vec<String>,
    privacy: Option<bool>,
}

impl Wanted {
    fn read(ask: &Ask) -> Result<Self, Refusal> {
        let mut fields = Fields::new(&ask.table);
        let (domain, years) = (fields.domain(), fields.years());
        let extra = ask.table.text("domainfields").unwrap_or_default();
        let extra = serialized::domain_fields(extra).unwrap_or_else(|rule| {
            fields.fault("domainfields", rule);
            BTreeMap::default()
        });
        let contacts = contact::of_order(&mut fields, extra);
        let nameservers = fields::nameservers(&mut fields);
        let privacy = fields.flag_in("addons", "idprotection");
        fields.finish()?;
        Ok(Self {
            domain,
            years,
            contacts,
            nameservers,
            privacy,
        })
    }
}

async fn make(ask: &Ask, request: ResellerRequest) -> Answer {
    let order = ResellerOrder {
        request,
        key: ask.key.clone(),
    };
    let made = Box::pin(ask.app.reseller_order(&ask.caller, order)).await;
    told(&made.map_err(refused)?, ask.caller.customer.reply)
}

/// Whatever an order is refused for, it is certain that nothing was bought. A 502 would leave that
/// open, and clients wait for an order that nobody has.
fn refused(error: Error) -> Refusal {
    let words = error.message.clone();
    let refusal = Refusal::from(error);
    if refusal.status == StatusCode::BAD_GATEWAY {
        return Refusal::new(StatusCode::CONFLICT, words);
    }
    refusal
}

/// What became of an order, in the customer's form.
fn told(made: &SaleView, form: ReplyForm) -> Answer {
    let sale = &made.sale;
    match sale.state {
        SaleState::Completed => Ok(success(made, form)),
        SaleState::Held if made.accepted => Ok(success(made, form)),
        // Neither a success nor a failure may be claimed.
        SaleState::Held => Err(Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            format!(
                "The registrar has not confirmed the order for {} yet. It is looked into; do not order again, but ask for the domain's information in some minutes (order {})",
                sale.domain, sale.id
            ),
        )),
        SaleState::Refunded => {
            let detail = made.detail.as_deref().unwrap_or("no reason given");
            Err(Refusal::new(
                StatusCode::CONFLICT,
                format!(
                    "The registrar has refused the order for {}, and nothing was charged: {detail}",
                    sale.domain
                ),
            ))
        }
    }
}

fn success(made: &SaleView, form: ReplyForm) -> Value {
    match form {
        ReplyForm::Bare => json!("success"),
        ReplyForm::Object => json!({
            "success": true,
            "result": "success",
            "status": "success",
            "orderid": made.sale.id,
            "price": made.sale.price.to_decimal(),
            "currency": made.sale.price.currency,
        }),
    }
}
