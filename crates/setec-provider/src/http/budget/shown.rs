//! The limit headers of an answer, in the forms that vendors use.

use std::time::Duration;

use chrono::Utc;
use http::HeaderMap;
use http::header::RETRY_AFTER;

use crate::http::retry::parse_retry_after;

/// A reset farther away is taken for a mistake.
const FARTHEST_RESET: Duration = Duration::from_hours(31 * 24);

/// What an answer shows of a limit.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) policy: Option<String>,
    pub(super) limit: Option<u64>,
    pub(super) remaining: Option<u64>,
    pub(super) reset_in: Option<Duration>,
    pub(super) window: Option<Duration>,
    pub(super) retry_after: Option<Duration>,
}

impl Shown {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name)?.to_str().ok();
        let number = |suffix: &str| {
            ["x-ratelimit", "ratelimit", "x-rate-limit"]
                .iter()
                .find_map(|prefix| text(&format!("{prefix}-{suffix}")))
        };
        let mut shown = match text("ratelimit") {
            Some(items) => Self::structured(items, text("ratelimit-policy").unwrap_or_default()),
            None => Self::default(),
        };
        if shown.remaining.is_none() {
            shown = Self {
                // Older drafts write `100, 100;w=60`.
                limit: number("limit").and_then(leading_number),
                remaining: number("remaining").and_then(leading_number),
                reset_in: number("reset").and_then(reset_in),
                window: number("limit").and_then(|text| seconds(text, "w")),
                ..Self::default()
            };
        }
        shown.retry_after = headers
            .get(RETRY_AFTER)
            .and_then(|value| parse_retry_after(value.to_str().ok()?));
        shown
    }

    /// What tells this limit from another: its policy, else its size.
    pub(super) fn name(&self) -> String {
        match (&self.policy, self.limit) {
            (Some(policy), _) => policy.clone(),
            (None, Some(limit)) => limit.to_string(),
            (None, None) => String::new(),
        }
    }

    /// `RateLimit: "default";r=50;t=30` and its policy `"default";q=100;w=60`, as in
    /// draft-ietf-httpapi-ratelimit-headers-10; of several limits the one with the least left.
    fn structured(items: &str, policies: &str) -> Self {
        let Some((remaining, item)) = items
            .split(',')
            .filter_map(|item| Some((leading_number(parameter(item, "r")?)?, item)))
            .min_by_key(|(remaining, _)| *remaining)
        else {
            return Self::default();
        };
        let name = |item: &str| item.split(';').next().unwrap_or_default().trim().to_owned();
        let policy = policies
            .split(',')
            .find(|policy| name(policy) == name(item))
            .unwrap_or_default();
        Self {
            policy: Some(name(item)),
            limit: parameter(policy, "q").and_then(leading_number),
            remaining: Some(remaining),
            reset_in: seconds(item, "t"),
            window: seconds(policy, "w"),
            retry_after: None,
        }
    }
}

fn parameter<'a>(item: &'a str, key: &str) -> Option<&'a str> {
    item.split([';', ','])
        .filter_map(|part| part.trim().split_once('='))
        .find_map(|(name, value)| (name == key).then_some(value))
}

fn seconds(item: &str, key: &str) -> Option<Duration> {
    let secs = leading_number(parameter(item, key)?)?;
    Some(Duration::from_secs(secs).min(FARTHEST_RESET))
}

fn leading_number(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().ok()
}

/// Seconds, or a time since 1970 in seconds or milliseconds.
fn reset_in(text: &str) -> Option<Duration> {
    let number = leading_number(text)?;
    // A fraction is cut off, and early is worse than late.
    let number = number.saturating_add(u64::from(text.contains('.')));
    let now = u64::try_from(Utc::now().timestamp_millis()).unwrap_or(0);
    let left = match number {
        0..1_000_000_000 => Duration::from_secs(number),
        1_000_000_000..100_000_000_000 => {
            Duration::from_millis((number * 1000).saturating_sub(now))
        }
        _ => Duration::from_millis(number.saturating_sub(now)),
    };
    Some(left.min(FARTHEST_RESET))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(headers: &[(&'static str, &str)]) -> Shown {
        let headers = headers
            .iter()
            .map(|(name, value)| {
                let value = value.parse().expect("a header value");
                (http::HeaderName::from_static(name), value)
            })
            .collect();
        Shown::read(&headers)
    }

    #[test]
    fn every_form_of_the_headers_is_read() {
        let plain = Shown {
            limit: Some(100),
            remaining: Some(50),
            reset_in: Some(Duration::from_secs(30)),
            ..Shown::default()
        };
        assert_eq!(
            read(&[
                ("x-ratelimit-limit", "100"),
                ("x-ratelimit-remaining", "50"),
                ("x-ratelimit-reset", "30"),
            ]),
            plain
        );
        let window = Some(Duration::from_mins(1));
        assert_eq!(
            read(&[
                ("ratelimit-limit", "100, 100;w=60"),
                ("ratelimit-remaining", "50"),
                ("ratelimit-reset", "29.5"),
            ]),
            Shown {
                window,
                ..plain.clone()
            }
        );
        assert_eq!(
            read(&[
                ("ratelimit", "\"day\";r=900;t=4000, \"default\";r=50;t=30"),
                (
                    "ratelimit-policy",
                    "\"day\";q=1000;w=86400, \"default\";q=100;w=60"
                ),
                ("retry-after", "7"),
            ]),
            Shown {
                policy: Some("\"default\"".to_owned()),
                window,
                retry_after: Some(Duration::from_secs(7)),
                ..plain
            }
        );
    }

    #[test]
    fn a_reset_may_be_a_time() {
        let in_a_minute = Utc::now().timestamp() + 60;
        for text in [in_a_minute.to_string(), (in_a_minute * 1000).to_string()] {
            let left = reset_in(&text).expect("a time");
            assert!((58..=60).contains(&left.as_secs()), "{text}: {left:?}");
        }
        assert_eq!(reset_in("1000000001"), Some(Duration::ZERO));
        assert_eq!(reset_in("18446744073709551615"), Some(FARTHEST_RESET));
    }

    #[test]
    fn what_is_no_limit_shows_none() {
        assert_eq!(read(&[]), Shown::default());
        let nonsense = read(&[("ratelimit", "soon"), ("x-ratelimit-remaining", "many")]);
        assert_eq!(nonsense, Shown::default());
    }
}
