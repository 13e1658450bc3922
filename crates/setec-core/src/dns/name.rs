//! Domain names.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use domain::base::Name as WireName;
use serde::{Deserialize, Serialize};

/// An absolute domain name in lower-case A-labels; its text has no trailing dot, the root is `.`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Box<str>);

/// Why a text is no domain name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the variants mean")]
pub enum InvalidName {
    #[error("the name is empty")]
    Empty,
    #[error("'{0}' is not a valid internationalized name")]
    Idna(String),
    #[error(
        "'{0}' is not a domain name: labels have 1 to 63 octets and the whole name at most 255"
    )]
    Syntax(String),
    #[error("'{0}' holds a space or a control character")]
    Character(String),
    #[error(
        "'{name}' is ambiguous in zone {zone}: write it relative to the zone, or absolute with a trailing dot"
    )]
    Ambiguous { name: String, zone: String },
    #[error("'{name}' is not in zone {zone}")]
    OutsideZone { name: String, zone: String },
}

impl Name {
    /// The root of the name space.
    pub fn root() -> Self {
        Self(".".into())
    }

    /// Reads a name of a zone as users write it: `@`, relative, or absolute with a trailing dot.
    ///
    /// A name without a dot at its end that ends in the zone's own name is refused: it could mean
    /// either, and a wrong guess puts a record where nobody looks for it.
    pub fn in_zone(text: &str, zone: &Self) -> Result<Self, InvalidName> {
        let text = text.trim();
        if text == "@" {
            return Ok(zone.clone());
        }
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.ends_with('.') {
            let name: Self = text.parse()?;
            if !name.is_in(zone) {
                return Err(InvalidName::OutsideZone {
                    name: text.to_owned(),
                    zone: zone.to_string(),
                });
            }
            return Ok(name);
        }
        let relative: Self = text.parse()?;
        if *zone != Self::root() && relative.is_in(zone) {
            return Err(InvalidName::Ambiguous {
                name: text.to_owned(),
                zone: zone.to_string(),
            });
        }
        if *zone == Self::root() {
            return Ok(relative);
        }
        format!("{relative}.{zone}").parse()
    }

    /// The name without the zone's part: `@` for the apex, absolute with a dot if outside.
    pub fn relative_to(&self, zone: &Self) -> String {
        if self == zone {
            return "@".to_owned();
        }
        if *zone == Self::root() {
            return self.0.to_string();
        }
        match self.strip(zone) {
            Some(relative) => relative.to_owned(),
            None => self.to_absolute(),
        }
    }

    /// Whether it is the zone's apex or below it.
    pub fn is_in(&self, zone: &Self) -> bool {
        self == zone || *zone == Self::root() || self.strip(zone).is_some()
    }

    /// The text with a trailing dot.
    pub fn to_absolute(&self) -> String {
        if &*self.0 == "." {
            return ".".to_owned();
        }
        format!("{}.", self.0)
    }

    /// The text without a trailing dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has only one label, such as `localhost` or `com`.
    pub fn is_single_label(&self) -> bool {
        self.labels().len() == 1
    }

    /// Whether its first label is `*`.
    pub fn is_wildcard(&self) -> bool {
        &*self.0 == "*" || self.0.starts_with("*.")
    }

    fn strip(&self, zone: &Self) -> Option<&str> {
        let relative = self.0.strip_suffix(&*zone.0)?.strip_suffix('.')?;
        // `a\.example.com` has the one label `a.example`: its dot is no border between labels.
        let escapes = relative.bytes().rev().take_while(|b| *b == b'\\').count();
        (escapes % 2 == 0).then_some(relative)
    }

    fn labels(&self) -> Vec<&str> {
        if &*self.0 == "." {
            return Vec::new();
        }
        let mut labels = Vec::new();
        let (mut start, mut escaped) = (0, false);
        for (at, byte) in self.0.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'.' => {
                    labels.push(&self.0[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        labels.push(&self.0[start..]);
        labels
    }

    pub(super) fn to_wire(&self) -> WireName<Vec<u8>> {
        WireName::from_str(&self.to_absolute()).expect("a Name was read by the same parser")
    }

    pub(super) fn from_wire(name: &impl fmt::Display) -> Self {
        let text = name.to_string().to_ascii_lowercase();
        match text.strip_suffix('.').unwrap_or(&text) {
            "" => Self::root(),
            text => Self(text.into()),
        }
    }
}

impl FromStr for Name {
    type Err = InvalidName;

    /// Reads an absolute name, with or without a trailing dot, in A-labels or U-labels.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(InvalidName::Character(text.to_owned()));
        }
        let ascii = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            idna::domain_to_ascii(text).map_err(|_| InvalidName::Idna(text.to_owned()))?
        };
        let wire = WireName::<Vec<u8>>::from_str(&ascii)
            .map_err(|_| InvalidName::Syntax(text.to_owned()))?;
        Ok(Self::from_wire(&wire))
    }
}

impl TryFrom<String> for Name {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0.into()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for Name {
    /// Canonical order (RFC 4034 section 6.1): by labels from the right, so an apex comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        self.labels().iter().rev().cmp(other.labels().iter().rev())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{InvalidName, Name};

    fn name(text: &str) -> Name {
        text.parse().expect("a name")
    }

    #[test]
    fn one_name_has_one_text() {
        for (given, text) in [
            ("Example.COM.", "example.com"),
            ("münchen.de", "xn--mnchen-3ya.de"),
            ("MÜNCHEN.de", "xn--mnchen-3ya.de"),
            ("_dmarc.Example.com", "_dmarc.example.com"),
            ("*.münchen.de", "*.xn--mnchen-3ya.de"),
            (".", "."),
            (r"a\.b.example.com", r"a\.b.example.com"),
        ] {
            assert_eq!(name(given).as_str(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_name() {
        let long = format!("{}.com", "a".repeat(64));
        let longer = vec!["a".repeat(60); 5].join(".");
        for bad in ["", " ", "a..b", ".a", "a b.com", "a\nb.com", &long, &longer] {
            assert!(bad.parse::<Name>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn relative_names_are_read_without_guessing() {
        let zone = name("example.com");
        let read = |text| Name::in_zone(text, &zone);
        assert_eq!(read("@"), Ok(zone.clone()));
        assert_eq!(read("www"), Ok(name("www.example.com")));
        assert_eq!(read("*.dev"), Ok(name("*.dev.example.com")));
        assert_eq!(read("www.example.com."), Ok(name("www.example.com")));
        assert_eq!(
            read("example.com.br"),
            Ok(name("example.com.br.example.com"))
        );
        assert!(matches!(
            read("www.example.com"),
            Err(InvalidName::Ambiguous { .. })
        ));
        assert!(matches!(
            read("www.example.org."),
            Err(InvalidName::OutsideZone { .. })
        ));
        assert!(matches!(read(""), Err(InvalidName::Empty)));
    }

    #[test]
    fn a_suffix_is_a_zone_only_at_a_label_border() {
        let zone = name("example.com");
        assert!(!name("notexample.com").is_in(&zone));
        assert!(!name(r"a\.example.com").is_in(&zone));
        assert!(name("a.example.com").is_in(&zone));
        assert_eq!(name("example.org").relative_to(&zone), "example.org.");
    }

    #[test]
    fn the_apex_sorts_before_what_is_below_it() {
        let mut names = vec![
            name("z.example.com"),
            name("a.z.example.com"),
            name("example.com"),
        ];
        names.sort();
        assert_eq!(
            names,
            [
                name("example.com"),
                name("z.example.com"),
                name("a.z.example.com")
            ]
        );
    }

    proptest! {
        #[test]
        fn text_survives_a_round_trip(text in "[a-zA-Z0-9_-]{1,20}(\\.[a-z0-9_-]{1,20}){0,4}") {
            let first = name(&text);
            prop_assert_eq!(&name(first.as_str()), &first);
            prop_assert_eq!(&name(&first.to_absolute()), &first);
            let zone = name("zone.example");
            let relative = first.relative_to(&Name::root());
            let inside = Name::in_zone(&relative, &zone).unwrap();
            prop_assert_eq!(inside.relative_to(&zone), relative);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = text.parse::<Name>();
        }
    }
}
