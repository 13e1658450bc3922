//! What happens, told to whoever listens at that moment. Nothing is kept: who was away looks again.

mod hub;
mod stream;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub(crate) use hub::{Events, of_entry};
pub use stream::EventStream;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// A journal entry was begun, or has ended: `state` says how.
    Journal,
    /// An order has come to a state.
    Order,
    /// An account's domains are read: `state`, and how far it has got.
    DomainSync,
    /// A zone was changed by us, or was seen to have been changed by others.
    Zone,
    /// An account was configured or removed, or its health has changed.
    Account,
    /// Events were missed: whatever is shown is to be asked for again.
    Lagged,
}

impl EventKind {
    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Order => "order",
            Self::DomainSync => "domain_sync",
            Self::Zone => "zone",
            Self::Account => "account",
            Self::Lagged => "lagged",
        }
    }
}

/// Something that has happened. It holds no secret and no content: details are asked for.
#[derive(Debug, Clone)]
pub struct Event {
    /// Rises with every event, also over a restart.
    pub id: u64,
    /// When it was told.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub kind: EventKind,
    /// The account.
    pub account: Option<String>,
    /// The thing, such as a zone's or a domain's name.
    pub subject: Option<String>,
    /// The journal's word for what is done, or the kind of order.
    pub action: Option<String>,
    /// What has become of it.
    pub state: Option<&'static str>,
    /// Who did it.
    pub actor: Option<String>,
    /// The journal entry or the order.
    pub reference: Option<Uuid>,
    /// How many are done, and of how many.
    pub progress: Option<(u32, u32)>,
}

impl Event {
    /// An event that says nothing yet but what it is about.
    pub(crate) fn of(kind: EventKind) -> Self {
        Self {
            id: 0,
            at: Utc::now(),
            kind,
            account: None,
            subject: None,
            action: None,
            state: None,
            actor: None,
            reference: None,
            progress: None,
        }
    }

    /// An event of a thing in an account.
    pub(crate) fn about(
        kind: EventKind,
        account: &str,
        subject: Option<&str>,
        state: &'static str,
    ) -> Self {
        Self {
            account: Some(account.to_owned()),
            subject: subject.map(str::to_owned),
            state: Some(state),
            ..Self::of(kind)
        }
    }
}
