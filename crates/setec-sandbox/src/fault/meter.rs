use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderValue};

/// The calls of a window, which begins with the first call after the last one.
#[derive(Debug, Default)]
pub struct Meter {
    end: Option<DateTime<Utc>>,
    used: u32,
}

/// Where one request stands in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    limit: u32,
    remaining: u32,
    /// Rounded up: a client that waits so long is not early.
    pub(crate) reset_secs: u64,
    pub(crate) is_over: bool,
}

impl Meter {
    pub(crate) fn count(&mut self, limit: u32, window_secs: u32, now: DateTime<Utc>) -> Standing {
        let end = match self.end {
            Some(end) if end > now => end,
            _ => {
                self.used = 0;
                *self
                    .end
                    .insert(now + TimeDelta::seconds(window_secs.into()))
            }
        };
        let left = (end - now).to_std().unwrap_or_default();
        let is_over = self.used >= limit;
        self.used = limit.min(self.used + 1);
        Standing {
            limit,
            remaining: limit - self.used,
            reset_secs: left.as_secs() + u64::from(left.subsec_nanos() > 0),
            is_over,
        }
    }
}

impl Standing {
    pub(crate) fn limit(self) -> u32 {
        self.limit
    }

    pub(crate) fn write(self, headers: &mut HeaderMap) {
        headers.insert("x-ratelimit-limit", self.limit.into());
        headers.insert("x-ratelimit-remaining", self.remaining.into());
        headers.insert("x-ratelimit-reset", HeaderValue::from(self.reset_secs));
    }
}
