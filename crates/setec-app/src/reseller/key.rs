//! Keys of customers: shown once, sealed from then on, several at a time.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use setec_core::{Secret, Violation};
use setec_store::{Customer, CustomerKey};
use uuid::Uuid;

use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

/// Characters of a key; about 285 bits.
const LENGTH: usize = 48;

/// The usual time for which a key and its successor both open the door.
const OVERLAP_HOURS: u32 = 72;

/// The longest of those times.
const MOST_OVERLAP_HOURS: u32 = 24 * 90;

/// Keys that open the door at a time: each costs a look at every request.
const MOST_LIVE: usize = 10;

/// Letters and digits, which no shell, form or header changes.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerKeyView {
    /// Its id.
    pub id: Uuid,
    /// What the operator calls it.
    pub label: String,
    /// Whether it opens the door now.
    pub live: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A new key, the only time that it is shown.
#[derive(Debug, Clone)]
pub struct NewCustomerKey {
    /// The key.
    pub key: Secret,
    /// What is known of it.
    pub view: CustomerKeyView,
}

impl From<CustomerKey> for CustomerKeyView {
    fn from(key: CustomerKey) -> Self {
        Self {
            live: key.is_live(Utc::now()),
            id: key.id,
            label: key.label,
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

impl App {
    /// The keys of a customer, oldest first; also those that ended.
    pub async fn customer_keys(
        &self,
        actor: &Actor,
        customer: &str,
    ) -> Result<Vec<CustomerKeyView>> {
        actor.may_read()?;
        let customer = self.customer_of(customer).await?;
        let keys = self.store.customer_keys(customer.id).await?;
        Ok(keys.into_iter().map(CustomerKeyView::from).collect())
    }

    /// Makes a further key for a customer.
    pub async fn create_customer_key(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        label: &str,
    ) -> Result<NewCustomerKey> {
        actor.may_write()?;
        let label = check_label(label)?;
        let customer = self.customer_of(customer).await?;
        self.add_key(actor, customer, "customer_key.create", label, None)
            .await
    }

    /// Makes a key in place of all that a customer has; those end after some hours, 72 where
    /// nothing is said.
    pub async fn rotate_customer_keys(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        label: &str,
        overlap_hours: Option<u32>,
    ) -> Result<NewCustomerKey> {
        actor.may_write()?;
        let label = check_label(label)?;
        let hours = overlap_hours.unwrap_or(OVERLAP_HOURS);
        if hours > MOST_OVERLAP_HOURS {
            let rule = format!("0 to {MOST_OVERLAP_HOURS} hours");
            return Err(Error::field("overlap_hours", rule));
        }
        let customer = self.customer_of(customer).await?;
        let end = Utc::now() + TimeDelta::hours(hours.into());
        self.add_key(actor, customer, "customer_key.rotate", label, Some(end))
            .await
    }

    /// Ends a key at once.
    pub async fn revoke_customer_key(
        self: &Arc<Self>,
        actor: &Actor,
        customer: &str,
        key: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let customer = self.customer_of(customer).await?;
        let missing = || Error::not_found(format!("the customer has no key {key} to revoke"));
        let id: Uuid = key.parse().map_err(|_| missing())?;
        let missing = missing();
        let draft = Draft {
            subject: Some(customer.email),
            ..Draft::new("customer_key.revoke").to(json!({"key": id}))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let revoked = app.store.revoke_customer_key(customer.id, id).await?;
            if revoked { Ok(()) } else { Err(missing) }
        })
        .await
    }

    async fn add_key(
        self: &Arc<Self>,
        actor: &Actor,
        customer: Customer,
        action: &'static str,
        label: String,
        replaced_at: Option<DateTime<Utc>>,
    ) -> Result<NewCustomerKey> {
        let now = Utc::now();
        let live = self.store.live_keys(customer.id, now).await?;
        if live.len() >= MOST_LIVE {
            let rule = format!("{MOST_LIVE} keys are live at most; revoke one first");
            return Err(Error::invalid(vec![Violation::new("key", rule)]));
        }
        let replaced: Vec<Uuid> = live.iter().map(|key| key.id).collect();
        let id = Uuid::now_v7();
        let secret = new_secret();
        let key = CustomerKey {
            id,
            customer_id: customer.id,
            label,
            sealed: self.sealer.seal(&secret, &CustomerKey::place(id)),
            created_at: now,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        };
        let draft = Draft {
            subject: Some(customer.email),
            ..Draft::new(action).to(json!({
                "key": id,
                "label": key.label,
                "others_end_at": replaced_at,
            }))
        };
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let replaced = replaced_at.map(|end| (replaced.as_slice(), end));
            let key = app.store.add_customer_key(&key, replaced).await?;
            Ok(NewCustomerKey {
                key: secret,
                view: key.into(),
            })
        })
        .await
    }
}

fn check_label(label: &str) -> Result<String> {
    let label = label.trim();
    if label.chars().count() > 100 || label.contains(char::is_control) {
        return Err(Error::field("label", "up to 100 characters"));
    }
    Ok(label.to_owned())
}

fn new_secret() -> Secret {
    let mut text = String::with_capacity(LENGTH);
    while text.len() < LENGTH {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).expect("the operating system has random bytes");
        // What is above the last whole multiple would make some letters likelier than others.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let letters = fair.map(|byte| char::from(ALPHABET[usize::from(byte % 62)]));
        let wanted = LENGTH - text.len();
        text.extend(letters.take(wanted));
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests {
    use super::{LENGTH, new_secret};

    #[test]
    fn keys_are_long_plain_and_different() {
        let (one, other) = (new_secret(), new_secret());
        assert_eq!(one.expose().len(), LENGTH);
        assert!(one.expose().bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(one.expose(), other.expose());
    }
}
