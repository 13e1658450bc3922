//! The token of an hour.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use http::header::DATE;
use http::{HeaderMap, HeaderName, HeaderValue};
use ring::hmac;
use setec_core::Secret;
use setec_provider::http::{Reply, Sign};

const TOKEN: HeaderName = HeaderName::from_static("token");
const TIMESTAMP: HeaderName = HeaderName::from_static("timestamp");

/// This close to an hour's turn, a vendor's clock may be on its other side.
const TURN: TimeDelta = TimeDelta::minutes(2);

/// `base64(hex(HMAC-SHA256(...)))`. In the vendor's formula the key is the message: PHP's
/// `hash_hmac` takes the data first, and the vendor gives it the API key there.
pub(super) fn token(email: &str, api_key: &str, at: DateTime<Utc>) -> String {
    let stamp = format!("{email}:{}", at.format("%y-%m-%d %H"));
    let key = hmac::Key::new(hmac::HMAC_SHA256, stamp.as_bytes());
    let mut hex = String::with_capacity(64);
    for byte in hmac::sign(&key, api_key.as_bytes()).as_ref() {
        write!(hex, "{byte:02x}").expect("a String takes any text");
    }
    STANDARD.encode(hex)
}

/// Makes the token of each call.
#[derive(Debug)]
pub(super) struct Hourly {
    pub(super) email: String,
    pub(super) api_key: Secret,
}

impl Hourly {
    fn at(&self, hour_of: DateTime<Utc>, stamp: Option<DateTime<Utc>>) -> HeaderMap {
        let token = token(&self.email, self.api_key.expose(), hour_of);
        let mut token = HeaderValue::from_str(&token).expect("base64 is of header characters");
        token.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(TOKEN, token);
        if let Some(stamp) = stamp {
            headers.insert(TIMESTAMP, stamp.timestamp().into());
        }
        headers
    }

    fn after(
        &self,
        sent: &HeaderMap,
        their_clock: Option<DateTime<Utc>>,
        our_clock: DateTime<Utc>,
    ) -> Option<HeaderMap> {
        let theirs = their_clock.map(|at| self.at(at, Some(at)));
        // Without a stamp: ours would contradict the hour.
        let neighbour = beyond_the_turn(our_clock).map(|at| self.at(at, None));
        let others = theirs.into_iter().chain(neighbour);
        others
            .into_iter()
            .find(|other| other.get(TOKEN) != sent.get(TOKEN))
    }
}

impl Sign for Hourly {
    fn headers(&self) -> HeaderMap {
        let now = Utc::now();
        self.at(now, Some(now))
    }

    /// The token of the vendor's own hour, where its answer shows another one than ours; else,
    /// close to an hour's turn, that of the other side.
    fn headers_after(&self, sent: &HeaderMap, refusal: &Reply) -> Option<HeaderMap> {
        let date = refusal.headers.get(DATE).and_then(|date| {
            let date = DateTime::parse_from_rfc2822(date.to_str().ok()?).ok()?;
            Some(date.with_timezone(&Utc))
        });
        self.after(sent, date, Utc::now())
    }
}

fn beyond_the_turn(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let hour = now.duration_trunc(TimeDelta::hours(1)).ok()?;
    if now - hour < TURN {
        Some(now - TURN)
    } else if hour + TimeDelta::hours(1) - now <= TURN {
        Some(now + TURN)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use setec_core::Secret;

    use super::{Hourly, TIMESTAMP, TOKEN, token};

    const KEY: &str = "1234567890QWERTYUIOPASDFGHJKLZXCVBNM";
    const EMAIL: &str = "email@example.com";

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_token_is_that_of_the_php_sample() {
        let token = token(EMAIL, KEY, time("2026-03-04T15:30:00Z"));
        assert_eq!(
            token,
            "MWY0MjdiM2ZhNmRlYWNkYTBhNjQ4NDQ0ODllMDUwODRiYzQ2OTUzOGI5ZGZjNjk2NmUyNTU4OTUwZmQ4MDRjZg=="
        );
        // The vendor's other samples make other tokens, which no server takes.
        for wrong in [
            "dLk9Ohmh/GCwOQjnG6yQ7GgIvbeFCGZvGpPTyhqhOWE=",
            "JHjgnTN7+G8lNzUo4GKInlQzHVTUAH3Z2DHrmC2f2p8=",
            "NzRiOTNkM2ExOWExZmM2MGIwMzkwOGU3MWJhYzkwZWM2ODA4YmRiNzg1MDg2NjZmMWE5M2QzY2ExYWExMzk2MQ==",
            "H0J7P6berNoKZIREieBQhLxGlTi538aWbiVYlQ/YBM8=",
            "MzYxYWVjMzA1MGQ4MGU0YTVkYmYxMDUwZTFhMzI4YzA3YmFiMDVhNDA2ZjdlZWYxYzQ0ZGRhZTRhYzJhZTllNA==",
        ] {
            assert_ne!(token, wrong);
        }
    }

    #[test]
    fn an_hour_has_one_token() {
        let at = |text: &str| token(EMAIL, KEY, time(text));
        let first = at("2026-03-04T15:00:00Z");
        assert_eq!(first, at("2026-03-04T15:59:59Z"));
        assert_ne!(first, at("2026-03-04T16:00:00Z"));
        assert_ne!(first, at("2026-03-05T15:00:00Z"));
    }

    #[test]
    fn a_refused_token_gives_way_to_the_other_hour_only() {
        let signer = Hourly {
            email: EMAIL.to_owned(),
            api_key: Secret::new(KEY),
        };
        let hour_of = |headers: &http::HeaderMap| {
            let sent = headers[TOKEN].to_str().expect("text").to_owned();
            (13..=16)
                .find(|hour| sent == token(EMAIL, KEY, time(&format!("2026-03-04T{hour}:00:00Z"))))
        };
        for (ours, theirs, hour, stamped) in [
            // The vendor's clock says which hour it is.
            ("15:30:00", Some("14:29:00"), Some(14), true),
            ("15:00:01", Some("14:59:59"), Some(14), true),
            // It agrees, so the token was refused for something else.
            ("15:30:00", Some("15:30:10"), None, false),
            // It says nothing, or the add-on's host goes by another clock than its front end.
            ("15:00:30", None, Some(14), false),
            ("15:59:00", None, Some(16), false),
            ("15:00:30", Some("15:00:31"), Some(14), false),
            ("15:30:00", None, None, false),
        ] {
            let ours = time(&format!("2026-03-04T{ours}Z"));
            let theirs = theirs.map(|text| time(&format!("2026-03-04T{text}Z")));
            let sent = signer.at(ours, Some(ours));
            let other = signer.after(&sent, theirs, ours);
            assert_eq!(other.as_ref().and_then(hour_of), hour, "{ours} {theirs:?}");
            let is_stamped = other.is_some_and(|headers| headers.contains_key(TIMESTAMP));
            assert_eq!(is_stamped, stamped, "{ours} {theirs:?}");
        }
    }
}
