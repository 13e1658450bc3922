use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::estate::Estate;
use super::fault::Effect;
use super::form::Form;
use super::refusal::{Answer, Refusal};
use super::sandbox::Shared;

/// One call of the API: reads the request, changes the estate, answers.
pub(super) type Call = fn(&mut Estate, &Ask) -> Answer;

/// A request as a [`Call`] sees it.
#[derive(Debug)]
pub(super) struct Ask {
    params: HashMap<String, String>,
    incoming: Incoming,
    pub(super) now: DateTime<Utc>,
}

/// What the front hands on: body and query, and the faults that hit this request.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    pub(super) body: Option<Value>,
    pub(super) query: HashMap<String, String>,
    pub(super) effects: Vec<Effect>,
}

/// The table of calls of one group.
pub(super) struct Routes {
    prefix: &'static str,
    router: Router<Arc<Shared>>,
}

impl Ask {
    /// A path parameter, as it was sent.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// The `{domain}` of the path.
    pub(super) fn domain(&self) -> String {
        self.param("domain").to_ascii_lowercase()
    }

    /// A numeric id of the path; anything else matches nothing.
    pub(super) fn id(&self, name: &str) -> i64 {
        self.param(name).parse().unwrap_or(-1)
    }

    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.incoming.query.get(name).map(String::as_str)
    }

    pub(super) fn form(&self) -> Form<'_> {
        const NOTHING: &Value = &Value::Null;
        Form::new(self.incoming.body.as_ref().unwrap_or(NOTHING))
    }

    /// Insists on a body, even one without fields.
    pub(super) fn require_body(&self) -> Result<(), Refusal> {
        match self.incoming.body {
            Some(Value::Object(_)) => Ok(()),
            _ => Err(Refusal::field("body", "The body field is required.")),
        }
    }

    pub(super) fn effects(&self) -> &[Effect] {
        &self.incoming.effects
    }

    pub(super) fn has(&self, effect: &Effect) -> bool {
        self.effects().contains(effect)
    }
}

impl Routes {
    pub(super) fn new(prefix: &'static str) -> Self {
        Self {
            prefix,
            router: Router::new(),
        }
    }

    pub(super) fn get(self, path: &str, call: Call) -> Self {
        self.add(MethodFilter::GET, path, call)
    }

    pub(super) fn post(self, path: &str, call: Call) -> Self {
        self.add(MethodFilter::POST, path, call)
    }

    pub(super) fn put(self, path: &str, call: Call) -> Self {
        self.add(MethodFilter::PUT, path, call)
    }

    pub(super) fn patch(self, path: &str, call: Call) -> Self {
        self.add(MethodFilter::PATCH, path, call)
    }

    pub(super) fn delete(self, path: &str, call: Call) -> Self {
        self.add(MethodFilter::DELETE, path, call)
    }

    pub(super) fn into_router(self) -> Router<Arc<Shared>> {
        self.router
    }

    fn add(mut self, method: MethodFilter, path: &str, call: Call) -> Self {
        let path = format!("{}{path}", self.prefix);
        let handler = async move |State(shared): State<Arc<Shared>>,
                                  Path(params): Path<HashMap<String, String>>,
                                  Extension(incoming): Extension<Incoming>| {
            run(&shared, params, incoming, call)
        };
        self.router = self.router.route(&path, on(method, handler));
        self
    }
}

fn run(
    shared: &Shared,
    params: HashMap<String, String>,
    incoming: Incoming,
    call: Call,
) -> Response {
    let ask = Ask {
        params,
        incoming,
        now: shared.clock.now(),
    };
    let mut estate = shared.estate();
    estate.settle(ask.now);
    match call(&mut estate, &ask) {
        Ok(reply) => reply.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}
