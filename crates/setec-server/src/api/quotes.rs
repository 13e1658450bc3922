//! What can be asked for: the bodies of quotes.

use serde::Deserialize;
use serde_json::Value;
use setec_app::{OrderRequest, RenewalInput, RestoreInput, SubscriptionInput, TransferInput};
use setec_core::domain::Contacts;
use setec_core::order::OrderKind;
use setec_core::{Money, Secret};
use utoipa::ToSchema;

use crate::api::domains::PurchaseRequest;
use crate::api::error::ApiError;
use crate::api::extract::{flexible_id, read_value};
use crate::api::vms::NewVmRequest;

/// A wish to buy something.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "it documents the body, which is read in two steps so that errors name their fields"
)]
pub(crate) enum QuoteRequest {
    RegisterDomain(PurchaseRequest),
    RenewDomain(RenewRequest),
    TransferDomain(TransferRequest),
    RestoreDomain(RestoreRequest),
    CreateServer(NewVmRequest),
    RenewSubscription(SubscriptionRequest),
}

/// Further years of a domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenewRequest {
    #[schema(example = "example.com")]
    domain: String,
    /// 1 to 10.
    #[serde(default = "one_year")]
    years: u32,
    /// The provider's payment method, as a number or as text; its default one where absent.
    #[serde(default, deserialize_with = "flexible_id")]
    payment_method_id: Option<String>,
    /// The most that may be spent.
    max_price: Option<Money>,
}

/// A domain from another registrar.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferRequest {
    #[schema(example = "example.com")]
    domain: String,
    /// The losing registrar's code; leave it out where the registry has none.
    #[serde(default)]
    #[schema(value_type = String, format = Password)]
    auth_code: Secret,
    /// Years that come with the transfer, 1 to 10.
    #[serde(default = "one_year")]
    years: u32,
    contacts: Option<Contacts>,
    /// The name servers afterwards; those it has where absent.
    #[serde(default)]
    nameservers: Vec<String>,
    privacy_protection: Option<bool>,
    /// The most that may be spent.
    max_price: Option<Money>,
}

/// A domain out of redemption.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RestoreRequest {
    #[schema(example = "example.com")]
    domain: String,
    /// The most that may be spent.
    max_price: Option<Money>,
}

/// The next term of a subscription, paid before it is due.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubscriptionRequest {
    #[schema(example = "Azz36nUfKX1S1MSF")]
    subscription_id: String,
    /// The provider's payment method, as a number or as text; its default one where absent.
    #[serde(default, deserialize_with = "flexible_id")]
    payment_method_id: Option<String>,
    /// The most that may be spent.
    max_price: Option<Money>,
}

fn one_year() -> u32 {
    1
}

/// Reads the body of a quote, with errors that name the field.
pub(crate) fn read_request(mut body: Value) -> Result<(OrderRequest, Option<Money>), ApiError> {
    let fields = body
        .as_object_mut()
        .ok_or_else(|| ApiError::invalid("body", "a JSON object is required"))?;
    let words: Vec<&str> = OrderKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let kind = fields.remove("kind");
    let kind: Option<OrderKind> = kind
        .as_ref()
        .and_then(Value::as_str)
        .and_then(|word| word.parse().ok());
    let Some(kind) = kind else {
        let rule = format!("it is required, and one of {}", words.join(", "));
        return Err(ApiError::invalid("kind", rule));
    };
    Ok(match kind {
        OrderKind::RegisterDomain => {
            let request: PurchaseRequest = read_value(body)?;
            let max_price = request.max_price;
            (OrderRequest::RegisterDomain(request.into()), max_price)
        }
        OrderKind::RenewDomain => {
            let request: RenewRequest = read_value(body)?;
            let input = RenewalInput {
                payment_method_id: request.payment_method_id,
                ..RenewalInput::of(request.domain, request.years)
            };
            (OrderRequest::RenewDomain(input), request.max_price)
        }
        OrderKind::TransferDomain => {
            let request: TransferRequest = read_value(body)?;
            let input = TransferInput {
                domain: request.domain,
                auth_code: request.auth_code,
                years: request.years,
                contacts: request.contacts,
                nameservers: request.nameservers,
                privacy_protection: request.privacy_protection,
            };
            (OrderRequest::TransferDomain(input), request.max_price)
        }
        OrderKind::RestoreDomain => {
            let request: RestoreRequest = read_value(body)?;
            let input = RestoreInput::of(request.domain);
            (OrderRequest::RestoreDomain(input), request.max_price)
        }
        OrderKind::RenewSubscription => {
            let request: SubscriptionRequest = read_value(body)?;
            let input = SubscriptionInput {
                subscription_id: request.subscription_id,
                payment_method_id: request.payment_method_id,
                ..SubscriptionInput::default()
            };
            (OrderRequest::RenewSubscription(input), request.max_price)
        }
        OrderKind::CreateServer => {
            let request: NewVmRequest = read_value(body)?;
            let max_price = request.max_price;
            (OrderRequest::CreateServer(request.into()), max_price)
        }
    })
}
