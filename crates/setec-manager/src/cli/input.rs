//! What commands read: pairs on the command line, and files in JSON or YAML.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use crate::cli::failure::{Failure, Result};

/// Reads `KEY=VALUE`.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("it is written KEY=VALUE".to_owned()),
    }
}

/// Pairs as an object.
pub(crate) fn object(pairs: Vec<(String, String)>) -> BTreeMap<String, String> {
    pairs.into_iter().collect()
}

/// A file's text; `-` is standard input.
pub(crate) fn text(path: &Path) -> Result<String> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    read.map_err(|error| Failure::Failed(format!("cannot read {}: {error}", path.display())))
}

/// A file's content as JSON or YAML, whichever it is.
pub(crate) fn value(path: &Path) -> Result<Value> {
    let text = text(path)?;
    // JSON first: its numbers and texts are beyond doubt, and YAML is nearly its superset.
    if let Ok(value) = serde_json::from_str(&text) {
        return Ok(value);
    }
    serde_saphyr::from_str(&text).map_err(|error| {
        Failure::Failed(format!(
            "{} is neither JSON nor YAML: {error}",
            path.display()
        ))
    })
}

/// The query of a list of what bears a tag.
pub(crate) fn tagged(tag: Option<String>) -> Vec<(&'static str, String)> {
    tag.map(|tag| ("tag", tag)).into_iter().collect()
}

/// The query of a list that shall be fresh.
pub(crate) fn refresh(is_wanted: bool) -> Vec<(&'static str, String)> {
    if is_wanted {
        vec![("refresh", "true".to_owned())]
    } else {
        Vec::new()
    }
}

/// Fields without those that were not given.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{pair, value};

    #[test]
    fn files_may_be_json_or_yaml() {
        let dir = tempfile::tempdir().unwrap();
        let (json, yaml) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(
            &json,
            r#"[{"type":"A","name":"@","content":"192.0.2.1","ttl":300}]"#,
        )
        .unwrap();
        std::fs::write(
            &yaml,
            "- type: A\n  name: '@'\n  content: 192.0.2.1\n  ttl: 300\n",
        )
        .unwrap();
        assert_eq!(value(&json).unwrap(), value(&yaml).unwrap());
        std::fs::write(&json, "{").unwrap();
        assert!(value(&json).is_err());
    }

    #[test]
    fn pairs_have_a_key() {
        assert_eq!(pair("env=a=b"), Ok(("env".to_owned(), "a=b".to_owned())));
        assert_eq!(pair("env="), Ok(("env".to_owned(), String::new())));
        assert!(pair("=x").is_err() && pair("x").is_err());
    }
}
