//! The action of a request.

use axum::http::HeaderMap;
use percent_encoding::percent_decode_str;

use super::{BASE, SHORT_BASE};

/// The segments of the action, decoded. Repeated slashes and one at the end mean nothing. Where the
/// path has none, a header or a parameter may name it.
pub(super) fn action(path: &str, query: Option<&str>, headers: &HeaderMap) -> Vec<String> {
    let info = path.strip_prefix(SHORT_BASE).or_else(|| behind_base(path));
    let segments = split(info.unwrap_or_default());
    if !segments.is_empty() {
        return segments;
    }
    if let Some(named) = headers
        .get("action")
        .and_then(|action| action.to_str().ok())
    {
        return split(named);
    }
    let pairs = query.unwrap_or_default().split('&');
    let named = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| matches!(*name, "action" | "a"));
    named.map_or_else(Vec::new, |(_, action)| {
        split(&percent_decode_str(action).decode_utf8_lossy())
    })
}

/// What stands behind the long base, which may have folders before it.
pub(super) fn behind_base(path: &str) -> Option<&str> {
    let (_, info) = path.split_once(BASE)?;
    (info.is_empty() || info.starts_with('/')).then_some(info)
}

fn split(path: &str) -> Vec<String> {
    path.split('/')
        .map(|segment| {
            percent_decode_str(segment)
                .decode_utf8_lossy()
                .trim()
                .to_owned()
        })
        .filter(|segment| !segment.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{BASE, action};

    #[test]
    fn actions_are_found_wherever_they_are() {
        let mut named = HeaderMap::new();
        named.insert("action", HeaderValue::from_static("/billing/credits"));
        let none = HeaderMap::new();
        for (path, query, headers, expected) in [
            (format!("{BASE}/tlds"), None, &none, "tlds"),
            (
                format!("{BASE}//order//domains/renew/"),
                None,
                &none,
                "order|domains|renew",
            ),
            (
                "/reseller/v1/domains/m%C3%BCnchen.de/lock".to_owned(),
                None,
                &none,
                "domains|m\u{fc}nchen.de|lock",
            ),
            (format!("{BASE}/tlds"), None, &named, "tlds"),
            (BASE.to_owned(), None, &named, "billing|credits"),
            (
                format!("{BASE}/"),
                Some("x=1&action=%2Ftlds%2Fpricing"),
                &none,
                "tlds|pricing",
            ),
            (BASE.to_owned(), Some("a=tlds"), &none, "tlds"),
            (BASE.to_owned(), None, &none, ""),
            (
                format!("/billing/whmcs{BASE}/domains/example.com/lock"),
                None,
                &none,
                "domains|example.com|lock",
            ),
            (format!("/{BASE}/tlds"), None, &none, "tlds"),
        ] {
            assert_eq!(action(&path, query, headers).join("|"), expected);
        }
    }
}
