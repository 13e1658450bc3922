//! TTLs with BIND's units.

use crate::dns::Ttl;

/// Reads `3600`, `1h30m` or `1W2D`.
pub(super) fn parse(text: &str) -> Result<Ttl, String> {
    seconds(text)
        .and_then(|secs| Ttl::from_secs(secs).ok())
        .ok_or_else(|| {
            format!(
                "'{text}' is not a TTL: a number of seconds from 0 to 2147483647, or such as 1h30m"
            )
        })
}

/// Reads a span of time of the SOA record, up to 2^32 - 1 seconds.
pub(super) fn parse_span(text: &str) -> Result<u32, String> {
    seconds(text)
        .and_then(|secs| u32::try_from(secs).ok())
        .ok_or_else(|| format!("'{text}' is not a span of time such as 3600 or 1h"))
}

fn seconds(text: &str) -> Option<u64> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let mut total: u64 = 0;
    let mut number: Option<u64> = None;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            let digit = u64::from(byte - b'0');
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match byte.to_ascii_lowercase() {
            b'w' => 604_800,
            b'd' => 86_400,
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    // `1h30` is refused, as BIND does: the unit of the 30 would be a guess.
    (number.is_none() && !text.is_empty()).then_some(total)
}
