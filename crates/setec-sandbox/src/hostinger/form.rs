use serde_json::Value;

use super::refusal::Refusal;

/// Reads a request body field by field and collects what is wrong with it.
///
/// A field is named by its dotted path (`zone.0.type`), as in the `errors` of the answer.
pub(super) struct Form<'a> {
    body: &'a Value,
    errors: Vec<(String, String)>,
}

impl<'a> Form<'a> {
    pub(super) fn new(body: &'a Value) -> Self {
        Self {
            body,
            errors: Vec::new(),
        }
    }

    /// The value at a path; `null` counts as absent.
    pub(super) fn get(&self, path: &str) -> Option<&'a Value> {
        let mut value = self.body;
        for step in path.split('.') {
            value = match value {
                Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
                other => other.get(step)?,
            };
        }
        (!value.is_null()).then_some(value)
    }

    pub(super) fn reject(&mut self, path: &str, text: impl Into<String>) {
        self.errors.push((path.to_owned(), text.into()));
    }

    fn required(&mut self, path: &str) -> Option<&'a Value> {
        let value = self.get(path);
        // Laravel's `required` refuses the empty string and the empty array too.
        let empty = match value {
            None => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(Value::Array(items)) => items.is_empty(),
            Some(_) => false,
        };
        if empty {
            self.reject(path, format!("The {} field is required.", words(path)));
            return None;
        }
        value
    }

    pub(super) fn string(&mut self, path: &str) -> String {
        self.required(path)
            .and_then(|value| self.as_string(path, value))
            .unwrap_or_default()
    }

    pub(super) fn optional_string(&mut self, path: &str) -> Option<String> {
        self.get(path).and_then(|value| self.as_string(path, value))
    }

    fn as_string(&mut self, path: &str, value: &Value) -> Option<String> {
        let text = value.as_str().map(str::to_owned);
        if text.is_none() {
            self.reject(path, format!("The {} field must be a string.", words(path)));
        }
        text
    }

    pub(super) fn integer(&mut self, path: &str) -> i64 {
        self.required(path)
            .and_then(|value| self.as_integer(path, value))
            .unwrap_or_default()
    }

    pub(super) fn optional_integer(&mut self, path: &str) -> Option<i64> {
        self.get(path)
            .and_then(|value| self.as_integer(path, value))
    }

    fn as_integer(&mut self, path: &str, value: &Value) -> Option<i64> {
        // Laravel's `integer` rule takes digits in a string; acme.sh relies on it for the ttl.
        let number = match value {
            Value::String(text) => text.parse().ok(),
            other => other.as_i64(),
        };
        if number.is_none() {
            self.reject(
                path,
                format!("The {} field must be an integer.", words(path)),
            );
        }
        number
    }

    pub(super) fn boolean(&mut self, path: &str, default: bool) -> bool {
        match self.get(path) {
            None => default,
            Some(Value::Bool(value)) => *value,
            Some(_) => {
                let text = format!("The {} field must be true or false.", words(path));
                self.reject(path, text);
                default
            }
        }
    }

    pub(super) fn one_of(&mut self, path: &str, choices: &[&str]) -> String {
        let value = self.string(path);
        if !value.is_empty() && !choices.contains(&value.as_str()) {
            self.reject(path, format!("The selected {} is invalid.", words(path)));
        }
        value
    }

    /// The length of a required array.
    pub(super) fn array(&mut self, path: &str) -> usize {
        match self.required(path) {
            Some(Value::Array(items)) => items.len(),
            Some(_) => {
                self.reject(path, format!("The {} field must be an array.", words(path)));
                0
            }
            None => 0,
        }
    }

    /// A required array of strings.
    pub(super) fn strings(&mut self, path: &str) -> Vec<String> {
        (0..self.array(path))
            .map(|index| self.string(&format!("{path}.{index}")))
            .collect()
    }

    /// A required array of integers.
    pub(super) fn integers(&mut self, path: &str) -> Vec<i64> {
        (0..self.array(path))
            .map(|index| self.integer(&format!("{path}.{index}")))
            .collect()
    }

    /// A required object, whose keys are nobody's business here.
    pub(super) fn object(&mut self, path: &str) -> Value {
        match self.required(path) {
            Some(value @ Value::Object(_)) => value.clone(),
            Some(Value::Array(_)) | None => Value::Null,
            Some(_) => {
                self.reject(path, format!("The {} field must be an array.", words(path)));
                Value::Null
            }
        }
    }

    pub(super) fn length(&mut self, path: &str, value: &str, least: usize, most: usize) {
        let count = value.chars().count();
        let bound = if count == 0 {
            return;
        } else if count < least {
            format!("must be at least {least} characters")
        } else if count > most {
            format!("must not be greater than {most} characters")
        } else {
            return;
        };
        self.reject(path, format!("The {} field {bound}.", words(path)));
    }

    pub(super) fn done(self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal::invalid(&self.errors))
        }
    }
}

fn words(path: &str) -> String {
    path.replace('_', " ")
}
