use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures::stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::json;
use uuid::Uuid;

use super::Effect;
use crate::hostinger::refusal::Refusal;

impl Effect {
    /// How long the request is held back.
    pub(in crate::hostinger) fn delay_millis(&self) -> Option<u64> {
        match self {
            Self::Slow { millis } => Some(*millis),
            _ => None,
        }
    }

    /// The answer given instead of doing anything.
    pub(in crate::hostinger) fn instead(&self) -> Option<Response> {
        let response = match self {
            Self::RateLimit { retry_after_secs } => {
                Refusal::throttled(60, Some(*retry_after_secs)).into_response()
            }
            Self::Limit {
                standing: Some(standing),
                ..
            } if standing.is_over => {
                Refusal::throttled(standing.limit(), Some(standing.reset_secs)).into_response()
            }
            Self::RateLimitSilent => Refusal::throttled(60, None).into_response(),
            Self::ServerError { status } => {
                Refusal::new(code(*status), "Server Error").into_response()
            }
            Self::HtmlError { status } => {
                let kind = [(CONTENT_TYPE, "text/html; charset=UTF-8")];
                (code(*status), kind, cloudflare_page(*status)).into_response()
            }
            Self::NotJson => {
                let kind = [(CONTENT_TYPE, "text/html; charset=UTF-8")];
                (kind, "<!DOCTYPE html><title>hPanel</title>").into_response()
            }
            Self::Forbidden => {
                Refusal::new(StatusCode::FORBIDDEN, "This action is unauthorized.").into_response()
            }
            // The prose of the document calls the field `error`; no captured answer does.
            Self::ErrorField => {
                let body = json!({
                    "error": "Something went wrong",
                    "correlation_id": Uuid::now_v7().to_string(),
                });
                (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
            }
            _ => return None,
        };
        Some(response)
    }

    /// What an answer of any status says besides.
    pub(in crate::hostinger) fn mark(&self, headers: &mut HeaderMap) {
        if let Self::Limit {
            standing: Some(standing),
            ..
        } = self
        {
            standing.write(headers);
        }
    }

    /// The body that leaves in place of the whole one.
    pub(in crate::hostinger) fn spoil(&self, body: &Bytes) -> Option<Body> {
        let broken = || io::Error::from(io::ErrorKind::ConnectionAborted);
        match self {
            // An error before the first byte closes the connection with nothing sent.
            Self::LostAnswer => Some(Body::from_stream(stream::iter([Err::<Bytes, _>(broken())]))),
            Self::Cut => {
                let half = body.slice(..body.len() / 2);
                let rest = async move {
                    // Time for the first half to leave.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    Err(broken())
                };
                let first = stream::iter([Ok(half)]);
                Some(Body::from_stream(futures::StreamExt::chain(
                    first,
                    stream::once(rest),
                )))
            }
            _ => None,
        }
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("checked when the fault was parsed")
}

fn cloudflare_page(status: u16) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>developers.hostinger.com | {status}</title></head>\n\
         <body><h1>Error code {status}</h1><p>Visit cloudflare.com for more information.</p>\
         <span>Cloudflare Ray ID: 8f1c2a9d7e6b4c30</span></body></html>\n"
    )
}
