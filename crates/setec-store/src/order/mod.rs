//! Orders: what was quoted, what was agreed to, and every step since.
//!
//! Nothing here talks to a provider. What makes an order leave once at most is here all the same:
//! `sent` is reached by one statement that compares and swaps.

mod advance;
mod confirm;
mod lease;
mod quote;
mod read;
mod row;
mod step;

use chrono::{DateTime, Utc};
use sea_orm::prelude::{Json, Uuid};
use setec_core::Money;
use setec_core::order::{OrderKind, OrderState};

pub use confirm::{Confirmed, NewOrder};
pub use quote::StoredQuote;
pub use read::OrderFilter;
pub use step::OrderStep;

/// What is bought and for how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// The account that buys it.
    pub account: String,
    /// What kind of thing it is.
    pub kind: OrderKind,
    /// What there may be one live order for at a time, such as a domain's name.
    pub target: String,
    /// What exactly is bought, in words.
    pub what: String,
    /// For how many years, where it is bought by the year.
    pub years: Option<u32>,
    /// Price of the first term.
    pub price: Money,
    /// Price of each further term in the same currency.
    pub renewal_price: Option<Money>,
}

impl Purchase {
    /// The domain, server or subscription itself: the target without the term that it renews.
    pub fn subject(&self) -> &str {
        let target = match self.kind {
            OrderKind::RenewSubscription => self.target.trim_start_matches("subscription "),
            _ => self.target.as_str(),
        };
        target
            .split_once(" from ")
            .map_or(target, |(subject, _)| subject)
    }
}

/// An order as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOrder {
    /// Its id; later orders have greater ones.
    pub id: Uuid,
    /// The quote that was agreed to.
    pub quote_id: Uuid,
    /// The user who agreed.
    pub user_id: Uuid,
    /// That user's name.
    pub user: String,
    /// What is bought.
    pub purchase: Purchase,
    /// The request, sealed.
    pub request: String,
    /// How far it has got.
    pub state: OrderState,
    /// Why somebody else must approve it first; `None` when nobody must any more.
    pub waits_because: Option<String>,
    /// Who has approved it.
    pub approved_by: Option<String>,
    /// What a person should know of its state.
    pub detail: Option<String>,
    /// When it was agreed to.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it may have left for the provider.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was completed or failed.
    pub settled_at: Option<DateTime<Utc>>,
    /// How often the provider was asked about it.
    pub looks: i32,
    /// When the provider is asked next.
    pub next_look_at: Option<DateTime<Utc>>,
    /// How things stood at the provider right before it was sent.
    pub baseline: Option<Json>,
    /// What was bought, as the answer to the order said.
    pub result: Option<Json>,
    /// The provider's id of what was bought, such as a server's.
    pub reference: Option<String>,
    /// The journal's entry of the sending.
    pub entry_id: Option<Uuid>,
}

/// A change of an order's state.
#[derive(Debug, Clone, Default)]
pub struct Advance {
    /// Who or what brought it about.
    pub by: String,
    /// What a person should know of it.
    pub detail: Option<String>,
    /// Set where it is known from now on.
    pub baseline: Option<Json>,
    /// Set where it is known from now on.
    pub result: Option<Json>,
    /// Set where it is known from now on.
    pub reference: Option<String>,
    /// Set where it is known from now on.
    pub entry_id: Option<Uuid>,
    /// Only if this process holds the order.
    pub node: Option<Uuid>,
}
