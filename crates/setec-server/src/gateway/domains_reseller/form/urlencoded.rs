//! `application/x-www-form-urlencoded` as `http_build_query` writes it and PHP reads it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::{Builder, Table, Unreadable};

/// Reads `a=1&b%5Bc%5D=2&d[]=3`.
pub(super) fn read(text: &str) -> Result<Table, Unreadable> {
    let mut builder = Builder::default();
    for pair in text.split('&') {
        let pair = pair.trim_matches(['\r', '\n']);
        if pair.is_empty() {
            continue;
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        builder.add(&decode(name), decode(value).into_owned())?;
    }
    Ok(builder.table)
}

fn decode(text: &str) -> Cow<'_, str> {
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}
