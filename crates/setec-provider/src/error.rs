//! What can go wrong at a provider.

use std::error::Error;
use std::time::Duration;

use setec_core::Violation;

/// Result of a provider's operation.
pub type Result<T> = std::result::Result<T, ProviderError>;

/// The kind decides what a caller does about an error, and whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The vendor or the driver refuses the input; nothing was changed.
    Invalid,
    /// The thing is not there, or not this account's.
    NotFound,
    /// The thing is there already.
    Exists,
    /// The thing's state does not allow it, such as locking a domain that cannot be locked.
    Conflict,
    /// The vendor rejects the account's stored credentials.
    Credentials,
    /// The vendor wants a payment method, or the payment was declined.
    PaymentRequired,
    /// Still limited after all retries.
    RateLimited {
        /// How long the vendor asks to wait.
        retry_after: Option<Duration>,
    },
    /// This account's vendor has no such operation.
    NotSupported,
    /// The vendor answered something that cannot be read.
    Protocol,
    /// The vendor cannot be reached or says it is down.
    Unavailable,
    /// No answer in time; the operation may have happened.
    Timeout,
}

impl ErrorKind {
    /// Whether the vendor may have carried the operation out although it failed here.
    pub fn outcome_is_unknown(self) -> bool {
        match self {
            Self::Protocol | Self::Unavailable | Self::Timeout => true,
            Self::Invalid
            | Self::NotFound
            | Self::Exists
            | Self::Conflict
            | Self::Credentials
            | Self::PaymentRequired
            | Self::RateLimited { .. }
            | Self::NotSupported => false,
        }
    }
}

/// A failed operation; the message is made for a person and holds no secret.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ProviderError {
    /// What a caller does about it.
    pub kind: ErrorKind,
    /// What was attempted, such as `list zones`.
    pub operation: &'static str,
    /// What went wrong, with the vendor's own words and correlation id.
    pub message: String,
    /// Field by field, where the input was at fault.
    pub violations: Vec<Violation>,
    /// The cause, for the log.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl ProviderError {
    /// An error without a cause behind it.
    pub fn new(kind: ErrorKind, operation: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            operation,
            message: message.into(),
            violations: Vec::new(),
            source: None,
        }
    }

    /// Input that breaks rules, all of them at once.
    pub fn invalid(operation: &'static str, violations: Vec<Violation>) -> Self {
        Self {
            kind: ErrorKind::Invalid,
            operation,
            message: setec_core::join_violations(&violations),
            violations,
            source: None,
        }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same error with words in front of its message.
    #[must_use]
    pub fn context(mut self, words: &str) -> Self {
        self.message = format!("{words}: {}", self.message);
        self
    }
}
