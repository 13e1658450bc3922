//! When an account's calls may go, so that its vendor never has to refuse one for their number.
//!
//! Limits are learned from answers. Paths that show the same limit share one bucket; a path that
//! shows another has its own; one that was answered without any has none. A path not answered yet
//! keeps to every limit known, and its first call goes alone to find out which it is. What a vendor's
//! documentation tells is kept from the first call on, beside what answers show.

mod bucket;
mod declared;
mod shown;
mod state;
#[cfg(test)]
mod tests;

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

use self::shown::Shown;
use self::state::{Lanes, State, Wait};
use crate::{ErrorKind, ProviderError, Result};

tokio::task_local! {
    static BACKGROUND: ();
}

/// How long a person's call waits before it fails with nothing sent.
const PATIENCE: Duration = Duration::from_mins(1);

/// The same for background work, which can outwait an hourly window.
const BACKGROUND_PATIENCE: Duration = Duration::from_hours(1);

/// How long a refusal holds the account's calls back at most: after that, one may ask again.
const MAX_PAUSE: Duration = Duration::from_hours(1);

/// The pause after a refusal that names none.
const UNNAMED_PAUSE: Duration = Duration::from_secs(1);

/// Marks work that nobody waits for, such as a bulk change: its calls let people's calls pass and
/// leave a fifth of each limit to them. The mark does not reach into tasks that the work spawns.
pub async fn background<F: Future>(work: F) -> F::Output {
    BACKGROUND.scope((), work).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Priority {
    People,
    Background,
}

impl Priority {
    /// How many calls of a limit are left to others.
    fn reserve(self, limit: u64) -> u64 {
        match self {
            Self::People => 0,
            Self::Background => limit / 5,
        }
    }
}

/// Which calls a limit of the vendor's documentation counts.
#[derive(Debug, Clone, Copy)]
pub enum Calls<'a> {
    /// Those to paths of that kind, beside any limit that their answers show.
    To(&'a str),
    /// All, but those to paths whose answers show another limit.
    All,
}

/// What one account may send, shared by all who use it.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    state: Mutex<State>,
    changed: Notify,
}

/// What is left of the tightest limit that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Calls that the vendor allows in a window, where it tells.
    pub limit: Option<u64>,
    /// Calls of this window that are left; those under way count as used.
    pub remaining: u64,
    /// When the next window begins; `None` where this one has not begun.
    pub resets_at: Option<DateTime<Utc>>,
}

/// The permission to send one call; it counts as under way until this is dropped.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    budget: &'a Budget,
    path: &'a str,
    answer: Option<(StatusCode, Shown)>,
}

/// Counts a person's call as waiting.
struct Waiting<'a> {
    budget: &'a Budget,
    path: &'a str,
}

impl Budget {
    /// Keeps those calls to a limit that answers need not show.
    pub(crate) fn declare(&self, calls: Calls<'_>, limit: u64, window: Duration) {
        let mut state = self.state();
        match calls {
            Calls::To(path) => state.declare(scope_of(path), limit, window),
            Calls::All => state.declare_for_all(limit, window, Instant::now()),
        }
    }

    /// Waits for the call's turn; an error means that nothing was sent.
    pub(crate) async fn pass<'a>(
        &'a self,
        operation: &'static str,
        path: &'a str,
    ) -> Result<Pass<'a>> {
        let path = scope_of(path);
        let priority = match BACKGROUND.try_with(|()| ()) {
            Ok(()) => Priority::Background,
            Err(_) => Priority::People,
        };
        let started = Instant::now();
        let deadline = started
            + match priority {
                Priority::People => PATIENCE,
                Priority::Background => BACKGROUND_PATIENCE,
            };
        let exhausted = |retry_after| {
            let kind = ErrorKind::RateLimited { retry_after };
            let message = "the account's calls to the provider are used up for now";
            ProviderError::new(kind, operation, message)
        };
        let lanes = self.lanes(path);
        let _waiting = (priority == Priority::People).then(|| Waiting::new(self, path));
        // Only the first of each lane looks at the clock; the others stand behind it in order.
        let _turn = timeout_at(deadline, lanes.of(priority).lock())
            .await
            .map_err(|_| exhausted(None))?;
        let mut reason = None;
        loop {
            let mut changed = pin!(self.changed.notified());
            // From here on no change is missed.
            changed.as_mut().enable();
            let now = Instant::now();
            let Some(Wait { until, why }) = self.state().take(path, priority, now) else {
                break;
            };
            if until.is_some_and(|until| until > deadline) || now >= deadline {
                tracing::debug!(operation, path, why, "hosting provider call not sent");
                return Err(exhausted(until.map(|until| until - now)));
            }
            reason = Some(why);
            tokio::select! {
                () = sleep_until(until.unwrap_or(deadline).min(deadline)) => {}
                () = changed => {}
            }
        }
        if let Some(why) = reason {
            let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(
                operation,
                path,
                ?priority,
                why,
                millis,
                "hosting provider call waited"
            );
        }
        Ok(Pass {
            budget: self,
            path,
            answer: None,
        })
    }

    /// What is left of the tightest limit; `None` where no limit is known.
    pub(crate) fn left(&self) -> Option<Left> {
        let now = Instant::now();
        let (limit, remaining, reset) = self.state().left(now)?;
        let resets_at = reset.map(|reset| Utc::now() + (reset - now));
        Some(Left {
            limit,
            remaining,
            resets_at,
        })
    }

    fn lanes(&self, path: &str) -> Arc<Lanes> {
        self.state().lanes(path)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Takes note of what an answer says about the limit.
    pub(crate) fn answered(mut self, status: StatusCode, headers: &HeaderMap) {
        self.answer = Some((status, Shown::read(headers)));
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let answer = self.answer.take();
        self.budget
            .state()
            .settle(self.path, answer, Instant::now());
        self.budget.changed.notify_waiters();
    }
}

impl<'a> Waiting<'a> {
    fn new(budget: &'a Budget, path: &'a str) -> Self {
        budget.state().wait(path);
        Self { budget, path }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.budget.state().stop_waiting(self.path);
        self.budget.changed.notify_waiters();
    }
}

/// The part of a path that stands for its kind of call: up to four segments, none of which looks
/// like a name or an id (`v1` does not).
fn scope_of(path: &str) -> &str {
    let path = path.trim_start_matches('/');
    let mut end = 0;
    for segment in path.split('/').take(4) {
        let is_version = segment
            .strip_prefix('v')
            .is_some_and(|rest| rest.parse::<u8>().is_ok());
        if !is_version && segment.contains(|c: char| c == '.' || c == '%' || c.is_ascii_digit()) {
            break;
        }
        end += segment.len() + 1;
    }
    &path[..end.saturating_sub(1)]
}

/// The pause that a refusal asks for.
fn pause(retry_after: Option<Duration>) -> Duration {
    retry_after.unwrap_or(UNNAMED_PAUSE).min(MAX_PAUSE)
}
