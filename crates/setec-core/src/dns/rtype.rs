//! Record types.

use std::fmt;
use std::str::FromStr;

use domain::base::iana::Rtype;
use serde::{Deserialize, Serialize};

/// The type of a record set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[expect(
    missing_docs,
    reason = "the variants are the mnemonics of the IANA registry"
)]
pub enum RecordType {
    Soa,
    Ns,
    A,
    Aaaa,
    Cname,
    /// A name that the server flattens into addresses; not of any RFC. On the wire PowerDNS's 65401.
    Alias,
    Mx,
    Txt,
    Srv,
    Caa,
    Ptr,
    Tlsa,
    Sshfp,
    Https,
    Svcb,
    Ds,
    Naptr,
    /// Any other type by its number (RFC 3597).
    Unknown(u16),
}

/// The text is no record type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a DNS record type")]
pub struct InvalidRecordType(String);

const ALIAS: u16 = 65401;

/// Every type with a variant of its own, with its number and mnemonic.
const KNOWN: [(RecordType, u16, &str); 17] = [
    (RecordType::Soa, 6, "SOA"),
    (RecordType::Ns, 2, "NS"),
    (RecordType::A, 1, "A"),
    (RecordType::Aaaa, 28, "AAAA"),
    (RecordType::Cname, 5, "CNAME"),
    (RecordType::Alias, ALIAS, "ALIAS"),
    (RecordType::Mx, 15, "MX"),
    (RecordType::Txt, 16, "TXT"),
    (RecordType::Srv, 33, "SRV"),
    (RecordType::Caa, 257, "CAA"),
    (RecordType::Ptr, 12, "PTR"),
    (RecordType::Tlsa, 52, "TLSA"),
    (RecordType::Sshfp, 44, "SSHFP"),
    (RecordType::Https, 65, "HTTPS"),
    (RecordType::Svcb, 64, "SVCB"),
    (RecordType::Ds, 43, "DS"),
    (RecordType::Naptr, 35, "NAPTR"),
];

impl RecordType {
    /// The type's number in the IANA registry.
    pub fn number(self) -> u16 {
        match self {
            Self::Unknown(number) => number,
            known => {
                KNOWN
                    .iter()
                    .find(|(rtype, ..)| *rtype == known)
                    .expect("KNOWN holds every variant but Unknown")
                    .1
            }
        }
    }

    /// The type of that number.
    pub fn from_number(number: u16) -> Self {
        KNOWN
            .iter()
            .find(|(_, known, _)| *known == number)
            .map_or(Self::Unknown(number), |(rtype, ..)| *rtype)
    }

    /// Whether its records carry a preference or priority in front (MX, SRV).
    pub fn has_priority(self) -> bool {
        matches!(self, Self::Mx | Self::Srv)
    }

    /// Whether a name holds at most one record of it (RFC 1034 section 3.6.2, RFC 1035 section 5.2).
    pub fn is_single(self) -> bool {
        matches!(self, Self::Cname | Self::Soa | Self::Alias)
    }
}

impl FromStr for RecordType {
    type Err = InvalidRecordType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let given = text.trim();
        let is_given = |mnemonic: &str| mnemonic.eq_ignore_ascii_case(given);
        if let Some((rtype, ..)) = KNOWN.iter().find(|(.., mnemonic)| is_given(mnemonic)) {
            return Ok(*rtype);
        }
        let number = Rtype::from_str(&given.to_ascii_uppercase())
            .map_err(|_| InvalidRecordType(text.to_owned()))?
            .to_int();
        // 0 is reserved, 41 and 128 to 255 are pseudo and query types: no zone holds them.
        if number == 0 || number == 41 || (128..=255).contains(&number) {
            return Err(InvalidRecordType(text.to_owned()));
        }
        Ok(Self::from_number(number))
    }
}

impl TryFrom<String> for RecordType {
    type Error = InvalidRecordType;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<RecordType> for String {
    fn from(rtype: RecordType) -> Self {
        rtype.to_string()
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(number) => Rtype::from_int(*number).fmt(f),
            known => {
                let found = KNOWN.iter().find(|(rtype, ..)| rtype == known);
                f.write_str(found.expect("KNOWN holds every variant but Unknown").2)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecordType;

    #[test]
    fn reads_what_it_prints() {
        for text in [
            "A",
            "ALIAS",
            "HTTPS",
            "NAPTR",
            "TYPE65280",
            "HINFO",
            "DNSKEY",
        ] {
            let rtype: RecordType = text.parse().expect("a type");
            assert_eq!(rtype.to_string(), text);
            assert_eq!(RecordType::from_number(rtype.number()), rtype);
        }
        assert_eq!("type1".parse(), Ok(RecordType::A));
        assert_eq!("aaaa".parse(), Ok(RecordType::Aaaa));
    }

    #[test]
    fn refuses_query_types_and_nonsense() {
        for bad in ["", "ANY", "AXFR", "OPT", "BOGUS", "TYPE70000", "A B"] {
            assert!(bad.parse::<RecordType>().is_err(), "{bad}");
        }
    }
}
