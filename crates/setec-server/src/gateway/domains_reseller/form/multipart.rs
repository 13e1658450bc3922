//! `multipart/form-data` (RFC 7578), which PHP's curl sends where it is handed an array. Files have
//! no meaning here and are left out.

use super::{Builder, Table, Unreadable};

/// Reads the parts of a body whose boundary is in its content type.
pub(super) fn read(content_type: &str, body: &[u8]) -> Result<Table, Unreadable> {
    let boundary = parameter(content_type, "boundary")
        .filter(|boundary| (1..=200).contains(&boundary.len()))
        .ok_or(Unreadable::Multipart("its type names no boundary"))?;
    let delimiter = format!("--{boundary}");
    let mut builder = Builder::default();
    let mut rest = after(body, delimiter.as_bytes())
        .ok_or(Unreadable::Multipart("its boundary does not occur"))?;
    while !rest.starts_with(b"--") {
        let end = find(rest, delimiter.as_bytes())
            .ok_or(Unreadable::Multipart("its last part has no end"))?;
        let part = strip_line_ends(&rest[..end]);
        let (head, value) = split(part, b"\r\n\r\n")
            .or_else(|| split(part, b"\n\n"))
            .ok_or(Unreadable::Multipart("a part has no value"))?;
        rest = &rest[end + delimiter.len()..];
        let head = String::from_utf8_lossy(head);
        let disposition = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-disposition"))
            .map(|(_, value)| value)
            .ok_or(Unreadable::Multipart("a part has no name"))?;
        if parameter(disposition, "filename").is_some() {
            continue;
        }
        let name =
            parameter(disposition, "name").ok_or(Unreadable::Multipart("a part has no name"))?;
        let value = std::str::from_utf8(value).map_err(|_| Unreadable::NoText)?;
        builder.add(&name, value.to_owned())?;
    }
    Ok(builder.table)
}

/// A parameter of a header's value, with or without quotes.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let is_it = name.trim().eq_ignore_ascii_case(wanted);
        is_it.then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}

fn after<'a>(text: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    Some(&text[find(text, wanted)? + wanted.len()..])
}

fn split<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = find(text, separator)?;
    Some((&text[..at], &text[at + separator.len()..]))
}

/// A part begins with the end of its boundary's line and ends before the next one's.
fn strip_line_ends(part: &[u8]) -> &[u8] {
    let part = part.strip_prefix(b"\r\n").or(part.strip_prefix(b"\n"));
    let part = part.unwrap_or_default();
    let end = part.strip_suffix(b"\r\n").or(part.strip_suffix(b"\n"));
    end.unwrap_or(part)
}
