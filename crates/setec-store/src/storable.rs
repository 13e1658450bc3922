//! Values in the form that both databases keep alike.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::sea_query::LikeExpr;
use serde_json::Value;

/// The present moment: PostgreSQL has microseconds.
pub(crate) fn now() -> DateTime<Utc> {
    moment(Utc::now())
}

pub(crate) fn moment(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.trunc_subsecs(6)
}

/// Text without the zero character, for which PostgreSQL has no place.
pub(crate) fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

pub(crate) fn text_map(map: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    map.iter()
        .map(|(key, value)| (text(key), text(value)))
        .collect()
}

pub(crate) fn json(value: Value) -> Value {
    match value {
        Value::String(string) => Value::String(text(&string)),
        Value::Array(items) => items.into_iter().map(json).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(key, value)| (text(&key), json(value)))
            .collect(),
        other => other,
    }
}

/// A pattern in which the text stands for itself, with anything behind it.
pub(crate) fn pattern(before: &str, text: &str) -> LikeExpr {
    let mut pattern = before.to_owned();
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('\\')
}
