use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::estate::{Estate, Holding, State as DomainState};
use super::exchange::{Exchange, is_form};
use super::fault::Effect;
use super::form::Table;
use super::path::{self, normal_name};
use super::refusal::{Answer, Refusal};
use super::routes::{self, Ask, Call, Found};
use super::sandbox::Shared;
use super::token::{self, Presented, Strictness};
use super::wire;

const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Longer than any client waits, but not so long that the simulator never ends.
const HANG: Duration = Duration::from_mins(10);

/// Every request. It is worked off to its end even if the client goes away, as PHP does.
pub(super) async fn receive(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let done = tokio::spawn(work(shared, request)).await;
    match done {
        Ok(Done { hangs: true, .. }) => {
            tokio::time::sleep(HANG).await;
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Ok(done) => done.response,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

struct Done {
    response: Response,
    hangs: bool,
}

async fn work(shared: Arc<Shared>, request: Request) -> Done {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        let response = StatusCode::BAD_REQUEST.into_response();
        let hangs = false;
        return Done { response, hangs };
    };
    let body = String::from_utf8_lossy(&body);
    let params = params(&parts, &body);
    let action = path::action(parts.uri.path(), header(&parts.headers, "action"));
    let mut exchange = Exchange::received(
        &parts,
        &body,
        &params,
        action.as_deref().unwrap_or_default(),
    );
    let effects = shared.strike(&parts.method, parts.uri.path());
    if let Some(millis) = effects.iter().find_map(Effect::delay_millis) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
    let response = match (effects.iter().find_map(Effect::instead), action) {
        (Some(response), _) => response,
        (None, None) => no_such_script(),
        (None, Some(action)) => {
            let answer = call(&shared, &parts, &action, params, &effects);
            effects
                .iter()
                .find_map(Effect::afterwards)
                .unwrap_or_else(|| match answer {
                    Ok(value) => wire::answer(value, &effects),
                    Err(refusal) => wire::refuse(&refusal, &effects),
                })
        }
    };
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    exchange.status = parts.status.as_u16();
    let hangs = effects.contains(&Effect::Hang);
    let spoiled = effects.iter().find_map(|effect| effect.spoil(&body));
    if spoiled.is_none() && !hangs {
        exchange.response_body = serde_json::from_slice(&body).ok();
    }
    shared.record(exchange);
    let response = deliver(parts, body, spoiled);
    Done { response, hangs }
}

/// What PHP sees of the query and of a form; the form comes first.
fn params(parts: &Parts, body: &str) -> Table {
    let query = Table::parse(parts.uri.query().unwrap_or_default());
    if is_form(&parts.headers) {
        Table::parse(body).or(query)
    } else {
        query
    }
}

fn call(
    shared: &Shared,
    parts: &Parts,
    action: &[String],
    params: Table,
    effects: &[Effect],
) -> Answer {
    let now = shared.clock.now();
    let mut estate = shared.estate();
    estate.settle(now);
    let ask = Ask {
        params,
        reseller: admit(&estate, parts, effects, now)?,
        effects: effects.to_vec(),
        now,
    };
    let found = routes::find(&parts.method, action);
    let Found { call, domain } = found.ok_or_else(|| Refusal::not_found("Action not found"))?;
    match call {
        Call::Account(call) => call(&mut estate, &ask),
        Call::Any(call) => call(holding(&mut estate, &ask, domain)?, &ask),
        Call::Active(call) => {
            let holding = holding(&mut estate, &ask, domain)?;
            if holding.state != DomainState::Active {
                return Err(Refusal::business("The domain is not active"));
            }
            call(holding, &ask)
        }
    }
}

/// The reseller whose token a request bears.
fn admit(
    estate: &Estate,
    parts: &Parts,
    effects: &[Effect],
    now: chrono::DateTime<chrono::Utc>,
) -> Result<usize, Refusal> {
    let headers = &parts.headers;
    let (Some(username), Some(token)) = (header(headers, "username"), header(headers, "token"))
    else {
        let text = "The username and token headers are required";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, text));
    };
    let skew = effects.iter().find_map(|effect| match effect {
        Effect::Skew { secs } => Some(*secs),
        _ => None,
    });
    let strictness = Strictness {
        timestamp: effects.contains(&Effect::StrictTimestamp),
        hour: effects.contains(&Effect::StrictHour),
    };
    let presented = Presented {
        username,
        token,
        timestamp: header(headers, "timestamp"),
    };
    let index = estate
        .resellers
        .iter()
        .position(|reseller| reseller.username == username)
        .ok_or_else(Refusal::bad_token)?;
    let reseller = &estate.resellers[index];
    let clock = now + TimeDelta::seconds(skew.unwrap_or_default());
    if !token::is_valid(presented, &reseller.api_key, clock, strictness) {
        return Err(Refusal::bad_token());
    }
    if effects.contains(&Effect::KeyDisabled) {
        let text = "The API key is disabled";
        return Err(Refusal::new(StatusCode::FORBIDDEN, text));
    }
    let address = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(from)| {
            from.ip()
        });
    let is_listed = reseller
        .whitelist
        .as_ref()
        .is_none_or(|list| list.contains(&address));
    if !is_listed || effects.contains(&Effect::IpRefused) {
        let text = format!("Access denied. Your IP is {address}, please whitelist it first");
        return Err(Refusal::new(StatusCode::FORBIDDEN, text));
    }
    Ok(index)
}

/// The domain of the path, which a `domain` among the parameters may repeat.
fn holding<'a>(
    estate: &'a mut Estate,
    ask: &Ask,
    domain: &str,
) -> Result<&'a mut Holding, Refusal> {
    let unknown = || Refusal::not_found("Domain not found");
    let name = normal_name(domain).ok_or_else(unknown)?;
    if let Some(repeated) = ask.params.text("domain")
        && normal_name(repeated).as_ref() != Some(&name)
    {
        let text = "The domain field does not match the domain of the action";
        return Err(Refusal::invalid(text));
    }
    estate.resellers[ask.reseller]
        .holding_mut(&name)
        .ok_or_else(unknown)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The web server's own page.
fn no_such_script() -> Response {
    let kind = [(http::header::CONTENT_TYPE, "text/html; charset=iso-8859-1")];
    let page = "<!DOCTYPE HTML>\n<html><head><title>404 Not Found</title></head></html>\n";
    (StatusCode::NOT_FOUND, kind, page).into_response()
}

fn deliver(parts: http::response::Parts, body: Bytes, spoiled: Option<Body>) -> Response {
    let length = body.len();
    let mut response = Response::from_parts(parts, spoiled.unwrap_or_else(|| Body::from(body)));
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}
