//! Tags: words of one's own on domains, zones and servers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Tags that one thing bears at most.
pub const MAX_TAGS: usize = 20;

/// Bytes of a tag at most.
const MAX_LEN: usize = 40;

/// A tag, such as `client:acme`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Tag(Box<str>);

/// The text is not of the form `[a-z0-9][a-z0-9._:-]{0,39}`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no tag: 1 to 40 lower-case letters, digits, dots, underscores, colons or hyphens, the first one a letter or digit"
)]
pub struct InvalidTag(String);

impl Tag {
    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Tag {
    type Err = InvalidTag;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_further = |c: char| is_first(c) || matches!(c, '.' | '_' | ':' | '-');
        let is_valid = text.len() <= MAX_LEN
            && text.chars().next().is_some_and(is_first)
            && text.chars().all(is_further);
        is_valid
            .then(|| Self(text.into()))
            // What is far too long is not repeated in full.
            .ok_or_else(|| InvalidTag(text.chars().take(2 * MAX_LEN).collect()))
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What can bear tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TagKind {
    /// A registered domain, by its name.
    Domain,
    /// A DNS zone, by its apex.
    Zone,
    /// A virtual server, by the provider's id.
    Server,
}

impl TagKind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Zone => "zone",
            Self::Server => "server",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Domain, Self::Zone, Self::Server]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn tags_are_short_lower_case_words() {
        for good in ["a", "0", "client:acme", "team_a.2-b", &"x".repeat(40)] {
            assert!(good.parse::<Tag>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            ":a",
            "A",
            "a b",
            "a,b",
            "ä",
            "a/b",
            &"x".repeat(41),
        ] {
            let fault = bad.parse::<Tag>().unwrap_err().to_string();
            assert!(fault.contains("1 to 40 lower-case letters"), "{fault}");
        }
    }
}
