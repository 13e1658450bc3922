//! Escapes of fields (RFC 1035 section 5.1).

use std::fmt::Write;

use crate::dns::{InvalidName, Name, ends_escaped};

/// The bytes of a character string, with or without quotes around it or parts of it.
pub(super) fn unquote(text: &str) -> Result<Vec<u8>, String> {
    unescape(text, |byte| byte != b'"')
}

/// The bytes behind `\DDD` and `\X`, without the unescaped bytes that are not kept.
pub(super) fn unescape(text: &str, keeps: impl Fn(u8) -> bool) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'\\' {
            if keeps(*first) {
                bytes.push(*first);
            }
            continue;
        }
        match rest {
            [] => return Err("nothing follows the backslash".to_owned()),
            [digit, ..] if digit.is_ascii_digit() => {
                let number = rest
                    .get(..3)
                    .and_then(|digits| std::str::from_utf8(digits).ok())
                    .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))
                    .and_then(|digits| digits.parse().ok())
                    .ok_or("a backslash and digits stand for a byte from \\000 to \\255")?;
                bytes.push(number);
                rest = &rest[3..];
            }
            [other, behind @ ..] => {
                bytes.push(*other);
                rest = behind;
            }
        }
    }
    Ok(bytes)
}

/// A domain name as a zone file writes it: `@`, relative to `origin`, or absolute.
pub(super) fn name(text: &str, origin: &Name) -> Result<Name, InvalidName> {
    if text == "@" {
        return Ok(origin.clone());
    }
    if let Some(name) = Name::plain_below(text, origin) {
        return Ok(name);
    }
    let plain;
    let text = if text.contains(['\\', '"']) {
        plain = without_odd_escapes(text)?;
        &plain
    } else {
        text
    };
    if *origin == Name::root() || is_absolute(text) {
        return text.parse();
    }
    format!("{text}.{origin}").parse()
}

/// Whether the last dot is there and not escaped.
pub(super) fn is_absolute(text: &str) -> bool {
    text.strip_suffix('.')
        .is_some_and(|labels| !ends_escaped(labels))
}

/// `\ ` is read as `\032` and `\(` as `(`, for a name is no field any more.
fn without_odd_escapes(text: &str) -> Result<String, InvalidName> {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return Err(InvalidName::Syntax(text.to_owned())),
            '\\' => match characters.next() {
                Some(escaped) if escaped.is_ascii_digit() || matches!(escaped, '.' | '\\') => {
                    plain.extend(['\\', escaped]);
                }
                Some(escaped) if escaped.is_ascii_graphic() => plain.push(escaped),
                Some(escaped) if escaped.is_ascii() => {
                    write!(plain, "\\{:03}", u32::from(escaped)).expect("a String takes any text");
                }
                _ => return Err(InvalidName::Syntax(text.to_owned())),
            },
            other => plain.push(other),
        }
    }
    Ok(plain)
}
