//! Fields of record data, read from words and printed from bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use setec_core::dns::{Name, RecordData, RecordType};

use crate::powerdns::svcb;

/// One field of record data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    U8,
    U16,
    U32,
    /// A record type by its mnemonic.
    Type,
    DomainName,
    /// One character string.
    Text,
    /// Character strings to the end, whose borders mean nothing.
    Texts,
    /// Bytes to the end in quotes.
    Quoted,
    Hex,
    Base64,
    /// Octets with hyphens between (RFC 7043).
    Octets,
}

impl Field {
    /// Reads it from the front of the words.
    pub(super) fn read(self, rest: &mut &[&str], bytes: &mut Vec<u8>) -> Option<()> {
        match self {
            Self::U8 => bytes.push(word(rest)?.parse().ok()?),
            Self::U16 => bytes.extend(word(rest)?.parse::<u16>().ok()?.to_be_bytes()),
            Self::U32 => bytes.extend(word(rest)?.parse::<u32>().ok()?.to_be_bytes()),
            Self::Type => {
                let rtype: RecordType = word(rest)?.parse().ok()?;
                bytes.extend(rtype.number().to_be_bytes());
            }
            Self::DomainName => bytes.extend(name_bytes(&word(rest)?.parse().ok()?)?),
            Self::Text => push_text(&unquote(word(rest)?)?, bytes)?,
            Self::Texts => {
                let text = unquote(&remaining(rest)?.join(" "))?;
                // An empty text is one empty character string.
                let (first, more) = text.split_at(text.len().min(255));
                push_text(first, bytes)?;
                for chunk in more.chunks(255) {
                    push_text(chunk, bytes)?;
                }
            }
            Self::Quoted => bytes.extend(unquote(&remaining(rest)?.join(" "))?),
            Self::Hex => bytes.extend(unhex(&remaining(rest)?.concat())?),
            Self::Base64 => bytes.extend(STANDARD.decode(remaining(rest)?.concat()).ok()?),
            Self::Octets => bytes.extend(unhex(&word(rest)?.replace('-', ""))?),
        }
        Some(())
    }

    /// Prints it from the front of the bytes.
    pub(super) fn print(self, rest: &mut &[u8]) -> Option<String> {
        Some(match self {
            Self::U8 => rest.split_off_first()?.to_string(),
            Self::U16 => u16::from_be_bytes(take(rest)?).to_string(),
            Self::U32 => u32::from_be_bytes(take(rest)?).to_string(),
            Self::Type => RecordType::from_number(u16::from_be_bytes(take(rest)?)).to_string(),
            Self::DomainName => take_name(rest)?.to_absolute(),
            Self::Text => quote(take_text(rest)?),
            // One string in quotes may be longer than a character string here, and a script of
            // Lua must not be cut.
            Self::Texts => {
                let mut text = Vec::new();
                while !rest.is_empty() {
                    text.extend(take_text(rest)?);
                }
                quote(&text)
            }
            Self::Quoted => quote(std::mem::take(rest)),
            Self::Hex => hex(std::mem::take(rest)),
            Self::Base64 => STANDARD.encode(std::mem::take(rest)),
            Self::Octets => {
                let octets = std::mem::take(rest).chunks(1);
                octets.map(hex).collect::<Vec<_>>().join("-")
            }
        })
    }
}

/// Splits at spaces outside quotes.
pub(super) fn words(content: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let split = content.split(move |c: char| {
        let border = c == ' ' && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        border
    });
    split.filter(|word| !word.is_empty()).collect()
}

/// The bytes of one or more strings, in quotes or without, of any length.
pub(in crate::powerdns) fn unquote(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut quoted = false;
    let mut rest = text.as_bytes();
    while let Some(byte) = rest.split_off_first() {
        match byte {
            b'"' => quoted = !quoted,
            b' ' if !quoted => {}
            b'\\' => match rest.first()? {
                b'0'..=b'9' => {
                    let digits = str::from_utf8(rest.split_off(..3)?).ok()?;
                    bytes.push(digits.parse().ok()?);
                }
                other => {
                    bytes.push(*other);
                    rest = &rest[1..];
                }
            },
            other => bytes.push(*other),
        }
    }
    (!quoted).then_some(bytes)
}

fn word<'a>(rest: &mut &[&'a str]) -> Option<&'a str> {
    rest.split_off_first().copied()
}

fn remaining<'a, 'b>(rest: &mut &'b [&'a str]) -> Option<&'b [&'a str]> {
    let all = std::mem::take(rest);
    (!all.is_empty()).then_some(all)
}

fn push_text(text: &[u8], bytes: &mut Vec<u8>) -> Option<()> {
    bytes.push(u8::try_from(text.len()).ok()?);
    bytes.extend(text);
    Some(())
}

fn name_bytes(name: &Name) -> Option<Box<[u8]>> {
    // The core holds a DNAME as the bytes of its one name.
    let dname = RecordType::from_number(39);
    match RecordData::parse(dname, &name.to_absolute(), &Name::root()) {
        Ok(RecordData::Unknown(data)) => Some(data.bytes),
        _ => None,
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*bytes)
}

fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::from(*rest.split_off_first()?);
    rest.split_off(..length)
}

fn take_name(rest: &mut &[u8]) -> Option<Name> {
    let mut end = 0;
    loop {
        let length = usize::from(*rest.get(end)?);
        end += 1 + length;
        if length == 0 {
            break;
        }
    }
    let wire = rest.split_off(..end)?;
    match RecordData::from_wire(RecordType::Cname, wire) {
        Ok(RecordData::Cname(name)) => Some(name),
        _ => None,
    }
}

fn quote(bytes: &[u8]) -> String {
    format!("\"{}\"", svcb::escape(bytes))
}

/// Two lower-case digits for each byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).expect("it is below 16");
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect()
}
