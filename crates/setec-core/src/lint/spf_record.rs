//! The text of an SPF record (RFC 7208).

use std::net::{Ipv4Addr, Ipv6Addr};

/// An SPF record as far as lint looks at it.
#[derive(Debug, Default)]
pub(super) struct SpfRecord {
    pub(super) directives: Vec<Directive>,
    pub(super) redirect: Option<String>,
}

#[derive(Debug)]
pub(super) struct Directive {
    pub(super) qualifier: char,
    pub(super) mechanism: Mechanism,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Include(String),
    A,
    Mx,
    Ptr,
    Ip,
    Exists,
}

/// Whether a text is an SPF record (RFC 7208 section 4.5).
pub fn is_spf(text: &str) -> bool {
    version_of(text).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a text was meant as SPF, but no receiver takes it for that.
pub(super) fn is_nearly_spf(text: &str) -> bool {
    let start = text.trim_start_matches([' ', '"']).get(..5);
    !is_spf(text) && start.is_some_and(|start| start.eq_ignore_ascii_case("v=spf"))
}

fn version_of(text: &str) -> Option<&str> {
    let (version, rest) = (text.get(..6)?, text.get(6..)?);
    version.eq_ignore_ascii_case("v=spf1").then_some(rest)
}

impl SpfRecord {
    /// Reads a text that [`is_spf`]; the error says which term is wrong and why.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut record = Self::default();
        let mut has_explanation = false;
        let terms = version_of(text).unwrap_or_default().split(' ');
        for term in terms.filter(|term| !term.is_empty()) {
            let wrong = |reason: &str| format!("`{term}`: {reason}");
            if let Some((name, value)) = modifier(term) {
                match name.to_ascii_lowercase().as_str() {
                    "redirect" if record.redirect.is_some() => {
                        return Err(wrong("redirect stands twice"));
                    }
                    "exp" if has_explanation => return Err(wrong("exp stands twice")),
                    "redirect" => record.redirect = Some(domain_spec(value).map_err(wrong)?),
                    "exp" => {
                        domain_spec(value).map_err(wrong)?;
                        has_explanation = true;
                    }
                    "all" | "include" | "a" | "mx" | "ptr" | "ip4" | "ip6" | "exists" => {
                        return Err(wrong("mechanisms are written with `:`, not `=`"));
                    }
                    _ => macro_string(value).map_err(wrong)?,
                }
                continue;
            }
            let (qualifier, rest) = match term.chars().next() {
                Some(sign @ ('+' | '-' | '~' | '?')) => (sign, &term[1..]),
                _ => ('+', term),
            };
            let mechanism = mechanism(rest).map_err(wrong)?;
            record.directives.push(Directive {
                qualifier,
                mechanism,
            });
        }
        Ok(record)
    }
}

fn modifier(term: &str) -> Option<(&str, &str)> {
    let (name, value) = term.split_once('=')?;
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(word);
    valid.then_some((name, value))
}

fn mechanism(text: &str) -> Result<Mechanism, &'static str> {
    let end = text.find([':', '/']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let argument = rest.strip_prefix(':');
    let domain = || domain_spec(argument.ok_or("a domain is missing")?);
    match name.to_ascii_lowercase().as_str() {
        "all" if rest.is_empty() => Ok(Mechanism::All),
        "all" => Err("all takes nothing behind it"),
        "include" => domain().map(Mechanism::Include),
        "exists" => domain().map(|_| Mechanism::Exists),
        "ptr" if rest.is_empty() => Ok(Mechanism::Ptr),
        "ptr" => domain().map(|_| Mechanism::Ptr),
        "a" => host(rest).map(|()| Mechanism::A),
        "mx" => host(rest).map(|()| Mechanism::Mx),
        "ip4" => network::<Ipv4Addr>(argument, 32).map_err(|()| "an IPv4 address is wanted"),
        "ip6" => network::<Ipv6Addr>(argument, 128).map_err(|()| "an IPv6 address is wanted"),
        _ => Err("no such mechanism"),
    }
}

fn network<A: std::str::FromStr>(argument: Option<&str>, longest: u8) -> Result<Mechanism, ()> {
    let argument = argument.ok_or(())?;
    let (address, prefix) = match argument.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (argument, None),
    };
    address.parse::<A>().map_err(|_| ())?;
    match prefix {
        Some(prefix) if !is_prefix(prefix, longest) => Err(()),
        _ => Ok(Mechanism::Ip),
    }
}

fn is_prefix(text: &str, longest: u8) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<u8>().is_ok_and(|length| length <= longest)
}

/// `[":" domain-spec] [dual-cidr-length]` behind `a` and `mx`.
fn host(rest: &str) -> Result<(), &'static str> {
    let mut inside = false;
    let slash = rest.find(|c| {
        inside = (inside || c == '{') && c != '}';
        c == '/' && !inside
    });
    let (domain, prefixes) = rest.split_at(slash.unwrap_or(rest.len()));
    if let Some(domain) = domain.strip_prefix(':') {
        domain_spec(domain)?;
    }
    let (four, six) = match prefixes.split_once("//") {
        Some((four, six)) => (four, Some(six)),
        None => (prefixes, None),
    };
    let four = four.strip_prefix('/');
    let valid =
        four.is_none_or(|four| is_prefix(four, 32)) && six.is_none_or(|six| is_prefix(six, 128));
    valid.then_some(()).ok_or("the prefix length is wrong")
}

/// RFC 7208 section 7.1: a name of at least two labels whose last one is no number, or a macro.
fn domain_spec(text: &str) -> Result<String, &'static str> {
    macro_string(text)?;
    if text.ends_with('}') || text.ends_with("%%") || text.ends_with("%_") || text.ends_with("%-") {
        return Ok(text.to_owned());
    }
    let plain = text.strip_suffix('.').unwrap_or(text);
    let (_, last) = plain.rsplit_once('.').ok_or("a full domain is wanted")?;
    let label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if last.is_empty() || !last.chars().all(label) || last.starts_with('-') || last.ends_with('-') {
        return Err("a domain is wanted");
    }
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("a domain is wanted; addresses are written with ip4: or ip6:");
    }
    Ok(text.to_owned())
}

fn macro_string(text: &str) -> Result<(), &'static str> {
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("only printable ASCII may stand there");
    }
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('%') {
        rest = match after.as_bytes().first() {
            Some(b'%' | b'_' | b'-') => &after[1..],
            Some(b'{') => {
                let (expansion, rest) =
                    after[1..].split_once('}').ok_or("a macro is not closed")?;
                let known = |letter: u8| b"slodiphcrtv".contains(&letter.to_ascii_lowercase());
                if !expansion.bytes().next().is_some_and(known) {
                    return Err("no such macro");
                }
                rest
            }
            _ => return Err("`%` begins a macro; a percent sign itself is `%%`"),
        };
    }
    Ok(())
}
