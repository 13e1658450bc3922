//! Domain names.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use domain::base::Name as WireName;
use serde::{Deserialize, Serialize};

/// What ends a field or starts a comment, a quote or a directive in a zone file.
const ZONE_FILE_SPECIAL: [char; 6] = ['"', '(', ')', ';', '@', '$'];

/// The longest name of one-byte characters, which has a length octet more and the root's (RFC 1035).
const MAX_PLAIN: usize = 253;

/// An absolute domain name in lower-case A-labels; its text has no trailing dot, the root is `.`.
///
/// A clone shares the text: a zone holds each owner several times over.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(Arc<str>);

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
    #[error("the bytes are not one uncompressed domain name")]
    Wire,
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

    /// The text with a trailing dot and with what means something else in a zone file escaped.
    pub(crate) fn to_zone_text(&self) -> String {
        escape_for_zone_file(self.to_absolute())
    }

    /// Writes [`to_zone_text`](Self::to_zone_text), without a copy where nothing is escaped.
    pub(super) fn write_zone_text(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::root() || self.0.contains(ZONE_FILE_SPECIAL) {
            return f.write_str(&self.to_zone_text());
        }
        f.write_str(&self.0)?;
        f.write_str(".")
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
        (!ends_escaped(relative)).then_some(relative)
    }

    /// A number that grows with the canonical order of the names of a zone, and mostly tells two
    /// of them apart: the beginning of the label below the zone. `None` for a name of another zone.
    pub(crate) fn order_in(&self, zone: &Self) -> Option<u64> {
        if self == zone {
            return Some(0);
        }
        let relative = self.strip(zone)?;
        if relative.contains('\\') {
            return None;
        }
        let label = relative.rsplit('.').next()?;
        let mut beginning = [0; 8];
        for (place, byte) in beginning.iter_mut().zip(label.bytes()) {
            *place = byte;
        }
        Some(u64::from_be_bytes(beginning))
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

    /// Of a text without a trailing dot that is plain; `None` where it needs a further look.
    pub(super) fn from_plain(text: &str) -> Option<Self> {
        if !is_plain(text) {
            return None;
        }
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Some(Self(text.to_ascii_lowercase().into()));
        }
        Some(Self(text.into()))
    }

    /// A plain text without a dot at its end, put in front of a plain name; `None` where either
    /// needs a further look.
    pub(crate) fn plain_below(text: &str, origin: &Self) -> Option<Self> {
        let mut joined = [0; MAX_PLAIN];
        let length = text.len() + 1 + origin.0.len();
        let room = joined.get_mut(..length)?;
        room[..text.len()].copy_from_slice(text.as_bytes());
        room[text.len()] = b'.';
        room[text.len() + 1..].copy_from_slice(origin.0.as_bytes());
        Self::from_plain(std::str::from_utf8(room).ok()?)
    }

    pub(super) fn to_library(&self) -> WireName<Vec<u8>> {
        WireName::from_str(&self.to_absolute()).expect("a Name was read by the same parser")
    }

    pub(super) fn from_library(name: &impl fmt::Display) -> Self {
        let mut text = name.to_string();
        text.make_ascii_lowercase();
        // The library writes a space as `\ `, which is no text of a name to anybody else.
        if text.contains(' ') {
            text = text.replace("\\ ", "\\032");
        }
        let has_dot = text.ends_with('.') && !ends_escaped(&text[..text.len() - 1]);
        match if has_dot {
            &text[..text.len() - 1]
        } else {
            &text
        } {
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
        if let Some(name) = Self::from_plain(text.strip_suffix('.').unwrap_or(text)) {
            return Ok(name);
        }
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
        Ok(Self::from_library(&wire))
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
        name.as_str().to_owned()
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
        let simple = cmp_simple(self.0.as_bytes(), other.0.as_bytes());
        simple.unwrap_or_else(|| self.labels().iter().rev().cmp(other.labels().iter().rev()))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Whether the text ends in a backslash that escapes what follows.
pub(crate) fn ends_escaped(text: &str) -> bool {
    let escapes = text.bytes().rev().take_while(|byte| *byte == b'\\');
    escapes.count() % 2 == 1
}

/// Escapes what would end a field or start a comment, a quote or a directive.
pub(crate) fn escape_for_zone_file(text: String) -> String {
    if !text.contains(ZONE_FILE_SPECIAL) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 4);
    let mut after_backslash = false;
    for character in text.chars() {
        if ZONE_FILE_SPECIAL.contains(&character) && !after_backslash {
            escaped.push('\\');
        }
        after_backslash = character == '\\' && !after_backslash;
        escaped.push(character);
    }
    escaped
}

/// Whether it is a host name without a trailing dot, with underscores and `*`, within the limits:
/// what nearly every name is, and what needs no further look.
fn is_plain(text: &str) -> bool {
    let mut length = 0;
    let labels_are_plain = text.bytes().all(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'*' => {
            length += 1;
            length <= 63
        }
        b'.' => std::mem::take(&mut length) > 0,
        _ => false,
    });
    labels_are_plain && length > 0 && text.len() <= MAX_PLAIN
}

/// Canonical order of two names, found from where they differ; `None` where an escape is near.
fn cmp_simple(one: &[u8], other: &[u8]) -> Option<Ordering> {
    let common = common_suffix(one, other);
    let (one_rest, other_rest) = (&one[..one.len() - common], &other[..other.len() - common]);
    if one_rest.is_empty() && other_rest.is_empty() {
        return Some(Ordering::Equal);
    }
    // The root's dot is no border between labels.
    if one == b"." || other == b"." {
        return None;
    }
    let label = |name: &'_ [u8], rest: &[u8]| {
        let start = rest.iter().rposition(|b| *b == b'.').map_or(0, |at| at + 1);
        let end = name[rest.len()..]
            .iter()
            .position(|b| *b == b'.')
            .map_or(name.len(), |at| rest.len() + at);
        start..end
    };
    let (one_label, other_label) = (label(one, one_rest), label(other, other_rest));
    // A dot may be escaped by what stands before it, here or where the label begins.
    let has_escape = |name: &[u8], label: &Range<usize>| {
        name[label.start.saturating_sub(2)..label.end].contains(&b'\\')
    };
    if has_escape(one, &one_label) || has_escape(other, &other_label) {
        return None;
    }
    Some(match (one_rest.last(), other_rest.last()) {
        (None, Some(b'.')) => Ordering::Less,
        (Some(b'.'), None) => Ordering::Greater,
        _ => one[one_label].cmp(&other[other_label]),
    })
}

/// How many bytes at their ends are the same, found eight at a time: names of one zone end alike.
fn common_suffix(one: &[u8], other: &[u8]) -> usize {
    let (words, other_words) = (one.as_rchunks::<8>().1, other.as_rchunks::<8>().1);
    let same = words.iter().rev().zip(other_words.iter().rev());
    let common = 8 * same.take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - common], &other[..other.len() - common]);
    let same = one.iter().rev().zip(other.iter().rev());
    common + same.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use domain::base::Name as WireName;
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
        fn order_is_by_labels_from_the_right(
            one in "([ab*-]|\\\\\\.){1,3}(\\.([ab-]|\\\\\\.|\\\\\\\\){1,2}){0,3}",
            other in "([ab*-]|\\\\\\.){1,3}(\\.([ab-]|\\\\\\.|\\\\\\\\){1,2}){0,3}",
            zone in "(\\.[a-b]{1,9}){0,2}",
        ) {
            let (one, other) = (name(&(one + &zone)), name(&(other + &zone)));
            let by_labels = one.labels().iter().rev().cmp(other.labels().iter().rev());
            prop_assert_eq!(one.cmp(&other), by_labels);
            prop_assert_eq!(Name::root().cmp(&one), std::cmp::Ordering::Less);
            let zone = match zone.strip_prefix('.') {
                Some(zone) => name(zone),
                None => one.clone(),
            };
            if let (Some(early), Some(late)) = (one.order_in(&zone), other.order_in(&zone)) {
                let expected = early.cmp(&late);
                prop_assert!(expected == one.cmp(&other) || expected.is_eq());
            }
        }

        #[test]
        fn plain_names_read_as_the_library_reads_them(text in "[a-zA-Z0-9*_.-]{0,70}(\\.[a-z]{60,64}){0,4}") {
            let slow = WireName::<Vec<u8>>::from_str(&text.to_ascii_lowercase())
                .ok()
                .filter(|_| !text.is_empty())
                .map(|wire| Name::from_library(&wire));
            prop_assert_eq!(text.parse::<Name>().ok(), slow);
        }

        #[test]
        fn any_label_survives_a_round_trip(bytes in proptest::collection::vec(any::<u8>(), 1..20)) {
            let escaped: Vec<String> = bytes.iter().map(|byte| format!("\\{byte:03}")).collect();
            let escaped = escaped.concat();
            let first = name(&format!("{escaped}.example"));
            prop_assert_eq!(&name(first.as_str()), &first);
            prop_assert_eq!(&name(&first.to_zone_text()), &first);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = text.parse::<Name>();
        }
    }
}
