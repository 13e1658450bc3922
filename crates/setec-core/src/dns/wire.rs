//! Wire format without compression (RFC 1035 sections 3.1 and 3.3), printed by the `domain` crate.

use domain::base::Name as WireName;
use domain::base::rdata::ComposeRecordData;

use crate::dns::{InvalidName, Name, RecordData};

impl Name {
    /// The name as labels with their lengths, up to the root's.
    pub fn to_wire(&self) -> Vec<u8> {
        if self.as_str().contains('\\') || *self == Self::root() {
            return self.to_library().as_slice().to_vec();
        }
        let mut wire = Vec::with_capacity(self.as_str().len() + 2);
        for label in self.as_str().split('.') {
            wire.push(u8::try_from(label.len()).expect("a label has at most 63 octets"));
            wire.extend_from_slice(label.as_bytes());
        }
        wire.push(0);
        wire
    }

    /// Reads one uncompressed name; upper case becomes lower case.
    pub fn from_wire(bytes: &[u8]) -> Result<Self, InvalidName> {
        match WireName::from_slice(bytes) {
            Ok(wire) => Ok(Self::from_labels(wire).unwrap_or_else(|| Self::from_library(&wire))),
            Err(_) => Err(InvalidName::Wire),
        }
    }

    /// The labels joined; `None` where one of them needs an escape.
    fn from_labels(wire: &WireName<[u8]>) -> Option<Self> {
        let mut text = String::with_capacity(wire.len());
        for label in wire.iter().filter(|label| !label.is_root()) {
            // The dot in a label is no border between labels.
            let label = std::str::from_utf8(label.as_slice()).ok()?;
            if label.contains('.') {
                return None;
            }
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(label);
        }
        Self::from_plain(&text)
    }
}

impl RecordData {
    /// RDATA without compressed names; a TXT in strings of 255 bytes.
    ///
    /// A TXT has no limit of its own, so it may be longer than the 65,535 bytes of a record.
    pub fn to_wire(&self) -> Vec<u8> {
        let mut wire = Vec::new();
        match self {
            Self::A(address) => wire.extend_from_slice(&address.octets()),
            Self::Aaaa(address) => wire.extend_from_slice(&address.octets()),
            Self::Txt(text) if text.is_empty() => wire.push(0),
            Self::Txt(text) => {
                for string in text.chunks(255) {
                    wire.push(u8::try_from(string.len()).expect("a chunk has at most 255 bytes"));
                    wire.extend_from_slice(string);
                }
            }
            _ => self
                .to_library()
                .compose_rdata(&mut wire)
                .expect("a Vec takes any number of bytes"),
        }
        wire
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::dns::{InvalidName, Name, RecordData, RecordType};

    #[test]
    fn a_name_is_written_as_labels() {
        for (text, wire) in [
            ("www.Example.com", &b"\x03www\x07example\x03com\0"[..]),
            ("*.a_b", b"\x01*\x03a_b\0"),
            (".", b"\0"),
            (r"a\.b.c", b"\x03a.b\x01c\0"),
            (r"\000\\x", b"\x03\0\\x\0"),
        ] {
            let name: Name = text.parse().unwrap();
            assert_eq!(name.to_wire(), wire, "{text}");
            assert_eq!(Name::from_wire(wire), Ok(name), "{text}");
        }
        assert_eq!(
            Name::from_wire(b"\x03WwW\0").unwrap().as_str(),
            "www",
            "case is folded"
        );
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for bad in [
            &b""[..],
            b"\x03www",
            b"\x03ww\0",
            b"\0\0",
            b"\xc0\x0c",
            b"\x40",
        ] {
            assert_eq!(Name::from_wire(bad), Err(InvalidName::Wire), "{bad:?}");
        }
        let long: Vec<u8> = [&[63_u8][..], &[b'a'; 63]].concat().repeat(4);
        assert!(Name::from_wire(&[&long[..], b"\0"].concat()).is_err());
    }

    #[test]
    fn every_type_is_read_as_it_is_written() {
        for (rtype, text) in [
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("CNAME", "target.example."),
            ("ALIAS", "target.example."),
            ("MX", "10 mail.example."),
            ("TXT", "\"a b\" \"c\""),
            ("TXT", "\"\""),
            ("NS", r"a\.b.example."),
            ("SOA", "ns1.example. admin.example. 2026073001 1 2 3 4"),
            ("SRV", "10 20 5060 sip.example."),
            ("CAA", "0 issue \"letsencrypt.org\""),
            ("PTR", "host.example."),
            ("TLSA", "3 1 1 AABBCCDD"),
            ("SSHFP", "4 2 AABBCCDD"),
            ("HTTPS", "1 . alpn=h2,h3 ipv4hint=192.0.2.1"),
            ("SVCB", "0 svc.example."),
            ("DS", "12345 13 2 AABBCCDD"),
            ("NAPTR", "100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example."),
            ("TYPE65280", "\\# 3 ab cd ef"),
            ("TYPE65280", "\\# 0"),
        ] {
            let rtype: RecordType = rtype.parse().unwrap();
            let data = RecordData::parse(rtype, text, &Name::root()).unwrap();
            let wire = data.to_wire();
            assert_eq!(RecordData::from_wire(rtype, &wire), Ok(data), "{text}");
        }
        let mx = RecordData::parse(RecordType::Mx, "10 m.example.", &Name::root()).unwrap();
        assert_eq!(mx.to_wire(), b"\0\x0a\x01m\x07example\0");
        let long = RecordData::Txt(vec![b'x'; 300].into()).to_wire();
        assert_eq!((long.len(), long[0], long[256]), (302, 255, 45));
        let huge = RecordData::Txt(vec![b'x'; 70_000].into()).to_wire();
        assert!(huge.len() > 65_535, "it is for the caller to refuse");
    }

    proptest! {
        #[test]
        fn any_labels_survive(labels in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..20), 0..6)) {
            let mut wire = Vec::new();
            for label in &labels {
                wire.push(u8::try_from(label.len()).unwrap());
                wire.extend(label.to_ascii_lowercase());
            }
            wire.push(0);
            let name = Name::from_wire(&wire).unwrap();
            prop_assert_eq!(name.to_wire(), wire);
        }

        #[test]
        fn any_bytes_of_a_txt_survive(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
            let data = RecordData::Txt(bytes.into());
            prop_assert_eq!(RecordData::from_wire(RecordType::Txt, &data.to_wire()), Ok(data));
        }
    }
}
