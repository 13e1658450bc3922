//! Which calls are sent again, and when.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;

use crate::http::Reply;
use crate::{ErrorKind, ProviderError};

/// Whether sending a call twice can do harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Twice is as good as once: sent again after 429, 502, 503, 504 and broken connections.
    Idempotent,
    /// Twice is not once, but a 429 says that nothing was done: sent again after that only.
    WhenLimited,
    /// An order: never sent again.
    Never,
}

/// How often a call is repeated at most.
const MAX_REPEATS: u32 = 3;

/// The longest pause before a repeat, whatever the vendor asks for.
const MAX_PAUSE: Duration = Duration::from_mins(1);

/// The pause before the next attempt; `None` where this outcome is final.
pub(crate) fn pause(
    outcome: &Result<Reply, ProviderError>,
    repeat: Repeat,
    attempt: u32,
) -> Option<Duration> {
    if repeat == Repeat::Never || attempt > MAX_REPEATS {
        return None;
    }
    let backoff = Duration::from_secs(1 << (attempt - 1));
    match outcome {
        Ok(reply) if reply.status == StatusCode::TOO_MANY_REQUESTS => {
            Some(reply.retry_after().unwrap_or(backoff).min(MAX_PAUSE))
        }
        Ok(reply) if repeat == Repeat::Idempotent && matches!(reply.status.as_u16(), 502..=504) => {
            Some(reply.retry_after().unwrap_or(backoff / 4).min(MAX_PAUSE))
        }
        Err(error) if repeat == Repeat::Idempotent && error.kind == ErrorKind::Unavailable => {
            Some(backoff / 4)
        }
        _ => None,
    }
}

/// Seconds or an HTTP date (RFC 9110 section 10.2.3).
pub(crate) fn parse_retry_after(text: &str) -> Option<Duration> {
    if let Ok(secs) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(secs));
    }
    let at = DateTime::parse_from_rfc2822(text.trim()).ok()?;
    let wait = at.with_timezone(&Utc) - Utc::now();
    Some(wait.to_std().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, StatusCode};

    use super::{Repeat, parse_retry_after, pause};
    use crate::http::Reply;
    use crate::{ErrorKind, ProviderError};

    fn reply(status: u16, retry_after: Option<&str>) -> Reply {
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert("retry-after", text.parse().expect("a header value"));
        }
        let status = StatusCode::from_u16(status).expect("a status");
        Reply {
            operation: "test",
            status,
            headers,
            body: Vec::new(),
        }
    }

    #[test]
    fn repeats_follow_the_kind_of_call() {
        let broken = || Err(ProviderError::new(ErrorKind::Unavailable, "test", "gone"));
        let timeout = || Err(ProviderError::new(ErrorKind::Timeout, "test", "late"));
        for (outcome, idempotent, limited) in [
            (Ok(reply(429, None)), true, true),
            (Ok(reply(502, None)), true, false),
            (Ok(reply(503, None)), true, false),
            (Ok(reply(504, None)), true, false),
            (broken(), true, false),
            (timeout(), false, false),
            (Ok(reply(500, None)), false, false),
            (Ok(reply(422, None)), false, false),
            (Ok(reply(200, None)), false, false),
        ] {
            assert_eq!(
                pause(&outcome, Repeat::Idempotent, 1).is_some(),
                idempotent,
                "{outcome:?}"
            );
            assert_eq!(
                pause(&outcome, Repeat::WhenLimited, 1).is_some(),
                limited,
                "{outcome:?}"
            );
            assert_eq!(pause(&outcome, Repeat::Never, 1), None, "{outcome:?}");
            assert_eq!(pause(&outcome, Repeat::Idempotent, 4), None, "{outcome:?}");
        }
    }

    #[test]
    fn the_vendors_pause_is_kept_up_to_a_minute() {
        let wait = |text| pause(&Ok(reply(429, Some(text))), Repeat::Idempotent, 1);
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("900"), Some(Duration::from_mins(1)));
        assert_eq!(
            parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert_eq!(parse_retry_after("soon"), None);
    }
}
