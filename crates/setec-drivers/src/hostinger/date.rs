//! The three forms in which the API writes times.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Deserializer;

use crate::hostinger::lenient;

/// A time in any of the forms; what is none of them counts as absent.
pub(super) fn optional<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    Ok(lenient::text(from)?.as_deref().and_then(read))
}

/// RFC 3339 with or without a fraction, or `2027-05-25 13:53:04`, which is UTC as well.
fn read(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|time| time.and_utc())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_form_is_the_same_time() {
        for text in [
            "2027-05-25T13:53:04Z",
            "2027-05-25T13:53:04.00000Z",
            "2027-05-25 13:53:04",
            "2027-05-25T15:53:04+02:00",
        ] {
            let time = super::read(text).map(|time| time.to_rfc3339());
            assert_eq!(time.as_deref(), Some("2027-05-25T13:53:04+00:00"), "{text}");
        }
        assert_eq!(super::read(""), None);
        assert_eq!(super::read("0000-00-00 00:00:00"), None);
    }
}
