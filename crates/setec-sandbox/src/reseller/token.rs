use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;

/// How far the `timestamp` may be off, and how long an hour's neighbour still counts.
const TOLERANCE_SECS: i64 = 60;

/// The headers of a call by which it is let in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presented<'a> {
    pub(super) username: &'a str,
    pub(super) token: &'a str,
    /// Unix seconds, as sent.
    pub(super) timestamp: Option<&'a str>,
}

/// How much a server asks besides the right hour.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Strictness {
    /// A timestamp that is far off is refused rather than ignored.
    pub(super) timestamp: bool,
    /// Only the server's own hour counts.
    pub(super) hour: bool,
}

/// Whether a token is the one of `api_key` at about `now`, in constant time.
///
/// The formula is PHP's: `base64_encode(hash_hmac("sha256", $apiKey, "$email:".gmdate("y-m-d H")))`,
/// where the API key is the message and the public part is the key.
pub(super) fn is_valid(
    presented: Presented<'_>,
    api_key: &str,
    now: DateTime<Utc>,
    strictness: Strictness,
) -> bool {
    let Some(digest) = digest(presented.token) else {
        return false;
    };
    let sent_at = presented.timestamp.map(|text| {
        let secs = text.trim().parse().ok()?;
        DateTime::from_timestamp(secs, 0)
            .filter(|time| (now - *time).abs() <= TimeDelta::seconds(TOLERANCE_SECS))
    });
    if strictness.timestamp && sent_at == Some(None) {
        return false;
    }
    let tolerance = TimeDelta::seconds(TOLERANCE_SECS);
    let mut instants = vec![now];
    if !strictness.hour {
        instants.extend(sent_at.flatten());
        instants.extend([now - tolerance, now + tolerance]);
    }
    instants.into_iter().fold(false, |known, instant| {
        let hour = instant.format("%y-%m-%d %H");
        let key = format!("{}:{hour}", presented.username);
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        known | hmac::verify(&key, api_key.as_bytes(), &digest).is_ok()
    })
}

/// The 32 bytes behind base64 of lower-case hexadecimal digits.
fn digest(token: &str) -> Option<Vec<u8>> {
    let hex = STANDARD.decode(token).ok()?;
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
