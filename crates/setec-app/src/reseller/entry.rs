//! Who calls the served Domains Reseller API, and whether they may.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use setec_core::Secret;
use setec_store::{Customer, CustomerKey};
use uuid::Uuid;

use super::CustomerCaller;
use super::throttle::{Calls, Limits};
use super::token::{self, Made};
use crate::auth::Throttle;
use crate::{App, Error, ErrorKind, Result};

/// The headers of a call by which somebody is let in.
#[derive(Debug, Clone, Default)]
pub struct ResellerHeaders {
    /// The customer's e-mail, as it was written.
    pub username: Option<String>,
    /// The token of the hour.
    pub token: Option<Secret>,
    /// Unix seconds at which the token was made.
    pub timestamp: Option<String>,
}

/// What stands at the entrance.
#[derive(Debug, Default)]
pub(crate) struct Entrance {
    calls: Calls,
    failures: Throttle,
}

impl App {
    /// Lets a customer in, or says why not.
    ///
    /// A name that nobody has is answered as a wrong token is, with the same work before it.
    pub async fn reseller_enter(
        &self,
        headers: &ResellerHeaders,
        address: Option<IpAddr>,
        request_id: Option<String>,
    ) -> Result<CustomerCaller> {
        let entrance = &self.entrance;
        if let Some(address) = address {
            let counted = entrance.calls.of_address(address);
            counted.map_err(|wait| limited("Too many requests from this address", wait))?;
        }
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let (Some(email), Some(token)) = (given(&headers.username), &headers.token) else {
            return Err(refused("The username and token headers are required"));
        };
        let now = Utc::now();
        let sent = match &headers.timestamp {
            Some(text) => Some(token::instant(text, now).map_err(refused)?),
            None => None,
        };
        if !entrance.calls.is_known(&email, address) {
            // By the address alone: who guesses at a name must not lock its owner out.
            let waited = entrance.failures.check("", address);
            waited.map_err(|error| slowed(&error))?;
        }
        let customer = self.store.customer_by_email(&email).await?;
        let id = customer
            .as_ref()
            .map_or_else(Uuid::nil, |customer| customer.id);
        let keys = self.store.live_keys(id, now).await?;
        let mut secrets: Vec<Secret> = keys
            .iter()
            .map(|key| self.open_customer_key(key))
            .collect::<Result<_>>()?;
        if secrets.is_empty() {
            secrets.push(Secret::new(
                "nobody has this key: it stands here for the work",
            ));
        }
        let hours = token::hours(now, sent);
        let made = token::judge(&email, token.expose().trim(), &secrets, &hours);
        let Some((customer, key)) = judged(made, customer, &keys, address)? else {
            let waited = entrance.failures.check(&email, address);
            waited.map_err(|error| slowed(&error))?;
            entrance.failures.failed(&email, address);
            return Err(refused(format!(
                "Invalid API token. It is base64(hex(HMAC-SHA256(key '<email>:<yy-mm-dd HH>', message '<API key>'))) with the time in UTC; our clock says {} UTC",
                now.format("%Y-%m-%d %H:%M:%S")
            )));
        };
        let is_named = allow(&customer, address)?;
        entrance.failures.succeeded(&email);
        entrance.calls.came(&email, address, is_named);
        let limits = Limits {
            per_minute: customer.per_minute,
            burst: customer.burst,
            per_day: customer.per_day,
        };
        let counted = entrance.calls.of_customer(customer.id, limits);
        counted.map_err(|wait| limited("Too many requests", wait))?;
        // The call does not fail for want of the note.
        if let Err(error) = self.store.touch_key(&key, now).await {
            tracing::warn!(%error, key = %key.id, "the use of an API key cannot be written down");
        }
        Ok(CustomerCaller {
            id: customer.id,
            email,
            customer: Arc::new(customer),
            address,
            request_id,
        })
    }

    /// A customer's key as it was given out.
    pub(crate) fn open_customer_key(&self, key: &CustomerKey) -> Result<Secret> {
        Ok(self.sealer.open(&key.sealed, &CustomerKey::place(key.id))?)
    }
}

/// Whoever made a token, where that is a customer whose client may make it like that.
fn judged(
    made: Made,
    customer: Option<Customer>,
    keys: &[CustomerKey],
    address: Option<IpAddr>,
) -> Result<Option<(Customer, CustomerKey)>> {
    let (at, mistake) = match made {
        Made::Right(at) => (at, None),
        Made::Mistaken(variant, at) => (at, Some(variant)),
        Made::Foreign => return Ok(None),
    };
    // Nobody has the key that stands in for none.
    let (Some(customer), Some(key)) = (customer, keys.get(at)) else {
        return Ok(None);
    };
    if let Some(variant) = mistake.filter(|variant| !customer.variants.contains(variant)) {
        let words = token::words(variant);
        tracing::warn!(customer = %customer.email, ?address, mistake = %variant, "a token was refused: {words}");
        // Who makes the mistake has the key, so it is no guess and not counted as one.
        return Err(refused(format!("Invalid API token: {words}")));
    }
    Ok(Some((customer, key.clone())))
}

/// Whether the customer may come from there; true where the operator has named the address.
fn allow(customer: &Customer, address: Option<IpAddr>) -> Result<bool> {
    let forbidden = |message: String| Err(Error::new(ErrorKind::Forbidden, message));
    if !customer.active {
        return forbidden("Access denied: this API account is disabled".to_owned());
    }
    if customer.allowed.is_empty() {
        return Ok(false);
    }
    let address = address.map(|address| address.to_canonical());
    let is_named = address.is_some_and(|address| {
        let mut nets = customer.allowed.iter();
        nets.any(|net| net.contains(&address))
    });
    if is_named {
        return Ok(true);
    }
    let shown = address.map_or_else(|| "not known".to_owned(), |address| address.to_string());
    tracing::warn!(customer = %customer.email, address = shown, "a customer came from an address that is not allowed");
    forbidden(format!(
        "Access denied. Your IP is {shown}; ask the operator to whitelist it"
    ))
}

fn refused(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unauthenticated, message)
}

fn limited(message: &str, wait: Duration) -> Error {
    let secs = wait.as_secs() + 1;
    Error {
        retry_after: Some(Duration::from_secs(secs)),
        ..Error::new(
            ErrorKind::RateLimited,
            format!("{message}; try again in {secs} s"),
        )
    }
}

/// Too many wrong tokens, in this API's words.
fn slowed(error: &Error) -> Error {
    let wait = error.retry_after.unwrap_or(Duration::from_secs(1));
    limited(
        "Too many wrong tokens",
        wait.saturating_sub(Duration::from_secs(1)),
    )
}
