//! Reading of the data that zones are full of, in the one form that nearly all of it has.
//!
//! The library's reading of a record on its own costs some microseconds, which a zone of a hundred
//! thousand records would feel.

use crate::dns::{Mx, Name, RecordData, RecordType, Srv};

/// Reads absolute host names, and a text in one pair of quotes without escapes; `None` where the
/// text is anything else, right or wrong.
pub(super) fn read(rtype: RecordType, text: &str) -> Option<RecordData> {
    Some(match rtype {
        RecordType::Cname => RecordData::Cname(name(text)?),
        RecordType::Alias => RecordData::Alias(name(text)?),
        RecordType::Ns => RecordData::Ns(name(text)?),
        RecordType::Ptr => RecordData::Ptr(name(text)?),
        RecordType::Mx => {
            let (preference, exchange) = text.split_once(' ')?;
            RecordData::Mx(Mx {
                preference: number(preference)?,
                exchange: name(exchange)?,
            })
        }
        RecordType::Srv => {
            let mut words = text.split(' ');
            let srv = Srv {
                priority: number(words.next()?)?,
                weight: number(words.next()?)?,
                port: number(words.next()?)?,
                target: name(words.next()?)?,
            };
            words.next().is_none().then_some(RecordData::Srv(srv))?
        }
        RecordType::Txt => {
            let bytes = text.strip_prefix('"')?.strip_suffix('"')?.as_bytes();
            let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !b"\"\\".contains(byte);
            let fits = bytes.len() <= 255 && bytes.iter().all(is_plain);
            fits.then(|| RecordData::Txt(bytes.into()))?
        }
        _ => return None,
    })
}

fn name(text: &str) -> Option<Name> {
    Name::from_plain(text.strip_suffix('.')?)
}

fn number(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;
    use crate::dns::{Name, RecordData, RecordType};

    const TYPES: [RecordType; 7] = [
        RecordType::Cname,
        RecordType::Alias,
        RecordType::Ns,
        RecordType::Ptr,
        RecordType::Mx,
        RecordType::Srv,
        RecordType::Txt,
    ];

    fn agrees_with_the_library(text: &str) {
        for rtype in TYPES {
            if let Some(data) = read(rtype, text) {
                let slow = RecordData::parse_by_library(rtype, text, &Name::root());
                assert_eq!(slow, Ok(data), "{rtype} {text:?}");
            }
        }
    }

    #[test]
    fn the_common_form_is_read_here() {
        for (rtype, text) in [
            (RecordType::Cname, "WWW.Example.com."),
            (RecordType::Mx, "10 mail.example.com."),
            (RecordType::Srv, "1 2 5060 _sip.example.com."),
            (RecordType::Txt, "\"v=spf1 mx -all\""),
            (RecordType::Txt, "\"\""),
        ] {
            assert!(read(rtype, text).is_some(), "{rtype} {text}");
            agrees_with_the_library(text);
        }
    }

    #[test]
    fn any_other_form_is_left_to_the_library() {
        for (rtype, text) in [
            (RecordType::Cname, "www"),
            (RecordType::Cname, r"a\.b.example."),
            (RecordType::Mx, "10  mail.example.com."),
            (RecordType::Mx, "65536 mail.example.com."),
            (RecordType::Srv, "1 2 5060 sip.example. more"),
            (RecordType::Txt, r#""a" "b""#),
            (RecordType::Txt, r#""a\"b""#),
            (RecordType::Txt, "bare"),
            (RecordType::Txt, "\""),
        ] {
            assert!(read(rtype, text).is_none(), "{rtype} {text}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_the_same(
            numbers in "([0-9]{1,6} ){0,3}",
            text in "[a-zA-Z0-9*_.-]{0,70}\\.?",
            quoted in "\"[ -~]{0,12}\"",
        ) {
            agrees_with_the_library(&format!("{numbers}{text}"));
            agrees_with_the_library(&quoted);
        }
    }
}
