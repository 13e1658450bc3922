//! SHA-256 in hexadecimal digits.

use ring::digest::{SHA256, digest};

/// The SHA-256 of a text.
pub(crate) fn sha256(text: &str) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).expect("four bits are one digit");
    let hash = digest(&SHA256, text.as_bytes());
    let bytes = hash.as_ref().iter();
    bytes
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
