//! One file as an answer: its best encoding, its tag, and how long it may be kept.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

/// What the UI's build puts beside a file, best first: content coding and suffix.
const CODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The build writes a digest of the content into these files' names.
const HASHED: &str = "assets/";

/// What a browser says about the answer that it wants.
pub(super) struct Preferences {
    codings: Vec<&'static str>,
    tags: String,
    /// Whether a page is wanted, as opposed to a part of one.
    pub(super) navigates: bool,
}

impl Preferences {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let accepted = joined(headers, header::ACCEPT_ENCODING);
        let codings = CODINGS.into_iter().map(|(coding, _)| coding);
        Self {
            codings: codings
                .filter(|coding| accepts(&accepted, coding))
                .collect(),
            tags: joined(headers, header::IF_NONE_MATCH),
            navigates: accepts(&joined(headers, header::ACCEPT), "text/html"),
        }
    }

    fn has(&self, tag: &str) -> bool {
        let known = |given: &str| given.trim_start_matches("W/") == tag || given == "*";
        self.tags.split(',').map(str::trim).any(known)
    }
}

fn joined(headers: &HeaderMap, name: header::HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let texts: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
    texts.join(",")
}

/// Whether a list such as `gzip;q=0.5, br` names that value and does not refuse it.
fn accepts(list: &str, wanted: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        let is_refused = parts
            .filter_map(|parameter| parameter.strip_prefix("q="))
            .any(|quality| quality.parse() == Ok(0.0));
        is_named && !is_refused
    })
}

/// The file of that path below the site's folder, if there is one.
pub(super) fn file<S: Embed>(path: &str, preferences: &Preferences) -> Option<Response> {
    let original = S::get(path)?;
    let mime = original.metadata.mimetype().to_owned();
    let packed = CODINGS.into_iter().find_map(|(coding, suffix)| {
        let is_accepted = preferences.codings.contains(&coding);
        let packed = is_accepted.then(|| S::get(&format!("{path}{suffix}")))??;
        Some((packed, coding))
    });
    let (file, coding) = match packed {
        Some((file, coding)) => (file, Some(coding)),
        None => (original, None),
    };
    let tag = tag_of(&file);
    let mut response = if preferences.has(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(body_of(file.data));
        set(&mut response, header::CONTENT_TYPE, &with_charset(&mime));
        if let Some(coding) = coding {
            set(&mut response, header::CONTENT_ENCODING, coding);
        }
        response
    };
    let lifetime = if path.starts_with(HASHED) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    set(&mut response, header::ETAG, &tag);
    set(&mut response, header::CACHE_CONTROL, lifetime);
    set(&mut response, header::VARY, "accept-encoding");
    Some(response)
}

/// The content's digest, which differs between the codings of one file, as a tag must.
fn tag_of(file: &EmbeddedFile) -> String {
    let digest = file.metadata.sha256_hash();
    let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
    format!("\"{}\"", hex.collect::<String>())
}

fn body_of(data: Cow<'static, [u8]>) -> Body {
    Body::from(match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

fn with_charset(mime: &str) -> Cow<'_, str> {
    if mime.starts_with("text/") {
        return Cow::from(format!("{mime}; charset=utf-8"));
    }
    Cow::from(mime)
}

/// Values of ours are always fit for a header; one that is not would be left out.
fn set(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
