//! Names that users give to things.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of an account: the `{provider}` of every path and the stem of its file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(Box<str>);

/// An account's name is not of the form `[a-z0-9][a-z0-9-]{0,62}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "an account's name has 1 to 63 lower-case letters, digits or hyphens and starts with a letter or digit"
)]
pub struct InvalidAccountName;

impl AccountName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AccountName {
    type Err = InvalidAccountName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The name becomes a file name, so nothing that a path could mean is let in.
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let valid =
            (1..=63).contains(&text.len()) && text.chars().all(allowed) && !text.starts_with('-');
        valid.then(|| Self(text.into())).ok_or(InvalidAccountName)
    }
}

impl TryFrom<String> for AccountName {
    type Error = InvalidAccountName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0.into()
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::AccountName;

    #[test]
    fn names_cannot_leave_their_folder() {
        for bad in [
            "",
            "-a",
            "../x",
            "a/b",
            "A",
            "a.json",
            "a b",
            &"x".repeat(64),
        ] {
            assert!(bad.parse::<AccountName>().is_err(), "{bad}");
        }
        for good in ["hostinger", "hostinger-client-a", "0"] {
            assert!(good.parse::<AccountName>().is_ok(), "{good}");
        }
    }
}
