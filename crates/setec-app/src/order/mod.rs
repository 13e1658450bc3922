//! Orders: everything that spends money takes this one way.
//!
//! quote (checked and priced) -> confirm -> send, once -> settled by the answer, or by asking the
//! provider until it is certain. Every state is written down before and after the step that it
//! stands for; the store lets one process of all nodes get an order to `sent`.

mod answer;
mod confirm;
mod direct;
mod driver_order;
mod keeper;
mod limits;
mod look;
mod offer;
mod paid;
mod prepare;
mod quote;
mod request;
mod send;
mod subscription;
mod view;

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use setec_store::Sealer;
use tokio::sync::Notify;
use uuid::Uuid;

pub use confirm::Confirmation;
pub use direct::Direct;
pub use limits::{SpendingView, Spent};
pub use paid::PayingSubscription;
pub use quote::QuoteView;
pub use request::{
    NewServerInput, OrderRequest, PurchaseInput, RenewalInput, RestoreInput, SubscriptionInput,
    TransferInput,
};
pub use view::{Order, OrderDetails, OrderFilter, OrderStep};

/// How long a quote may be agreed to; prices of vendors hold for longer.
const QUOTE_VALID: TimeDelta = TimeDelta::minutes(15);

/// How long a process that is at an order may be silent before it counts as gone.
const LEASE: TimeDelta = TimeDelta::seconds(10);
const HEARTBEAT: Duration = Duration::from_secs(3);

/// What the use cases of orders work with.
#[derive(Debug)]
pub(crate) struct Orders {
    /// This process among all that share the database.
    node: Uuid,
    sealer: Sealer,
    /// What is not at the provider so long after it was sent was never ordered.
    patience: TimeDelta,
    wake: Arc<Notify>,
}

impl Orders {
    pub(crate) fn new(sealer: Sealer, patience: Duration) -> Self {
        Self {
            node: Uuid::now_v7(),
            sealer,
            patience: TimeDelta::from_std(patience).unwrap_or(TimeDelta::MAX),
            wake: Arc::default(),
        }
    }
}
