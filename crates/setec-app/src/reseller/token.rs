//! The token of the Domains Reseller API, and the ways in which clients get it wrong.
//!
//! `base64(lower-case hex(HMAC-SHA256(key = "email:YY-MM-DD HH", message = API key)))`, UTC. The
//! public part is the key and the secret is the message, because PHP's `hash_hmac` takes the data
//! before the key. Every comparison is `ring`'s, in constant time, over all keys and all hours.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use ring::hmac;
use setec_core::Secret;
use setec_core::reseller::TokenVariant;

/// How far a `timestamp` may be off.
const TIMESTAMP_TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// How long before and after its time an hour still counts.
const HOUR_TOLERANCE: TimeDelta = TimeDelta::seconds(120);

/// How a token was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// As it should be, with the key of that place in the list.
    Right(usize),
    /// By a known mistake, but with the key of that place in the list.
    Mistaken(TokenVariant, usize),
    /// By nobody who has a key.
    Foreign,
}

/// What a formula does differently from the right one.
#[derive(Debug, Clone, Copy)]
struct Formula {
    is_swapped: bool,
    is_raw: bool,
    stamp: &'static str,
}

/// The time in the right formula.
const STAMP: &str = "%y-%m-%d %H";

fn formula(variant: Option<TokenVariant>) -> Formula {
    let (is_swapped, is_raw, stamp) = match variant {
        None => (false, false, STAMP),
        Some(TokenVariant::RawDigest) => (false, true, STAMP),
        Some(TokenVariant::Swapped) => (true, false, STAMP),
        Some(TokenVariant::SwappedRaw) => (true, true, STAMP),
        Some(TokenVariant::SwappedRawIsoStamp) => (true, true, "%Y-%m-%d-%H"),
        Some(TokenVariant::FourDigitYear) => (false, false, "%Y-%m-%d %H"),
    };
    Formula {
        is_swapped,
        is_raw,
        stamp,
    }
}

/// What was done wrong and what would be right, for the programmer who did it.
pub(crate) fn words(variant: TokenVariant) -> &'static str {
    match variant {
        TokenVariant::RawDigest => {
            "the 32 raw bytes of the HMAC were encoded with base64; encode its 64 lower-case hex digits"
        }
        TokenVariant::Swapped => {
            "the HMAC's key and message are swapped: the key is '<email>:<yy-mm-dd HH>', the message is the API key"
        }
        TokenVariant::SwappedRaw => {
            "the HMAC's key and message are swapped: the key is '<email>:<yy-mm-dd HH>', the message is the API key; and its 32 raw bytes were encoded with base64 instead of its 64 lower-case hex digits"
        }
        TokenVariant::SwappedRawIsoStamp => {
            "the HMAC's key and message are swapped: the key is '<email>:<yy-mm-dd HH>', the message is the API key; the time is written as yyyy-mm-dd-HH instead of 'yy-mm-dd HH'; and the 32 raw bytes of the HMAC were encoded with base64 instead of its 64 lower-case hex digits"
        }
        TokenVariant::FourDigitYear => {
            "the year has four digits: the time is 'yy-mm-dd HH' in UTC, such as '26-03-04 15'"
        }
    }
}

/// The instant of a `timestamp` header, or what is wrong with it.
pub(crate) fn instant(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    let clock = now.format("%Y-%m-%d %H:%M:%S");
    let read = text.trim().parse().ok();
    let Some(sent) = read.and_then(|secs| DateTime::from_timestamp(secs, 0)) else {
        return Err(format!(
            "The timestamp header must be Unix time in seconds, such as {}; our clock says {clock} UTC",
            now.timestamp()
        ));
    };
    if DateTime::from_timestamp_millis(sent.timestamp())
        .is_some_and(|meant| (now - meant).abs() <= TIMESTAMP_TOLERANCE)
    {
        return Err("The timestamp header is in milliseconds; seconds are wanted".to_owned());
    }
    if (now - sent).abs() > TIMESTAMP_TOLERANCE {
        return Err(format!(
            "The timestamp is {} s off; at most {} s are allowed. Our clock says {clock} UTC ({}): check yours",
            (now - sent).num_seconds().abs(),
            TIMESTAMP_TOLERANCE.num_seconds(),
            now.timestamp()
        ));
    }
    Ok(sent)
}

/// Instants of all hours whose tokens count now; `sent` is a `timestamp` that was accepted.
pub(crate) fn hours(now: DateTime<Utc>, sent: Option<DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    let mut hours: Vec<DateTime<Utc>> = Vec::new();
    let around = [now, now - HOUR_TOLERANCE, now + HOUR_TOLERANCE];
    for instant in sent.into_iter().chain(around) {
        let same = |hour: &DateTime<Utc>| {
            hour.date_naive() == instant.date_naive() && hour.hour() == instant.hour()
        };
        if !hours.iter().any(same) {
            hours.push(instant);
        }
    }
    hours
}

/// Who could have made a token. The mistakes are only tried where it is not right.
pub(crate) fn judge(email: &str, token: &str, keys: &[Secret], hours: &[DateTime<Utc>]) -> Made {
    let decoded = STANDARD.decode(token).unwrap_or_default();
    let by = |variant| found(email, &decoded, keys, hours, formula(variant));
    if let Some(at) = by(None) {
        return Made::Right(at);
    }
    // All of them, so that the time tells nothing.
    let mistakes = TokenVariant::ALL.map(|variant| (variant, by(Some(variant))));
    let made = mistakes
        .into_iter()
        .find_map(|(variant, at)| Some(Made::Mistaken(variant, at?)));
    made.unwrap_or(Made::Foreign)
}

fn found(
    email: &str,
    decoded: &[u8],
    keys: &[Secret],
    hours: &[DateTime<Utc>],
    formula: Formula,
) -> Option<usize> {
    let digest = if formula.is_raw {
        (decoded.len() == 32).then(|| decoded.to_vec())
    } else {
        unhex(decoded)
    };
    // Work is done for what cannot be right as well.
    let (is_digest, digest) = digest.map_or((false, vec![0; 32]), |digest| (true, digest));
    let mut found = None;
    for hour in hours {
        let public = format!("{email}:{}", hour.format(formula.stamp));
        for (at, api_key) in keys.iter().enumerate() {
            let secret = api_key.expose().as_bytes();
            let (key, message) = if formula.is_swapped {
                (secret, public.as_bytes())
            } else {
                (public.as_bytes(), secret)
            };
            let key = hmac::Key::new(hmac::HMAC_SHA256, key);
            if hmac::verify(&key, message, &digest).is_ok() && is_digest {
                found = found.or(Some(at));
            }
        }
    }
    found
}

/// The 32 bytes of 64 lower-case hex digits.
fn unhex(hex: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    if hex.len() != 64 {
        return None;
    }
    hex.chunks_exact(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use setec_core::Secret;
    use setec_core::reseller::TokenVariant;

    use super::{Made, hours, instant, judge, words};

    const EMAIL: &str = "email@example.com";

    /// The specification's vectors, of 2026-03-04T15:30Z.
    const RIGHT: &str =
        "MWY0MjdiM2ZhNmRlYWNkYTBhNjQ4NDQ0ODllMDUwODRiYzQ2OTUzOGI5ZGZjNjk2NmUyNTU4OTUwZmQ4MDRjZg==";
    const MISTAKES: [(TokenVariant, &str); 5] = [
        (
            TokenVariant::SwappedRaw,
            "dLk9Ohmh/GCwOQjnG6yQ7GgIvbeFCGZvGpPTyhqhOWE=",
        ),
        (
            TokenVariant::SwappedRawIsoStamp,
            "JHjgnTN7+G8lNzUo4GKInlQzHVTUAH3Z2DHrmC2f2p8=",
        ),
        (
            TokenVariant::Swapped,
            "NzRiOTNkM2ExOWExZmM2MGIwMzkwOGU3MWJhYzkwZWM2ODA4YmRiNzg1MDg2NjZmMWE5M2QzY2ExYWExMzk2MQ==",
        ),
        (
            TokenVariant::RawDigest,
            "H0J7P6berNoKZIREieBQhLxGlTi538aWbiVYlQ/YBM8=",
        ),
        (
            TokenVariant::FourDigitYear,
            "MzYxYWVjMzA1MGQ4MGU0YTVkYmYxMDUwZTFhMzI4YzA3YmFiMDVhNDA2ZjdlZWYxYzQ0ZGRhZTRhYzJhZTllNA==",
        ),
    ];

    fn at(time: &str) -> DateTime<Utc> {
        format!("2026-03-04T{time}Z").parse().expect("a time")
    }

    fn keys() -> [Secret; 2] {
        ["another-key", "1234567890QWERTYUIOPASDFGHJKLZXCVBNM"].map(Secret::new)
    }

    fn judged(token: &str, now: &str, sent: Option<&str>) -> Made {
        judge(EMAIL, token, &keys(), &hours(at(now), sent.map(at)))
    }

    #[test]
    fn the_vectors_of_the_specification() {
        assert_eq!(judged(RIGHT, "15:30:00", None), Made::Right(1));
        for (variant, token) in MISTAKES {
            assert_eq!(judged(token, "15:30:00", None), Made::Mistaken(variant, 1));
            assert!(!words(variant).is_empty());
        }
        let hours = hours(at("15:30:00"), None);
        assert_eq!(
            judge("other@example.com", RIGHT, &keys(), &hours),
            Made::Foreign
        );
        assert_eq!(judge(EMAIL, RIGHT, &keys()[..1], &hours), Made::Foreign);
        assert_eq!(judge(EMAIL, RIGHT, &[], &hours), Made::Foreign);
    }

    #[test]
    fn what_is_nearly_a_token_is_none() {
        let upper = "MUY0MjdCM0ZBNkRFQUNEQTBBNjQ4NDQ0ODlFMDUwODRCQzQ2OTUzOEI5REZDNjk2NkUyNTU4OTUwRkQ4MDRDRg==";
        for token in [
            "",
            "x",
            &RIGHT[..86],
            upper,
            &format!("{RIGHT}A"),
            "AAAA",
            &"A".repeat(44),
        ] {
            assert_eq!(judged(token, "15:30:00", None), Made::Foreign, "{token}");
        }
    }

    #[test]
    fn hours_count_a_little_longer() {
        for (now, sent, is_right) in [
            ("15:00:00", None, true),
            ("15:59:59", None, true),
            ("16:01:59", None, true),
            ("16:02:01", None, false),
            ("14:58:01", None, true),
            ("14:57:59", None, false),
            ("16:00:30", Some("15:59:50"), true),
            ("14:59:30", Some("15:00:10"), true),
            ("17:00:00", None, false),
        ] {
            let made = judged(RIGHT, now, sent);
            assert_eq!(made == Made::Right(1), is_right, "{now} {sent:?}");
        }
        let midnight: DateTime<Utc> = "2026-03-05T00:00:30Z".parse().expect("a time");
        let stamps: Vec<String> = hours(midnight, None)
            .iter()
            .map(|hour| hour.format("%d %H").to_string())
            .collect();
        assert_eq!(stamps, ["05 00", "04 23"]);
    }

    #[test]
    fn a_timestamp_is_near_or_refused() {
        let now = at("15:30:00");
        assert_eq!(instant(&now.timestamp().to_string(), now), Ok(now));
        assert!(instant(&(now.timestamp() - 60).to_string(), now).is_ok());
        for text in ["", "now", "1.5e9", "2026-03-04", &i64::MAX.to_string()] {
            let words = instant(text, now).expect_err(text);
            assert!(words.contains("15:30:00"), "{words}");
        }
        let words = instant(&(now.timestamp() + 61).to_string(), now).expect_err("it is off");
        assert!(
            words.contains("61 s off") && words.contains("15:30:00"),
            "{words}"
        );
        let millis = now.timestamp_millis().to_string();
        let words = instant(&millis, now).expect_err("it is far off");
        assert!(words.contains("milliseconds"), "{words}");
    }
}
