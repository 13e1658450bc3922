use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Whether a body may have fields that the document does not declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extras {
    Allowed,
    Refused,
}

/// A validator for an OpenAPI 3.0 schema of the document.
pub(super) fn compile(
    document: &Value,
    schema: &Value,
    extras: Extras,
) -> Result<Validator, String> {
    let schema = translate(document, schema, extras);
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|error| error.to_string())
}

/// All problems of a body, each with its place.
pub(super) fn problems(validator: &Validator, body: &Value) -> Vec<String> {
    validator
        .iter_errors(body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// Resolves what a `$ref` points at.
pub(super) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"]
        .as_str()
        .and_then(|target| document.pointer(target.trim_start_matches('#')))
        .unwrap_or(value)
}

/// OpenAPI 3.0 to JSON schema: references resolved, `nullable` spelt out, examples left out.
fn translate(document: &Value, schema: &Value, extras: Extras) -> Value {
    let schema = deviate(resolve(document, schema).clone());
    let Value::Object(fields) = &schema else {
        return schema;
    };
    let mut result = Map::new();
    for (key, value) in fields {
        let value = match key.as_str() {
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                properties
                    .map(|(name, schema)| (name.clone(), translate(document, schema, extras)))
                    .collect::<Map<_, _>>()
                    .into()
            }
            "items" | "additionalProperties" if value.is_object() => {
                translate(document, value, extras)
            }
            "oneOf" | "anyOf" | "allOf" => {
                let schemas = value.as_array().into_iter().flatten();
                schemas
                    .map(|schema| translate(document, schema, extras))
                    .collect::<Vec<_>>()
                    .into()
            }
            "example" | "nullable" | "description" => continue,
            // One that the document writes on every list, where only objects have fields.
            "type" if fields.contains_key("oneOf") => continue,
            _ => value.clone(),
        };
        result.insert(key.clone(), value);
    }
    if extras == Extras::Refused && fields.contains_key("properties") {
        result.insert("additionalProperties".to_owned(), json!(false));
    }
    if fields.get("nullable") == Some(&json!(true)) {
        return json!({"anyOf": [result, {"type": "null"}]});
    }
    Value::Object(result)
}

/// Where the document contradicts its own examples, the examples are right.
fn deviate(mut schema: Value) -> Value {
    // `child_name_servers` is declared as an array of arrays and shown as an object.
    if let Some(children) = schema.pointer_mut("/properties/child_name_servers") {
        *children = json!({"type": ["array", "object"]});
    }
    // `renewal.expires_at` is declared as date-time and shown as `2027-05-25 13:53:04`.
    let is_renewal = schema["properties"]
        .as_object()
        .is_some_and(|fields| fields.len() == 3 && fields.contains_key("expires_at"))
        && schema.pointer("/properties/domain").is_some();
    if is_renewal && let Some(expiry) = schema.pointer_mut("/properties/expires_at") {
        *expiry = json!({"type": "string"});
    }
    schema
}
