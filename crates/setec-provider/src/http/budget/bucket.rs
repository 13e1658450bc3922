use std::time::Duration;

use tokio::time::Instant;

use super::shown::Shown;
use super::state::{AT_ONCE, FIRST_CALL};
use super::{Priority, pause};

/// The window of a vendor that does not tell it, such as Laravel's `throttle` by default.
const USUAL_WINDOW: Duration = Duration::from_mins(1);

/// Resets come in whole seconds and travel; a larger difference is another window.
const JITTER: Duration = Duration::from_millis(1500);

/// One limit of the vendor.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: u64,
    /// The least that an answer of this window has shown: answers overtake each other.
    remaining: u64,
    reset: Instant,
    window: Duration,
    closed_until: Option<Instant>,
    last_sent: Instant,
    /// The new window is by our clock only: one call asks before the others go.
    is_guess: bool,
}

impl Bucket {
    /// A bucket whose window is over, so that the first answer begins one.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            limit: 0,
            remaining: 0,
            reset: now,
            window: USUAL_WINDOW,
            closed_until: None,
            last_sent: now,
            is_guess: false,
        }
    }

    /// A bucket of a limit that no answer shows. Its first window begins with the first call, as
    /// the vendor's does: of two windows out of step, one would let too many calls into the other.
    pub(super) fn declared(limit: u64, window: Duration, now: Instant) -> Self {
        Self {
            limit,
            remaining: limit,
            window,
            ..Self::new(now)
        }
    }

    /// Takes over what an answer shows.
    pub(super) fn learn(&mut self, shown: &Shown, now: Instant) {
        let Some(remaining) = shown.remaining else {
            return;
        };
        self.is_guess = false;
        self.limit = shown.limit.unwrap_or(self.limit).max(remaining);
        let reset = shown.reset_in.map(|left| now + left);
        let is_new_window = now >= self.reset
            || match reset {
                Some(reset) => reset > self.reset + JITTER || reset + JITTER < self.reset,
                None => remaining > self.remaining.saturating_add(AT_ONCE),
            };
        if is_new_window {
            self.window = shown.window.or(shown.reset_in).unwrap_or(self.window);
            self.remaining = remaining;
            self.reset = reset.unwrap_or(now + self.window);
        } else {
            // The reset stays: the first answer of a window is the least rounded.
            self.remaining = self.remaining.min(remaining);
        }
    }

    /// Sends nothing for as long as a refusal says.
    pub(super) fn close(&mut self, shown: &Shown, now: Instant) {
        let until = now + pause(shown.retry_after);
        self.closed_until = self.closed_until.max(Some(until));
        if shown.reset_in.is_none() {
            self.window = self.window.max(until - now);
            self.reset = until;
        }
    }

    /// Counts a call whose answer says nothing of the limit.
    pub(super) fn spend(&mut self, now: Instant) {
        self.is_guess = false;
        if self.remaining == self.limit {
            // The vendor's window began with this call, at its answer at the latest.
            self.reset = now + self.window;
        }
        self.remaining = self.remaining.saturating_sub(1);
    }

    pub(super) fn sent(&mut self, now: Instant) {
        self.last_sent = now;
    }

    /// Its size, what is left of it, and until when.
    pub(super) fn left(&self, in_flight: u64, now: Instant) -> (u64, u64, Option<Instant>) {
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return (self.limit, 0, Some(until));
        }
        if now >= self.reset {
            return (self.limit, self.limit.saturating_sub(in_flight), None);
        }
        let left = self.remaining.saturating_sub(in_flight);
        (self.limit, left, Some(self.reset))
    }

    /// When the next call may go; `None` is now. Those under way may not be in `remaining` yet.
    pub(super) fn free_at(
        &mut self,
        in_flight: u64,
        priority: Priority,
        now: Instant,
    ) -> Option<Instant> {
        if let Some(until) = self.closed_until.filter(|until| *until > now) {
            return Some(until);
        }
        if now >= self.reset {
            self.is_guess = self.remaining < AT_ONCE;
            // A limit that is not told is found out by asking.
            self.remaining = self.limit.max(1);
            self.reset = now + self.window;
        }
        let answer_due = self.last_sent + FIRST_CALL;
        if self.is_guess && in_flight > 0 && answer_due > now {
            return Some(answer_due);
        }
        let left = self.remaining.saturating_sub(in_flight);
        let usable = left.saturating_sub(priority.reserve(self.limit));
        if usable == 0 {
            return Some(self.reset);
        }
        if left > self.limit / 2 {
            return None;
        }
        let next = spread(self.last_sent, self.reset, usable);
        (next > now).then_some(next)
    }
}

/// When the next of so many calls goes, if they are to last until the reset.
pub(super) fn spread(last_sent: Instant, reset: Instant, usable: u64) -> Instant {
    let gaps = u32::try_from(usable).unwrap_or(u32::MAX).saturating_add(1);
    last_sent + reset.duration_since(last_sent) / gaps
}
