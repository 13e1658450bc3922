use jsonschema::Validator;
use serde_json::Value;

use super::SEEN_LIVE;
use super::schema::{Extras, compile, problems, resolve};
use crate::hostinger::Exchange;

/// One method of one path.
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    query: Vec<Parameter>,
    request: Option<Request>,
    answer: Option<Validator>,
    statuses: Vec<u16>,
}

struct Parameter {
    name: String,
    is_required: bool,
}

struct Request {
    is_required: bool,
    validator: Validator,
}

impl Operation {
    pub(super) fn read(
        document: &Value,
        path: &str,
        verb: &str,
        item: &Value,
        body: &Value,
    ) -> Result<Self, String> {
        let media = |value: &Value| value["content"]["application/json"]["schema"].clone();
        let query = [&item["parameters"], &body["parameters"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .map(|parameter| resolve(document, parameter))
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| Parameter {
                name: parameter["name"].as_str().unwrap_or_default().to_owned(),
                is_required: parameter["required"] == true,
            })
            .collect();
        let request = match &body["requestBody"] {
            Value::Null => None,
            request => {
                let request = resolve(document, request);
                Some(Request {
                    is_required: request["required"] == true,
                    validator: compile(document, &media(request), Extras::Refused)?,
                })
            }
        };
        let answer = match resolve(document, &body["responses"]["200"]) {
            Value::Null => None,
            answer => Some(compile(document, &media(answer), Extras::Allowed)?),
        };
        let statuses = body["responses"].as_object().into_iter().flatten();
        Ok(Self {
            method: verb.to_ascii_uppercase(),
            path: path.to_owned(),
            query,
            request,
            answer,
            statuses: statuses
                .filter_map(|(status, _)| status.parse().ok())
                .collect(),
        })
    }

    /// How many segments are equal, if the others are parameters.
    pub(super) fn likeness(&self, path: &str) -> Option<usize> {
        let template: Vec<&str> = self.path.split('/').collect();
        let segments: Vec<&str> = path.split('/').collect();
        if template.len() != segments.len() {
            return None;
        }
        let mut equal = 0;
        for (wanted, segment) in template.into_iter().zip(segments) {
            if wanted == segment {
                equal += 1;
            } else if !wanted.starts_with('{') || segment.is_empty() {
                return None;
            }
        }
        Some(equal)
    }

    pub(super) fn check_query(&self, query: Option<&str>, problems: &mut Vec<String>) {
        let given: Vec<&str> = query
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split('=').next().unwrap_or(pair))
            .collect();
        for name in &given {
            if !self.query.iter().any(|parameter| parameter.name == *name) {
                problems.push(format!("query parameter `{name}` is not declared"));
            }
        }
        for parameter in self.query.iter().filter(|parameter| parameter.is_required) {
            if !given.contains(&parameter.name.as_str()) {
                problems.push(format!("query parameter `{}` is missing", parameter.name));
            }
        }
    }

    pub(super) fn check_request(&self, exchange: &Exchange, found: &mut Vec<String>) {
        match (&self.request, &exchange.request_body) {
            (None, None) => {}
            (None, Some(_)) => found.push("request has a body and takes none".to_owned()),
            (Some(request), None) => {
                if request.is_required {
                    found.push("request has no body and needs one".to_owned());
                }
            }
            (Some(request), Some(body)) => {
                let kind = exchange.request_content_type.as_deref().unwrap_or_default();
                if !kind.starts_with("application/json") {
                    found.push(format!("request body is `{kind}`, not application/json"));
                }
                let wrong = problems(&request.validator, body);
                found.extend(wrong.into_iter().map(|text| format!("request {text}")));
            }
        }
    }

    pub(super) fn check_answer(&self, exchange: &Exchange, found: &mut Vec<String>) {
        match (&self.answer, &exchange.response_body) {
            (Some(validator), Some(body)) => {
                let wrong = problems(validator, body);
                found.extend(wrong.into_iter().map(|text| format!("answer {text}")));
            }
            (Some(_), None) => found.push("answer has no JSON body".to_owned()),
            (None, _) => found.push("answer 200 is not documented".to_owned()),
        }
    }

    pub(super) fn allows(&self, status: u16) -> bool {
        // Version 2 answers 202 to the ordering calls (spec 1.7).
        let is_order = self.method == "POST"
            && ["/orders", "/renew", "/portfolio", "/virtual-machines"]
                .iter()
                .any(|end| self.path.ends_with(end));
        self.statuses.contains(&status)
            || SEEN_LIVE.contains(&status)
            || (status == 202 && is_order)
    }
}
