//! Types and record data in the form that PowerDNS reads and prints.
//!
//! The API refuses a content that differs from its own print of it ("Not in expected format").

use setec_core::dns::{InvalidRecordText, Name, RecordData, RecordType};
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::powerdns::changes::WRITE_RECORDS;
use crate::powerdns::{opaque, svcb};

/// The type of that mnemonic; `None` where its data cannot be read.
pub(super) fn read_type(mnemonic: &str) -> Option<RecordType> {
    if let Some(number) = opaque::number_of(mnemonic) {
        return Some(RecordType::from_number(number));
    }
    let rtype: RecordType = mnemonic.parse().ok()?;
    (!is_left_alone(rtype)).then_some(rtype)
}

/// The mnemonic that PowerDNS knows the type by.
pub(super) fn write_type(rtype: RecordType) -> Result<String> {
    if let Some(mnemonic) = opaque::mnemonic_of(rtype) {
        return Ok(mnemonic.to_owned());
    }
    if is_left_alone(rtype) {
        let message = format!("{rtype} records cannot be written to PowerDNS");
        return Err(ProviderError::new(
            ErrorKind::Invalid,
            WRITE_RECORDS,
            message,
        ));
    }
    Ok(rtype.to_string())
}

/// Reads a record's content.
pub(super) fn read(
    rtype: RecordType,
    content: &str,
) -> std::result::Result<RecordData, InvalidRecordText> {
    if matches!(rtype, RecordType::Unknown(_))
        && let Some(data) = opaque::read(rtype, content)
    {
        return Ok(data);
    }
    match (RecordData::parse(rtype, content, &Name::root()), rtype) {
        // A database that others write may hold strings of more than 255 bytes; the server splits
        // them when it answers.
        (Err(error), RecordType::Txt) => match opaque::unquote(content) {
            Some(bytes) if !bytes.is_empty() => Ok(RecordData::Txt(bytes.into())),
            _ => Err(error),
        },
        (outcome, _) => outcome,
    }
}

/// Prints a record's content.
pub(super) fn write(data: &RecordData) -> String {
    match data {
        // An address that holds one of IPv4 is taken in hexadecimal form only.
        RecordData::Aaaa(address) if address.to_ipv4_mapped().is_some() => address
            .segments()
            .map(|group| format!("{group:x}"))
            .join(":"),
        RecordData::Https(svcb) | RecordData::Svcb(svcb) => svcb::print(svcb),
        RecordData::Unknown(unknown) => {
            opaque::print(unknown).unwrap_or_else(|| opaque::print_generic(&unknown.bytes))
        }
        other => other.to_text(),
    }
}

/// Types that have a mnemonic but no form here: sets of such a type are neither read nor written,
/// so nothing that was not seen can be overwritten.
fn is_left_alone(rtype: RecordType) -> bool {
    matches!(rtype, RecordType::Unknown(_))
        && !rtype.to_string().starts_with("TYPE")
        && opaque::mnemonic_of(rtype).is_none()
}

#[cfg(test)]
mod tests {
    use setec_core::dns::{RecordData, RecordType};

    use super::{read, write};

    #[test]
    fn a_long_string_of_a_txt_is_read_and_written_in_parts() {
        let text = "x".repeat(300);
        let data = read(RecordType::Txt, &format!("\"{text}\"")).expect("it is read");
        assert_eq!(data, RecordData::Txt(text.as_bytes().into()));
        let (first, second) = text.split_at(255);
        assert_eq!(write(&data), format!("\"{first}\" \"{second}\""));
        assert!(read(RecordType::Txt, "\"open").is_err());
    }

    #[test]
    fn addresses_that_hold_one_of_ipv4_are_written_in_hexadecimal() {
        let data = read(RecordType::Aaaa, "::ffff:192.0.2.1").expect("it is read");
        assert_eq!(write(&data), "0:0:0:0:0:ffff:c000:201");
    }
}
