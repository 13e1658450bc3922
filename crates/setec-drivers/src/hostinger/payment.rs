//! The means of payment that an order can use.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::Violation;
use setec_core::billing::PaymentMethod;
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::hostinger::client::Client;
use crate::hostinger::{date, ids, lenient};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Method {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    identifier: Option<String>,
    #[serde(rename = "payment_method", deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_default: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_expired: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_suspended: Option<bool>,
    #[serde(deserialize_with = "date::optional")]
    expires_at: Option<DateTime<Utc>>,
}

impl From<Method> for PaymentMethod {
    fn from(method: Method) -> Self {
        Self {
            id: method.id.unwrap_or_default(),
            name: method.name.unwrap_or_default(),
            identifier: method.identifier.unwrap_or_default(),
            kind: method.kind.unwrap_or_default(),
            is_default: method.is_default.unwrap_or_default(),
            is_expired: method.is_expired.unwrap_or_default(),
            is_suspended: method.is_suspended.unwrap_or_default(),
            expires_at: method.expires_at,
        }
    }
}

/// All of the account.
pub(super) async fn methods(client: &Client) -> Result<Vec<PaymentMethod>> {
    let methods: Vec<Method> = client
        .get("list payment methods", "api/billing/v1/payment-methods")
        .await?;
    Ok(methods.into_iter().map(PaymentMethod::from).collect())
}

/// The number of a method: `1327362` or `pm_1327362`.
pub(super) fn number(operation: &'static str, text: &str) -> Result<i64> {
    ids::number(text, "pm_").ok_or_else(|| {
        let rule = format!("'{text}' is not the id of a payment method, such as 1327362");
        ProviderError::invalid(operation, vec![Violation::new("payment_method_id", rule)])
    })
}

/// Checks that the wanted method, or else the default one, can be charged.
pub(super) async fn usable(
    client: &Client,
    operation: &'static str,
    wanted: Option<&str>,
) -> Result<Option<i64>> {
    let wanted = wanted.map(|text| number(operation, text)).transpose()?;
    let methods = methods(client).await?;
    let refuse = |message: String| {
        Err(ProviderError::new(
            ErrorKind::PaymentRequired,
            operation,
            message,
        ))
    };
    let found = match wanted {
        Some(number) => methods
            .iter()
            .find(|method| method.id == number.to_string()),
        None => methods.iter().find(|method| method.is_default),
    };
    match (found, wanted) {
        (Some(method), _) if method.is_expired || method.is_suspended => {
            let state = if method.is_expired {
                "has expired"
            } else {
                "is suspended"
            };
            refuse(format!(
                "payment method {} ({}) {state}",
                method.id, method.identifier
            ))
        }
        (Some(_), _) => Ok(wanted),
        (None, Some(number)) => {
            let known: Vec<&str> = methods.iter().map(|method| method.id.as_str()).collect();
            let rule = format!(
                "the account has no payment method {number}; it has {}",
                list_or_none(&known)
            );
            let violation = Violation::new("payment_method_id", rule);
            Err(ProviderError::invalid(operation, vec![violation]))
        }
        (None, None) => refuse(
            "the account has no default payment method; add one in hPanel or name another"
                .to_owned(),
        ),
    }
}

fn list_or_none(known: &[&str]) -> String {
    if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    }
}
