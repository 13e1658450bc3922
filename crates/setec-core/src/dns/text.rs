//! Presentation format (RFC 1035 section 5.1, RFC 3597), read and printed by the `domain` crate.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use domain::base::iana::{
    DigestAlgorithm, Rtype, SecurityAlgorithm, SshfpAlgorithm, SshfpType, TlsaCertificateUsage,
    TlsaMatchingType, TlsaSelector,
};
use domain::base::rdata::{ComposeRecordData, UnknownRecordData};
use domain::base::zonefile_fmt::{DisplayKind, ZonefileFmt};
use domain::base::{CharStr, Name as WireName};
use domain::rdata::caa::{CaaFlags, CaaTag};
use domain::rdata::svcb::{SvcParams, SvcbRdata};
use domain::rdata::{self, ZoneRecordData};
use domain::zonefile::inplace::{Entry, Zonefile};

use crate::dns::{
    Caa, Ds, Mx, Name, Naptr, RecordData, RecordType, Soa, Srv, Sshfp, Svcb, Tlsa, UnknownData,
    plain,
};

/// The text is no data of that record type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not the data of {article} {rtype} record: {reason}")]
pub struct InvalidRecordText {
    text: String,
    rtype: RecordType,
    article: &'static str,
    reason: String,
}

impl InvalidRecordText {
    pub(super) fn new(text: &str, rtype: RecordType, reason: impl Into<String>) -> Self {
        let shown: String = text.chars().take(80).collect();
        let mnemonic = rtype.to_string();
        // By sound: "an MX", "an A", "a TXT".
        let vowel = mnemonic.starts_with(['A', 'M', 'N', 'S', 'H']) && mnemonic != "NAPTR";
        Self {
            text: shown,
            rtype,
            article: if vowel { "an" } else { "a" },
            reason: reason.into(),
        }
    }
}

pub(super) type WireData = ZoneRecordData<Bytes, WireName<Vec<u8>>>;

impl RecordData {
    /// Reads presentation format; names without a trailing dot are below `origin`.
    pub fn parse(rtype: RecordType, text: &str, origin: &Name) -> Result<Self, InvalidRecordText> {
        let wrong = |reason: &str| InvalidRecordText::new(text, rtype, reason);
        let trimmed = text.trim();
        match rtype {
            RecordType::A => {
                let address = trimmed
                    .parse()
                    .map_err(|_| wrong("an IPv4 address such as 192.0.2.1"))?;
                return Ok(Self::A(address));
            }
            RecordType::Aaaa => {
                let address = trimmed
                    .parse()
                    .map_err(|_| wrong("an IPv6 address such as 2001:db8::1"))?;
                return Ok(Self::Aaaa(address));
            }
            _ => {}
        }
        match plain::read(rtype, trimmed) {
            Some(data) => Ok(data),
            None => Self::parse_by_library(rtype, text, origin),
        }
    }

    pub(super) fn parse_by_library(
        rtype: RecordType,
        text: &str,
        origin: &Name,
    ) -> Result<Self, InvalidRecordText> {
        let wrong = |reason: &str| InvalidRecordText::new(text, rtype, reason);
        let trimmed = text.trim();
        if trimmed.contains(['\n', '\r', '\0']) {
            return Err(wrong("it holds a line break"));
        }
        // ALIAS is no type of the library; its data is one name, as a CNAME's.
        let scanned_as = match rtype {
            RecordType::Alias => Rtype::CNAME,
            known => Rtype::from_int(known.number()),
        };
        let mut file = Zonefile::new();
        file.set_origin(to_bytes_name(origin));
        file.extend_from_slice(format!(". 0 IN {scanned_as} {trimmed}\n").as_bytes());
        let entry = file
            .next_entry()
            .map_err(|error| wrong(&reason_of(&error.to_string())))?;
        let Some(Entry::Record(record)) = entry else {
            return Err(wrong("it is empty"));
        };
        if !matches!(file.next_entry(), Ok(None)) {
            return Err(wrong("it holds more than one record"));
        }
        Self::from_library(rtype, record.into_data()).map_err(|reason| wrong(&reason))
    }

    /// Prints presentation format with absolute names.
    pub fn to_text(&self) -> String {
        self.to_string()
    }

    fn from_library<N>(rtype: RecordType, data: ZoneRecordData<Bytes, N>) -> Result<Self, String>
    where
        N: domain::base::ToName + fmt::Display,
    {
        let name = |name: &N| Name::from_library(name);
        Ok(match data {
            ZoneRecordData::A(a) => Self::A(a.addr()),
            ZoneRecordData::Aaaa(aaaa) => Self::Aaaa(aaaa.addr()),
            ZoneRecordData::Cname(cname) if rtype == RecordType::Alias => {
                Self::Alias(name(cname.cname()))
            }
            ZoneRecordData::Cname(cname) => Self::Cname(name(cname.cname())),
            ZoneRecordData::Ns(ns) => Self::Ns(name(ns.nsdname())),
            ZoneRecordData::Ptr(ptr) => Self::Ptr(name(ptr.ptrdname())),
            ZoneRecordData::Mx(mx) => Self::Mx(Mx {
                preference: mx.preference(),
                exchange: name(mx.exchange()),
            }),
            ZoneRecordData::Txt(txt) => Self::Txt(txt.text::<Vec<u8>>().into()),
            ZoneRecordData::Soa(soa) => Self::Soa(Box::new(Soa {
                mname: name(soa.mname()),
                rname: name(soa.rname()),
                serial: soa.serial().into_int(),
                refresh: soa.refresh().as_secs(),
                retry: soa.retry().as_secs(),
                expire: soa.expire().as_secs(),
                minimum: soa.minimum().as_secs(),
            })),
            ZoneRecordData::Srv(srv) => Self::Srv(Srv {
                priority: srv.priority(),
                weight: srv.weight(),
                port: srv.port(),
                target: name(srv.target()),
            }),
            ZoneRecordData::Caa(caa) => Self::Caa(Box::new(Caa {
                flags: caa.flags().bits(),
                // Tags are compared without case and stored in lower case (RFC 8659 section 4.1).
                tag: caa.tag().to_string().to_ascii_lowercase().into(),
                value: caa.value()[..].into(),
            })),
            ZoneRecordData::Tlsa(tlsa) => Self::Tlsa(Box::new(Tlsa {
                usage: tlsa.usage().to_int(),
                selector: tlsa.selector().to_int(),
                matching_type: tlsa.matching_type().to_int(),
                association: tlsa.data()[..].into(),
            })),
            ZoneRecordData::Sshfp(sshfp) => Self::Sshfp(Box::new(Sshfp {
                algorithm: sshfp.algorithm().to_int(),
                fingerprint_type: sshfp.fingerprint_type().to_int(),
                fingerprint: sshfp.fingerprint()[..].into(),
            })),
            ZoneRecordData::Https(svcb) => Self::Https(Box::new(Svcb {
                priority: svcb.priority(),
                target: name(svcb.target()),
                params: svcb.params().as_slice().into(),
            })),
            ZoneRecordData::Svcb(svcb) => Self::Svcb(Box::new(Svcb {
                priority: svcb.priority(),
                target: name(svcb.target()),
                params: svcb.params().as_slice().into(),
            })),
            ZoneRecordData::Ds(ds) => Self::Ds(Box::new(Ds {
                key_tag: ds.key_tag(),
                algorithm: ds.algorithm().to_int(),
                digest_type: ds.digest_type().to_int(),
                digest: ds.digest()[..].into(),
            })),
            ZoneRecordData::Naptr(naptr) => Self::Naptr(Box::new(Naptr {
                order: naptr.order(),
                preference: naptr.preference(),
                flags: naptr.flags().as_slice().into(),
                services: naptr.services().as_slice().into(),
                regexp: naptr.regexp().as_slice().into(),
                replacement: name(naptr.replacement()),
            })),
            // `\# 4 C0000201` is a legal way to write an A record (RFC 3597 section 5).
            ZoneRecordData::Unknown(unknown) if !matches!(rtype, RecordType::Unknown(_)) => {
                return Self::from_wire(rtype, unknown.data());
            }
            other => {
                let mut bytes = Vec::new();
                other
                    .compose_rdata(&mut bytes)
                    .expect("a Vec takes any number of bytes");
                Self::Unknown(UnknownData {
                    rtype: rtype.number(),
                    bytes: bytes.into(),
                })
            }
        })
    }

    /// Reads uncompressed wire format.
    pub fn from_wire(rtype: RecordType, bytes: &[u8]) -> Result<Self, String> {
        use domain::base::rdata::ParseRecordData;
        let octets = Bytes::copy_from_slice(bytes);
        let mut parser = domain::dep::octseq::Parser::from_ref(&octets);
        let library_type = match rtype {
            RecordType::Alias => Rtype::CNAME,
            known => Rtype::from_int(known.number()),
        };
        let parsed = ZoneRecordData::<Bytes, domain::base::ParsedName<Bytes>>::parse_rdata(
            library_type,
            &mut parser,
        )
        .map_err(|error| error.to_string())?
        .ok_or("the type holds no data")?;
        if parser.remaining() > 0 {
            return Err("bytes are left over".to_owned());
        }
        if let (ZoneRecordData::Unknown(_), false) =
            (&parsed, matches!(rtype, RecordType::Unknown(_)))
        {
            return Err("the data is malformed".to_owned());
        }
        Self::from_library(rtype, parsed)
    }

    pub(super) fn to_library(&self) -> WireData {
        let charstr = |bytes: &[u8]| {
            CharStr::from_octets(Bytes::copy_from_slice(bytes)).expect("it was a character string")
        };
        let svcb_params = |svcb: &Svcb| {
            SvcParams::from_octets(Bytes::copy_from_slice(&svcb.params))
                .ok()
                .expect("the parameters were checked when read")
        };
        let fits = "the data was in a record before";
        match self {
            Self::A(address) => ZoneRecordData::A(rdata::A::new(*address)),
            Self::Aaaa(address) => ZoneRecordData::Aaaa(rdata::Aaaa::new(*address)),
            Self::Cname(name) | Self::Alias(name) => {
                ZoneRecordData::Cname(rdata::Cname::new(name.to_library()))
            }
            Self::Ns(name) => ZoneRecordData::Ns(rdata::Ns::new(name.to_library())),
            Self::Ptr(name) => ZoneRecordData::Ptr(rdata::Ptr::new(name.to_library())),
            Self::Mx(mx) => {
                ZoneRecordData::Mx(rdata::Mx::new(mx.preference, mx.exchange.to_library()))
            }
            Self::Txt(text) => ZoneRecordData::Txt(rdata::Txt::build_from_slice(text).expect(fits)),
            Self::Soa(soa) => {
                use domain::base::{Serial, Ttl};
                ZoneRecordData::Soa(rdata::Soa::new(
                    soa.mname.to_library(),
                    soa.rname.to_library(),
                    Serial(soa.serial),
                    Ttl::from_secs(soa.refresh),
                    Ttl::from_secs(soa.retry),
                    Ttl::from_secs(soa.expire),
                    Ttl::from_secs(soa.minimum),
                ))
            }
            Self::Srv(srv) => ZoneRecordData::Srv(rdata::Srv::new(
                srv.priority,
                srv.weight,
                srv.port,
                srv.target.to_library(),
            )),
            Self::Caa(caa) => ZoneRecordData::Caa(rdata::Caa::new(
                CaaFlags::new(caa.flags),
                CaaTag::from_octets(Bytes::copy_from_slice(caa.tag.as_bytes()))
                    .expect("the tag was checked when read"),
                Bytes::copy_from_slice(&caa.value),
            )),
            Self::Tlsa(tlsa) => ZoneRecordData::Tlsa(rdata::Tlsa::new(
                TlsaCertificateUsage::from_int(tlsa.usage),
                TlsaSelector::from_int(tlsa.selector),
                TlsaMatchingType::from_int(tlsa.matching_type),
                Bytes::copy_from_slice(&tlsa.association),
            )),
            Self::Sshfp(sshfp) => ZoneRecordData::Sshfp(rdata::Sshfp::new(
                SshfpAlgorithm::from_int(sshfp.algorithm),
                SshfpType::from_int(sshfp.fingerprint_type),
                Bytes::copy_from_slice(&sshfp.fingerprint),
            )),
            Self::Https(svcb) => ZoneRecordData::Https(
                SvcbRdata::new(svcb.priority, svcb.target.to_library(), svcb_params(svcb))
                    .expect(fits),
            ),
            Self::Svcb(svcb) => ZoneRecordData::Svcb(
                SvcbRdata::new(svcb.priority, svcb.target.to_library(), svcb_params(svcb))
                    .expect(fits),
            ),
            Self::Ds(ds) => ZoneRecordData::Ds(
                rdata::Ds::new(
                    ds.key_tag,
                    SecurityAlgorithm::from_int(ds.algorithm),
                    DigestAlgorithm::from_int(ds.digest_type),
                    Bytes::copy_from_slice(&ds.digest),
                )
                .expect(fits),
            ),
            Self::Naptr(naptr) => ZoneRecordData::Naptr(rdata::Naptr::new(
                naptr.order,
                naptr.preference,
                charstr(&naptr.flags),
                charstr(&naptr.services),
                charstr(&naptr.regexp),
                naptr.replacement.to_library(),
            )),
            Self::Unknown(data) => ZoneRecordData::Unknown(
                UnknownRecordData::from_octets(
                    Rtype::from_int(data.rtype),
                    Bytes::copy_from_slice(&data.bytes),
                )
                .expect(fits),
            ),
        }
    }
}

impl fmt::Display for RecordData {
    /// Presentation format with absolute names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => address.fmt(f),
            Self::Aaaa(address) => address.fmt(f),
            Self::Cname(name) | Self::Alias(name) | Self::Ns(name) | Self::Ptr(name) => {
                name.write_zone_text(f)
            }
            Self::Mx(mx) => {
                write!(f, "{} ", mx.preference)?;
                mx.exchange.write_zone_text(f)
            }
            Self::Srv(srv) => write!(
                f,
                "{} {} {} {}",
                srv.priority,
                srv.weight,
                srv.port,
                srv.target.to_zone_text()
            ),
            Self::Soa(soa) => write!(
                f,
                "{} {} {} {} {} {} {}",
                soa.mname.to_zone_text(),
                soa.rname.to_zone_text(),
                soa.serial,
                soa.refresh,
                soa.retry,
                soa.expire,
                soa.minimum
            ),
            Self::Txt(text) if text.is_empty() => f.write_str("\"\""),
            Self::Txt(text) => {
                for (at, chunk) in text.chunks(255).enumerate() {
                    if at > 0 {
                        f.write_str(" ")?;
                    }
                    write_quoted(f, chunk)?;
                }
                Ok(())
            }
            Self::Naptr(naptr) => {
                write!(f, "{} {} ", naptr.order, naptr.preference)?;
                for text in [&naptr.flags, &naptr.services, &naptr.regexp] {
                    write_quoted(f, text)?;
                    f.write_str(" ")?;
                }
                f.write_str(&naptr.replacement.to_zone_text())
            }
            Self::Https(svcb) | Self::Svcb(svcb) => {
                write!(f, "{} {}", svcb.priority, svcb.target.to_zone_text())?;
                svcb.params().try_for_each(|param| match param {
                    // The library prints `nodefaultalpn`, which nobody reads (domain 0.12.3).
                    [0, 2, ..] => f.write_str(" no-default-alpn"),
                    param => write!(f, " {}", param_text(param)),
                })
            }
            _ => write!(
                f,
                "{}",
                self.to_library().display_zonefile(DisplayKind::Simple)
            ),
        }
    }
}

impl Svcb {
    /// The parameters one by one, each with its key and length in front.
    fn params(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.params[..];
        std::iter::from_fn(move || {
            let length = u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]);
            let (param, behind) = rest.split_at_checked(4 + usize::from(length))?;
            rest = behind;
            Some(param)
        })
    }
}

/// One parameter of SVCB as the library prints it.
fn param_text(param: &[u8]) -> String {
    let alone = RecordData::Svcb(Box::new(Svcb {
        priority: 1,
        target: Name::root(),
        params: param.into(),
    }));
    let text = alone
        .to_library()
        .display_zonefile(DisplayKind::Simple)
        .to_string();
    // `1 . key=value`
    text.splitn(3, ' ').nth(2).unwrap_or_default().to_owned()
}

/// Writes a character string in quotes (RFC 1035 section 5.1).
fn write_quoted(f: &mut impl fmt::Write, bytes: &[u8]) -> fmt::Result {
    f.write_char('"')?;
    for byte in bytes {
        match byte {
            b'"' | b'\\' => write!(f, "\\{}", char::from(*byte))?,
            b' '..=b'~' => f.write_char(char::from(*byte))?,
            _ => write!(f, "\\{byte:03}")?,
        }
    }
    f.write_char('"')
}

fn to_bytes_name(name: &Name) -> WireName<Bytes> {
    WireName::from_str(&name.to_absolute()).expect("a Name was read by the same parser")
}

/// The library's words without its position, which counts from the line we put in front.
fn reason_of(error: &str) -> String {
    match error.split_once(": ") {
        Some((position, reason)) if position.bytes().any(|b| b.is_ascii_digit()) => {
            reason.to_owned()
        }
        _ => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::dns::{Name, RecordData, RecordType};

    fn parse(rtype: &str, text: &str) -> Result<RecordData, String> {
        let rtype: RecordType = rtype.parse().expect("a type");
        RecordData::parse(rtype, text, &Name::root()).map_err(|error| error.to_string())
    }

    #[test]
    fn every_type_prints_what_it_reads() {
        for (rtype, text) in [
            ("A", "192.0.2.1"),
            ("AAAA", "2001:db8::1"),
            ("CNAME", "target.example."),
            ("ALIAS", "target.example."),
            ("MX", "10 mail.example."),
            ("TXT", "\"v=spf1 -all\""),
            ("NS", "ns1.example."),
            (
                "SOA",
                "ns1.example. admin.example. 2026073001 10000 2400 604800 600",
            ),
            ("SRV", "10 20 5060 sip.example."),
            ("CAA", "0 issue \"letsencrypt.org\""),
            ("PTR", "host.example."),
            ("TLSA", "3 1 1 AABBCCDD"),
            ("SSHFP", "4 2 AABBCCDD"),
            ("HTTPS", "1 . alpn=h2,h3 ipv4hint=192.0.2.1"),
            ("SVCB", "1 svc.example. port=8443"),
            ("HTTPS", "1 . alpn=h3 no-default-alpn port=8443"),
            (
                "HTTPS",
                "1 . mandatory=alpn,no-default-alpn alpn=h3 no-default-alpn",
            ),
            ("DS", "12345 13 2 AABBCCDD"),
            ("NAPTR", "100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example."),
            ("TYPE65280", "\\# 3 ab cd ef"),
        ] {
            let data = parse(rtype, text).unwrap();
            let printed = data.to_text();
            assert_eq!(
                printed.replace(['"'], ""),
                text.replace(['"'], ""),
                "{rtype}"
            );
            assert_eq!(parse(rtype, &printed).unwrap(), data, "{rtype} {printed}");
        }
    }

    #[test]
    fn spellings_of_one_value_are_equal() {
        for (rtype, one, other) in [
            ("AAAA", "2001:DB8:0:0::1", "2001:db8::1"),
            ("CNAME", "Target.Example.", "target.example."),
            ("TXT", "\"ab\" \"cd\"", "abcd"),
            ("TXT", "\"a;b\"", "\"a\\;b\""),
            ("CAA", "0 ISSUE \"ca.example\"", "0 issue \"ca.example\""),
            ("A", "\\# 4 C0000201", "192.0.2.1"),
            ("DS", "1 13 2 aabb ccdd", "1 13 2 AABBCCDD"),
        ] {
            if one.starts_with("\\#") {
                let bytes = [192, 0, 2, 1];
                assert_eq!(
                    RecordData::from_wire(RecordType::A, &bytes),
                    Ok(parse(rtype, other).unwrap())
                );
                continue;
            }
            assert_eq!(
                parse(rtype, one).unwrap(),
                parse(rtype, other).unwrap(),
                "{one}"
            );
        }
    }

    #[test]
    fn refuses_what_the_type_does_not_hold() {
        for (rtype, text) in [
            ("A", "999.1.1.1"),
            ("A", "2001:db8::1"),
            ("AAAA", "192.0.2.1"),
            ("MX", "mail.example."),
            ("MX", "70000 mail.example."),
            ("SRV", "1 2 sip.example."),
            ("CAA", "0 issue"),
            ("TXT", ""),
            ("TXT", "\"open"),
            ("CNAME", "a.example. b.example."),
            ("CNAME", "a.example.\nevil 60 IN A 192.0.2.1"),
            ("TLSA", "3 1 1 XYZ"),
            ("SOA", "ns1.example. admin.example. 1 2 3"),
            ("TYPE65280", "hello"),
        ] {
            assert!(parse(rtype, text).is_err(), "{rtype} {text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_of_a_txt_survive(bytes in proptest::collection::vec(any::<u8>(), 1..700)) {
            let data = RecordData::Txt(bytes.into());
            prop_assert_eq!(parse("TXT", &data.to_text()), Ok(data));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}", number in 1u16..300) {
            let _ = RecordData::parse(RecordType::from_number(number), &text, &Name::root());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), number in 1u16..300) {
            if let Ok(data) = RecordData::from_wire(RecordType::from_number(number), &bytes) {
                let _ = data.to_text();
            }
        }
    }
}
