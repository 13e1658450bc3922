//! JSON in place of a form: of a whole body, or as the value of one field.

use serde_json::Value;

use super::{DEEPEST, Input, MOST_VARIABLES, Table, Unreadable};

/// Reads a whole body.
pub(super) fn read(text: &str) -> Result<Table, Unreadable> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| Unreadable::Json(error.to_string()))?;
    if !value.is_object() {
        return Err(Unreadable::NoObject);
    }
    let mut count = 0;
    match input(&value, 0, &mut count)? {
        Some(Input::Table(table)) => Ok(table),
        _ => Err(Unreadable::NoObject),
    }
}

/// The array that a field's text writes, as some clients do: `nameservers={"ns1":"a.example"}`.
pub(super) fn nested(text: &str) -> Option<Table> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    match input(&value, 0, &mut 0) {
        Ok(Some(Input::Table(table))) => Some(table),
        _ => None,
    }
}

/// What `http_build_query` would have sent: `1` and `0` for booleans, nothing for null.
fn input(value: &Value, depth: usize, count: &mut usize) -> Result<Option<Input>, Unreadable> {
    *count += 1;
    if *count > MOST_VARIABLES {
        return Err(Unreadable::TooMany);
    }
    if depth > DEEPEST {
        return Err(Unreadable::TooDeep);
    }
    let mut table = Table::default();
    let rows: Vec<(String, &Value)> = match value {
        Value::Null => return Ok(None),
        Value::Bool(flag) => return Ok(Some(Input::Text(u8::from(*flag).to_string()))),
        Value::Number(number) => return Ok(Some(Input::Text(number.to_string()))),
        Value::String(text) => return Ok(Some(Input::Text(text.clone()))),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| (at.to_string(), item))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, item)| (key.clone(), item))
            .collect(),
    };
    for (key, item) in rows {
        if let Some(item) = input(item, depth + 1, count)? {
            table.rows.push((key, item));
        }
    }
    Ok(Some(Input::Table(table)))
}
