use percent_encoding::percent_decode_str;
use serde_json::Map;

use super::refusal::Refusal;

/// PHP's `max_input_vars`: what comes after so many is dropped.
const MOST_VARIABLES: usize = 1000;
/// PHP's `max_input_nesting_level`.
const DEEPEST: usize = 64;

/// A PHP array as a form builds it, in the order of arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table(Vec<(String, Input)>);

/// A value of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    Text(String),
    Table(Table),
}

impl Table {
    /// Reads `a=1&b[c][d]=2&e[]=3` as PHP does.
    pub(super) fn parse(text: &str) -> Self {
        let mut table = Self::default();
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        for pair in pairs.take(MOST_VARIABLES) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name);
            if let Some(steps) = steps(&name) {
                table.put(&steps, decode(value));
            }
        }
        table
    }

    /// These variables, and those of `other` that are not among them.
    pub(super) fn or(mut self, other: Self) -> Self {
        for (name, value) in other.0 {
            if self.get(&name).is_none() {
                self.0.push((name, value));
            }
        }
        self
    }

    pub(super) fn push(&mut self, key: String, value: Input) {
        self.0.push((key, value));
    }

    pub(super) fn get(&self, key: &str) -> Option<&Input> {
        self.0
            .iter()
            .find_map(|(name, value)| (name == key).then_some(value))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &Input)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// A text, unless it is empty or a table.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Input::Text(text)) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    pub(super) fn required(&self, key: &str) -> Result<&str, Refusal> {
        self.text(key).ok_or_else(|| match self.get(key) {
            Some(Input::Table(_)) => Refusal::invalid(format!("The {key} field must be a string")),
            _ => Refusal::missing(key),
        })
    }

    /// A table; the empty text that a client without arrays sends counts as none.
    pub(super) fn table(&self, key: &str) -> Result<Option<&Self>, Refusal> {
        match self.get(key) {
            Some(Input::Table(table)) => Ok(Some(table)),
            Some(Input::Text(text)) if !text.is_empty() => Err(Refusal::invalid(format!(
                "The {key} field must be an array"
            ))),
            _ => Ok(None),
        }
    }

    pub(super) fn required_table(&self, key: &str) -> Result<&Self, Refusal> {
        self.table(key)?.ok_or_else(|| Refusal::missing(key))
    }

    pub(super) fn number(&self, key: &str) -> Result<u32, Refusal> {
        self.required(key)?
            .parse()
            .map_err(|_| Refusal::invalid(format!("The {key} field must be a number")))
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        let truths = ["1", "true", "on", "yes"];
        self.text(key)
            .is_some_and(|text| truths.contains(&text.to_ascii_lowercase().as_str()))
    }

    /// The texts among the values, whatever their keys.
    pub(super) fn texts(&self) -> Vec<&str> {
        self.rows()
            .filter_map(|(_, value)| match value {
                Input::Text(text) => Some(text.as_str()),
                Input::Table(_) => None,
            })
            .collect()
    }

    pub(super) fn to_json(&self) -> serde_json::Value {
        let rows = self.rows().map(|(name, value)| {
            let value = match value {
                Input::Text(text) => text.as_str().into(),
                Input::Table(table) => table.to_json(),
            };
            (name.to_owned(), value)
        });
        serde_json::Value::Object(rows.collect::<Map<_, _>>())
    }

    fn put(&mut self, steps: &[String], value: String) {
        let Some((step, rest)) = steps.split_first() else {
            return;
        };
        let key = if step.is_empty() {
            self.next_index()
        } else {
            step.clone()
        };
        let position = self.0.iter().position(|(name, _)| *name == key);
        if rest.is_empty() {
            match position {
                Some(position) => self.0[position].1 = Input::Text(value),
                None => self.0.push((key, Input::Text(value))),
            }
            return;
        }
        let position = position.unwrap_or_else(|| {
            self.0.push((key, Input::Table(Self::default())));
            self.0.len() - 1
        });
        let slot = &mut self.0[position].1;
        if let Input::Text(_) = slot {
            *slot = Input::Table(Self::default());
        }
        if let Input::Table(table) = slot {
            table.put(rest, value);
        }
    }

    fn next_index(&self) -> String {
        let indexes = self.0.iter().filter_map(|(name, _)| {
            let index = name.parse::<u64>().ok()?;
            (index.to_string() == *name).then_some(index)
        });
        indexes
            .max()
            .map_or(0, |last| last.saturating_add(1))
            .to_string()
    }
}

/// `a.b[c][]` is `a_b`, `c` and an empty step; a name of nothing is dropped.
fn steps(name: &str) -> Option<Vec<String>> {
    let name = name.trim_start_matches(' ');
    let (head, tail) = match name.find('[') {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    if head.is_empty() {
        return None;
    }
    let mut steps = vec![head.replace([' ', '.'], "_")];
    let mut rest = tail;
    while let Some(inner) = rest.strip_prefix('[') {
        match inner.split_once(']') {
            Some((step, after)) => {
                steps.push(step.to_owned());
                rest = after;
            }
            None if steps.len() == 1 => {
                // A bracket that never closes is an underscore, and so is what must not follow it.
                steps[0] = format!("{}_{}", steps[0], inner.replace([' ', '.', '['], "_"));
                break;
            }
            None => break,
        }
    }
    (steps.len() <= DEEPEST).then_some(steps)
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
