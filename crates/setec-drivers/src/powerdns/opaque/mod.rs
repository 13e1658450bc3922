//! Types that PowerDNS reads and prints by their fields while the core holds bytes of the wire.
//!
//! For these the API does not take the generic form of RFC 3597.

mod field;

use setec_core::dns::{RecordData, RecordType, UnknownData};

pub(in crate::powerdns) use field::unquote;

use field::Field::{
    self, Base64, DomainName, Hex, Octets, Quoted, Text, Texts, Type, U8, U16, U32,
};

/// Number, mnemonic and fields.
const TYPES: [(u16, &str, &[Field]); 25] = [
    (7, "MB", &[DomainName]),
    (8, "MG", &[DomainName]),
    (9, "MR", &[DomainName]),
    (13, "HINFO", &[Text, Text]),
    (14, "MINFO", &[DomainName, DomainName]),
    (17, "RP", &[DomainName, DomainName]),
    (18, "AFSDB", &[U16, DomainName]),
    (25, "KEY", &[U16, U8, U8, Base64]),
    (36, "KX", &[U16, DomainName]),
    (37, "CERT", &[U16, U16, U8, Base64]),
    (39, "DNAME", &[DomainName]),
    (48, "DNSKEY", &[U16, U8, U8, Base64]),
    (49, "DHCID", &[Base64]),
    (53, "SMIMEA", &[U8, U8, U8, Hex]),
    (57, "RKEY", &[U16, U8, U8, Base64]),
    (59, "CDS", &[U16, U8, U8, Hex]),
    (60, "CDNSKEY", &[U16, U8, U8, Base64]),
    (61, "OPENPGPKEY", &[Base64]),
    (63, "ZONEMD", &[U32, U8, U8, Hex]),
    (99, "SPF", &[Texts]),
    (107, "LP", &[U16, DomainName]),
    (108, "EUI48", &[Octets]),
    (109, "EUI64", &[Octets]),
    (256, "URI", &[U16, U16, Quoted]),
    // PowerDNS's own type, whose first field is the type of its answers.
    (65402, "LUA", &[Type, Texts]),
];

/// The number of a type of this table.
pub(super) fn number_of(mnemonic: &str) -> Option<u16> {
    let found = TYPES.iter().find(|(_, known, _)| *known == mnemonic)?;
    Some(found.0)
}

/// The mnemonic of a type of this table.
pub(super) fn mnemonic_of(rtype: RecordType) -> Option<&'static str> {
    let found = TYPES.iter().find(|(known, ..)| *known == rtype.number())?;
    Some(found.1)
}

/// Reads content; `None` where it is not of this table or not of its form.
pub(super) fn read(rtype: RecordType, content: &str) -> Option<RecordData> {
    let (number, _, fields) = TYPES.iter().find(|(known, ..)| *known == rtype.number())?;
    let words = field::words(content);
    let mut rest = &words[..];
    let mut bytes = Vec::new();
    for field in *fields {
        field.read(&mut rest, &mut bytes)?;
    }
    rest.is_empty().then(|| {
        RecordData::Unknown(UnknownData {
            rtype: *number,
            bytes: bytes.into(),
        })
    })
}

/// Prints content; `None` where it is not of this table or malformed.
pub(super) fn print(data: &UnknownData) -> Option<String> {
    let (.., fields) = TYPES.iter().find(|(known, ..)| *known == data.rtype)?;
    let mut rest = &data.bytes[..];
    let mut words = Vec::new();
    for field in *fields {
        words.push(field.print(&mut rest)?);
    }
    rest.is_empty().then(|| words.join(" "))
}

/// The generic form (RFC 3597 section 5), without the spaces that PowerDNS does not take.
pub(super) fn print_generic(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "\\# 0".to_owned();
    }
    format!("\\# {} {}", bytes.len(), field::hex(bytes))
}

#[cfg(test)]
mod tests {
    use setec_core::dns::{RecordData, RecordType};

    #[test]
    fn content_survives_the_way_through_the_wire() {
        for (number, content) in [
            (13, r#""intel \"x\"" "a b""#),
            (17, "admin.example. ."),
            (37, "1 2 3 aGVsbG8="),
            (39, "target.example."),
            (53, "3 1 1 aabbcc"),
            (63, "2018031900 1 1 aabb"),
            (99, r#""v=spf1 " "#),
            (65402, &format!("TXT \";return '{}'\"", "x".repeat(300))),
            (108, "00-11-22-33-44-55"),
            (256, r#"10 1 "https://example.com/a;b""#),
            (
                256,
                &format!("10 1 \"https://example.com/{}\"", "x".repeat(300)),
            ),
            (65402, r#"A "ifportup(443, {'192.0.2.1'})""#),
        ] {
            let data = super::read(RecordType::from_number(number), content).expect("it is read");
            let RecordData::Unknown(unknown) = &data else {
                panic!("{data:?}");
            };
            assert_eq!(super::print(unknown).as_deref(), Some(content.trim_end()));
        }
    }

    #[test]
    fn malformed_content_is_not_read() {
        for (number, content) in [
            (17, "admin.example."),
            (39, "a.example. b.example."),
            (53, "3 1 1 xyz"),
            (53, "3 1 1"),
            (99, ""),
            (256, "10 70000 \"x\""),
            (256, "10 1 \"open"),
        ] {
            let rtype = RecordType::from_number(number);
            assert_eq!(super::read(rtype, content), None, "{content}");
        }
    }
}
