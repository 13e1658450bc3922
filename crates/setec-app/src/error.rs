//! What can go wrong in a use case, without any protocol.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use setec_core::dns::SetKey;
use setec_core::{Violation, join_violations};
use setec_provider::{ErrorKind as ProviderErrorKind, ProviderError};
use setec_store::StoreError;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// The conditions that callers tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the architecture's table of errors says what each means"
)]
pub enum ErrorKind {
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    Exists,
    Conflict,
    Protected,
    NeedsApproval,
    StalePlan,
    UnsafePlan,
    PaymentRequired,
    RateLimited,
    NotSupported,
    ProviderCredentials,
    ProviderProtocol,
    ProviderUnavailable,
    ProviderTimeout,
    Internal,
}

/// A failed use case; the message is for the caller, the source for the log only.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// The condition.
    pub kind: ErrorKind,
    /// What went wrong, in words a person can act on.
    pub message: String,
    /// Field by field, where the input was at fault.
    pub violations: Vec<Violation>,
    /// How long to wait before trying again.
    pub retry_after: Option<Duration>,
    /// Changes that stand although the rest failed, as `name TYPE`.
    pub applied: Vec<String>,
    /// The cause.
    #[source]
    pub source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error without a cause behind it.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            violations: Vec::new(),
            retry_after: None,
            applied: Vec::new(),
            source: None,
        }
    }

    /// Input that breaks rules, all of them at once.
    pub fn invalid(violations: Vec<Violation>) -> Self {
        let message = join_violations(&violations);
        Self {
            violations,
            ..Self::new(ErrorKind::Invalid, message)
        }
    }

    /// Input of which one field breaks one rule.
    pub fn field(field: &str, rule: impl Into<String>) -> Self {
        Self::invalid(vec![Violation::new(field, rule)])
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message)
    }

    pub(crate) fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            source: Some(Arc::from(source.into())),
            ..Self::new(
                ErrorKind::Internal,
                "an internal error occurred; the log has the details",
            )
        }
    }

    /// Whether the provider may have done what was asked although this came back.
    pub(crate) fn outcome_is_unknown(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::ProviderProtocol
                | ErrorKind::ProviderUnavailable
                | ErrorKind::ProviderTimeout
        )
    }

    /// The same error of somebody whose changes to those sets stand nevertheless.
    pub(crate) fn with_standing(mut self, sets: &[&SetKey]) -> Self {
        let name = |key: &&SetKey| format!("{} {}", key.name, key.rtype);
        self.applied = sets.iter().map(name).collect();
        if !sets.is_empty() {
            let stand = self.applied.join(", ");
            self.message = format!("{} (these changes stand: {stand})", self.message);
        }
        self
    }

    /// The same error once more, for callers that share one failed read.
    pub(crate) fn share(&self) -> Self {
        Self {
            violations: self.violations.clone(),
            retry_after: self.retry_after,
            applied: self.applied.clone(),
            source: self.source.clone(),
            ..Self::new(self.kind, self.message.clone())
        }
    }
}

impl From<ProviderError> for Error {
    fn from(error: ProviderError) -> Self {
        let mut retry_after = None;
        let kind = match error.kind {
            ProviderErrorKind::Invalid => ErrorKind::Invalid,
            ProviderErrorKind::NotFound => ErrorKind::NotFound,
            ProviderErrorKind::Exists => ErrorKind::Exists,
            ProviderErrorKind::Conflict => ErrorKind::Conflict,
            ProviderErrorKind::Credentials => ErrorKind::ProviderCredentials,
            ProviderErrorKind::PaymentRequired => ErrorKind::PaymentRequired,
            ProviderErrorKind::RateLimited { retry_after: pause } => {
                retry_after = pause;
                ErrorKind::RateLimited
            }
            ProviderErrorKind::NotSupported => ErrorKind::NotSupported,
            ProviderErrorKind::Protocol => ErrorKind::ProviderProtocol,
            ProviderErrorKind::Unavailable => ErrorKind::ProviderUnavailable,
            ProviderErrorKind::Timeout => ErrorKind::ProviderTimeout,
        };
        Self {
            kind,
            message: error.message.clone(),
            violations: error.violations.clone(),
            retry_after,
            applied: Vec::new(),
            source: Some(Arc::new(error)),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Exists { .. } => Self::new(ErrorKind::Exists, error.to_string()),
            StoreError::NotFound { .. } => Self::not_found(error.to_string()),
            other => Self::internal(other),
        }
    }
}
