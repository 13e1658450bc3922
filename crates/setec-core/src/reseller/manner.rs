//! How a customer's client talks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::order::UnknownWord;

/// A mistake in making the token that is known from the wild.
///
/// The right token is the base64 of the lower-case hex of HMAC-SHA256, the key being
/// `email:YY-MM-DD HH` and the message the API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenVariant {
    /// Base64 of the 32 bytes instead of their hex.
    RawDigest,
    /// Key and message change places.
    Swapped,
    /// Key and message change places, and the 32 bytes are not written as hex.
    SwappedRaw,
    /// The same, with the time as `YYYY-MM-DD-HH`.
    SwappedRawIsoStamp,
    /// The year has four digits.
    FourDigitYear,
}

impl TokenVariant {
    /// Every one that is known.
    pub const ALL: [Self; 5] = [
        Self::RawDigest,
        Self::Swapped,
        Self::SwappedRaw,
        Self::SwappedRawIsoStamp,
        Self::FourDigitYear,
    ];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RawDigest => "raw_digest",
            Self::Swapped => "swapped",
            Self::SwappedRaw => "swapped_raw",
            Self::SwappedRawIsoStamp => "swapped_raw_iso_stamp",
            Self::FourDigitYear => "four_digit_year",
        }
    }
}

impl fmt::Display for TokenVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TokenVariant {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|each| each.as_str() == word).ok_or(UnknownWord)
    }
}

/// How an order's success is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReplyForm {
    /// The bare JSON string `"success"`, as the vendor's server does.
    #[default]
    Bare,
    /// An object that says success in every way that clients look for.
    Object,
}

impl ReplyForm {
    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Object => "object",
        }
    }
}

impl fmt::Display for ReplyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReplyForm {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "bare" => Ok(Self::Bare),
            "object" => Ok(Self::Object),
            _ => Err(UnknownWord),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ReplyForm, TokenVariant};

    #[test]
    fn words_read_back() {
        for variant in TokenVariant::ALL {
            assert_eq!(variant.as_str().parse(), Ok(variant));
            let json = serde_json::to_value(variant).expect("it serializes");
            assert_eq!(json, variant.as_str());
        }
        for form in [ReplyForm::Bare, ReplyForm::Object] {
            assert_eq!(form.as_str().parse(), Ok(form));
        }
        assert!("right".parse::<TokenVariant>().is_err());
    }
}
