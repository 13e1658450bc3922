use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use http::StatusCode;
use http::header::{CONTENT_TYPE, RETRY_AFTER};

use super::{Effect, Page, When};
use crate::reseller::refusal::Refusal;
use crate::reseller::wire;

impl Effect {
    /// How long the work takes.
    pub(in crate::reseller) fn delay_millis(&self) -> Option<u64> {
        match self {
            Self::Slow { millis } => Some(*millis),
            _ => None,
        }
    }

    /// The answer given instead of doing anything.
    pub(in crate::reseller) fn instead(&self) -> Option<Response> {
        match self {
            Self::RateLimit { retry_after_secs } => Some(throttled(*retry_after_secs)),
            Self::Limit {
                standing: Some(standing),
                ..
            } if standing.is_over => Some(throttled(standing.reset_secs)),
            _ => self.page(When::Before),
        }
    }

    /// The answer given in place of the one about what was done.
    pub(in crate::reseller) fn afterwards(&self) -> Option<Response> {
        match self {
            Self::NullBody => Some(wire::json(StatusCode::OK, "null".to_owned())),
            _ => self.page(When::After),
        }
    }

    /// The body that leaves in place of the whole one.
    pub(in crate::reseller) fn spoil(&self, body: &Bytes) -> Option<Body> {
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
                Some(Body::from_stream(first.chain(stream::once(rest))))
            }
            _ => None,
        }
    }

    fn page(&self, now: When) -> Option<Response> {
        Some(match self {
            Self::ServerError { status, when } if *when == now => {
                wire::refuse(&Refusal::new(code(*status), "Internal Server Error"), &[])
            }
            Self::HtmlError { status, page, when } if *when == now => {
                let kind = [(CONTENT_TYPE, "text/html; charset=UTF-8")];
                (code(*status), kind, html(*page)).into_response()
            }
            Self::EmptyBody { status, when } if *when == now => code(*status).into_response(),
            Self::HollowError { status, when } if *when == now => {
                wire::json(code(*status), "[]".to_owned())
            }
            _ => return None,
        })
    }
}

fn throttled(retry_after_secs: u64) -> Response {
    let refusal = Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    let mut response = wire::refuse(&refusal, &[]);
    response
        .headers_mut()
        .insert(RETRY_AFTER, retry_after_secs.into());
    response
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("checked when the fault was parsed")
}

fn html(page: Page) -> &'static str {
    match page {
        Page::Maintenance => {
            "<!DOCTYPE html>\n<html><head><title>Maintenance Mode</title></head><body>\
             <h1>We are currently performing maintenance and will be back shortly.</h1>\
             </body></html>\n"
        }
        Page::Firewall => {
            "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>Attention Required! | Cloudflare\
             </title></head><body><h1>Sorry, you have been blocked</h1>\
             <span>Cloudflare Ray ID: 8f1c2a9d7e6b4c31</span></body></html>\n"
        }
    }
}
