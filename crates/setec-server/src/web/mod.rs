//! The web UI: files of `web/dist`, which are part of the binary.
//!
//! A debug build reads them from the disk, so that a rebuilt UI needs no rebuilt server.

mod file;

use axum::http::{Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use crate::api::no_such_path;
use file::{Preferences, file};

/// The web UI as it was built.
#[derive(Debug, Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
pub struct BuiltSite;

/// Scripts come from here only; the component library writes inline styles. No other host is asked.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PAGE: &str = "index.html";

const NOT_BUILT: &str = "Setec Manager runs, but its web UI is not part of this build.\n\
     Build it with `make web`; a release build is then to be built again, a debug build is not.\n\
     The API is described at /api/docs/.\n";

/// Answers every path that no other route takes.
pub(crate) async fn serve<S: Embed, B: Send>(request: Request<B>) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || is_for_programs(path) {
        return no_such_path().await.into_response();
    }
    let preferences = Preferences::of(request.headers());
    let is_page = path.is_empty() || path == PAGE;
    let found = if is_page {
        None
    } else {
        file::<S>(path, &preferences)
    };
    // The UI's own router knows its rooms; a script or a picture that is missing is missing.
    let mut response = match found {
        Some(response) => response,
        None if is_page || preferences.navigates => {
            file::<S>(PAGE, &preferences).unwrap_or_else(not_built)
        }
        None => return no_such_path().await.into_response(),
    };
    let policy = header::HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Who asks for a wrong path of the API wants an error, even in a browser.
fn is_for_programs(path: &str) -> bool {
    path == "api" || path.starts_with("api/")
}

fn not_built() -> Response {
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    (StatusCode::SERVICE_UNAVAILABLE, [kind], NOT_BUILT).into_response()
}
