//! How accounts are doing, as their calls have shown it since the program began.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use setec_provider::Health;
use setec_provider::http::Left;

use super::{Account, AccountSummary};
use crate::{App, Result};

/// Whether an account works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthState {
    /// It answered the last time that it was asked.
    Ok,
    /// It refuses the credentials, does not answer, or its file cannot be used.
    Failing,
    /// It has not been asked yet.
    Unknown,
}

impl HealthState {
    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether an account works, and since when.
#[derive(Debug, Clone)]
pub struct AccountHealth {
    /// The state.
    pub state: HealthState,
    /// Since when, where that is known.
    pub since: Option<DateTime<Utc>>,
    /// What is wrong.
    pub message: Option<String>,
}

/// Calls that are left of what the vendor allows.
pub type CallsLeft = Left;

impl From<&Health> for AccountHealth {
    fn from(health: &Health) -> Self {
        let (state, since, message) = match health {
            Health::Unknown => (HealthState::Unknown, None, None),
            Health::Ok { since } => (HealthState::Ok, Some(*since), None),
            Health::Failing { since, message } => {
                (HealthState::Failing, Some(*since), Some(message.clone()))
            }
        };
        Self {
            state,
            since,
            message,
        }
    }
}

impl AccountHealth {
    /// The health of an account of which nothing but that is known.
    pub(super) fn failing(message: &str) -> Self {
        Self {
            state: HealthState::Failing,
            since: None,
            message: Some(message.to_owned()),
        }
    }
}

impl Account {
    pub(super) fn health(&self) -> AccountHealth {
        let seen = match self.provider.pulse() {
            Some(pulse) => AccountHealth::from(&pulse.health()),
            // Its zones are our own: nobody else has to answer.
            None => AccountHealth {
                state: HealthState::Ok,
                since: None,
                message: None,
            },
        };
        // A refusal is remembered over a restart.
        if !self.connected && seen.state != HealthState::Failing {
            return AccountHealth::failing("the provider refused the stored credentials");
        }
        seen
    }
}

impl App {
    /// Adds when the domains of accounts were last read.
    pub(super) async fn add_syncs(&self, summaries: &mut [AccountSummary]) -> Result<()> {
        let syncs = self.store.domain_syncs().await?;
        let ended: HashMap<String, DateTime<Utc>> = syncs
            .into_iter()
            .filter_map(|sync| Some((sync.account, sync.finished_at?)))
            .collect();
        for summary in summaries {
            summary.last_sync = ended.get(&summary.name).copied();
        }
        Ok(())
    }
}
