//! Long-running operations.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::server::{Action, ActionStatus};
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::hostinger::{date, lenient};

/// An action as the API shows it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::hostinger) struct WireAction {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    updated_at: Option<DateTime<Utc>>,
}

impl From<WireAction> for Action {
    fn from(wire: WireAction) -> Self {
        let state = wire.state.unwrap_or_default();
        Self {
            id: wire.id.unwrap_or_default().to_string(),
            name: wire.name.unwrap_or_default(),
            // `created`, `sent` and `delayed` are all not final.
            status: match state.as_str() {
                "success" => ActionStatus::Success,
                "error" => ActionStatus::Error,
                _ => ActionStatus::Running,
            },
            state,
            created_at: wire.created_at,
            updated_at: wire.updated_at,
        }
    }
}

/// The action that a call has started. One with the id 0 is the API's way to say that it has
/// done nothing, with a 200.
pub(in crate::hostinger) fn accept(operation: &'static str, made: WireAction) -> Result<Action> {
    if made.id.unwrap_or_default() == 0 {
        let message = format!(
            "the provider did nothing: its answer to '{operation}' is an empty action; the server's state may not allow it"
        );
        return Err(ProviderError::new(ErrorKind::Conflict, operation, message));
    }
    Ok(made.into())
}

/// A list of actions in the contract's order.
pub(super) fn newest_first(mut found: Vec<WireAction>) -> Vec<Action> {
    found.sort_by_key(|action| std::cmp::Reverse((action.created_at, action.id)));
    found.into_iter().map(Action::from).collect()
}
