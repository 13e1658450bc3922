//! `tag=value; tag=value` as DKIM and DMARC write it (RFC 6376 section 3.2).

/// The tags in their order; the error is the part that is none.
pub(super) fn tags(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let parts = text.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (tag, value) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            Ok((tag.trim(), value.trim()))
        })
        .collect()
}

/// The value of a tag.
pub(super) fn value<'a>(tags: &[(&str, &'a str)], wanted: &str) -> Option<&'a str> {
    let found = tags.iter().find(|(tag, _)| *tag == wanted);
    found.map(|(_, value)| *value)
}
