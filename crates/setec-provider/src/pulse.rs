//! How an account is doing, as its calls show it.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};

use crate::{ErrorKind, ProviderError};

/// Whether an account answers and takes its credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Health {
    /// It has not been asked yet.
    #[default]
    Unknown,
    /// It answered the last time.
    Ok {
        /// When that began.
        since: DateTime<Utc>,
    },
    /// It refuses the credentials, or does not answer.
    Failing {
        /// When that began.
        since: DateTime<Utc>,
        /// What it said last, or how it failed.
        message: String,
    },
}

type Listener = Box<dyn Fn(&Health) + Send + Sync>;

/// Keeps an account's health in step with the outcomes of its calls.
#[derive(Default)]
pub struct Pulse {
    health: Mutex<Health>,
    listener: OnceLock<Listener>,
}

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pulse").field(&self.health()).finish()
    }
}

impl Pulse {
    /// The health as it is now.
    pub fn health(&self) -> Health {
        let health = self.health.lock();
        health.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Has that called whenever an account begins to answer or to fail. The first caller stays.
    pub fn on_change(&self, listener: impl Fn(&Health) + Send + Sync + 'static) {
        // An account has one owner, who asks for this once.
        let _ = self.listener.set(Box::new(listener));
    }

    /// Takes note of what became of a call.
    ///
    /// A refusal of the input is a sign of health. A limit that is used up and an answer that
    /// cannot be read say nothing of the account as a whole.
    pub fn heard(&self, failure: Option<&ProviderError>) {
        let now = Utc::now();
        let heard = match failure {
            None => Health::Ok { since: now },
            Some(error) => match error.kind {
                ErrorKind::Credentials | ErrorKind::Unavailable | ErrorKind::Timeout => {
                    Health::Failing {
                        since: now,
                        message: error.message.clone(),
                    }
                }
                ErrorKind::RateLimited { .. } | ErrorKind::Protocol => return,
                ErrorKind::Invalid
                | ErrorKind::NotFound
                | ErrorKind::Exists
                | ErrorKind::Conflict
                | ErrorKind::PaymentRequired
                | ErrorKind::NotSupported => Health::Ok { since: now },
            },
        };
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        let was_failing = match (&mut *health, &heard) {
            (Health::Ok { .. }, Health::Ok { .. }) => return,
            (
                Health::Failing { message, .. },
                Health::Failing {
                    message: newest, ..
                },
            ) => {
                message.clone_from(newest);
                return;
            }
            (before, _) => matches!(before, Health::Failing { .. }),
        };
        *health = heard.clone();
        drop(health);
        // That an account answers is news only where it did not before.
        let is_news = was_failing || matches!(heard, Health::Failing { .. });
        if let (true, Some(listener)) = (is_news, self.listener.get()) {
            listener(&heard);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{Health, Pulse};
    use crate::{ErrorKind, ProviderError};

    #[test]
    fn health_follows_what_calls_show_and_tells_changes_once() {
        let pulse = Pulse::default();
        let told = Arc::new(Mutex::new(Vec::new()));
        let listener = Arc::clone(&told);
        pulse.on_change(move |health| {
            listener
                .lock()
                .expect("no panic")
                .push(matches!(health, Health::Ok { .. }));
        });
        let heard =
            |kind| pulse.heard(Some(&ProviderError::new(kind, "test", format!("{kind:?}"))));
        assert_eq!(pulse.health(), Health::Unknown);
        heard(ErrorKind::Protocol);
        assert_eq!(pulse.health(), Health::Unknown);
        heard(ErrorKind::NotFound);
        assert!(matches!(pulse.health(), Health::Ok { .. }));
        heard(ErrorKind::Credentials);
        heard(ErrorKind::Unavailable);
        heard(ErrorKind::RateLimited { retry_after: None });
        let Health::Failing { message, .. } = pulse.health() else {
            panic!("it fails");
        };
        assert_eq!(message, "Unavailable");
        pulse.heard(None);
        pulse.heard(None);
        assert_eq!(*told.lock().expect("no panic"), [false, true]);
    }
}
