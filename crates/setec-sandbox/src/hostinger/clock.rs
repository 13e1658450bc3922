use chrono::{DateTime, SecondsFormat, Utc};

/// The form in which most answers write a time: `2025-02-27T11:54:22Z`.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A time that the demo estate fixes.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text)
        .expect("the estate's dates are written in RFC 3339")
        .with_timezone(&Utc)
}

/// Serializes a time as [`stamp`] writes it.
pub(super) mod stamped {
    use chrono::{DateTime, Utc};
    use serde::Serializer;

    pub(in crate::hostinger) fn serialize<S: Serializer>(
        time: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::stamp(*time))
    }
}

/// Serializes an optional time as [`stamp`] writes it.
pub(super) mod stamped_option {
    use chrono::{DateTime, Utc};
    use serde::Serializer;

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(in crate::hostinger) fn serialize<S: Serializer>(
        time: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => serializer.serialize_some(&super::stamp(*time)),
            None => serializer.serialize_none(),
        }
    }
}
