//! Parameters as PHP hands them to a script: texts and nested arrays of texts, whatever body they
//! came in.

mod json;
mod multipart;
mod urlencoded;

#[cfg(test)]
mod tests;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// More variables than a zone of a thousand records has; PHP would drop the rest without a word.
const MOST_VARIABLES: usize = 8000;

/// How deep arrays go; the deepest known parameter has three levels.
const DEEPEST: usize = 16;

/// A PHP array in the order of arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    rows: Vec<(String, Input)>,
    /// What PHP's `[]` stands for: one more than the largest number so far.
    next: u64,
}

/// A value of a PHP array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A text; numbers and booleans are texts as well.
    Text(String),
    /// An array.
    Table(Table),
}

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    /// More variables than are taken.
    #[error("The request has more than {MOST_VARIABLES} fields")]
    TooMany,
    /// Arrays in arrays in arrays.
    #[error("The fields of the request are nested more than {DEEPEST} levels deep")]
    TooDeep,
    /// Not the JSON that it says it is.
    #[error("The body is not valid JSON: {0}")]
    Json(String),
    /// A JSON value without names.
    #[error("The JSON body must be an object")]
    NoObject,
    /// Not the parts that it says it has.
    #[error("The body is not valid multipart/form-data: {0}")]
    Multipart(&'static str),
    /// Neither a form nor JSON.
    #[error("The body is not UTF-8 text")]
    NoText,
}

/// The parameters of a request: the body's, and those of the query that are not among them.
pub(super) fn read(
    headers: &HeaderMap,
    query: Option<&str>,
    body: &[u8],
) -> Result<Table, Unreadable> {
    let mut table = read_body(headers, body)?;
    for (key, value) in urlencoded::read(query.unwrap_or_default())?.rows {
        if table.get(&key).is_none() {
            table.rows.push((key, value));
        }
    }
    Ok(table)
}

fn read_body(headers: &HeaderMap, body: &[u8]) -> Result<Table, Unreadable> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("multipart/form-data") {
        return multipart::read(kind, body);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| Unreadable::NoText)?;
    let says_json = essence.to_ascii_lowercase().ends_with("json");
    // Some clients send JSON under the name of a form, or under none.
    if !text.trim().is_empty() && (says_json || text.trim_start().starts_with('{')) {
        return json::read(text);
    }
    urlencoded::read(text)
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Input> {
        let found = self.rows.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &Input)> {
        self.rows.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Puts a text at the end.
    pub(super) fn push(&mut self, key: &str, text: &str) {
        self.rows
            .push((key.to_owned(), Input::Text(text.to_owned())));
    }

    /// A text that is not empty.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Input::Text(text)) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    /// The text of whichever of the names has one.
    pub(super) fn text_of(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.text(key))
    }

    /// An array, also one that was written as JSON.
    pub(super) fn table(&self, key: &str) -> Option<Self> {
        match self.get(key)? {
            Input::Table(table) => Some(table.clone()),
            Input::Text(text) => json::nested(text),
        }
    }

    fn puts(&mut self, steps: &[String], value: Input) {
        let Some((first, rest)) = steps.split_first() else {
            return;
        };
        let at = if first.is_empty() {
            self.append(self.next.to_string())
        } else {
            let found = self.rows.iter().position(|(name, _)| name == first);
            found.unwrap_or_else(|| self.append(first.clone()))
        };
        let place = &mut self.rows[at].1;
        if rest.is_empty() {
            // What comes later counts, as in PHP.
            *place = value;
            return;
        }
        if matches!(place, Input::Text(_)) {
            *place = Input::Table(Self::default());
        }
        if let Input::Table(table) = place {
            table.puts(rest, value);
        }
    }

    /// Makes a row of a key that is not there yet, and says where.
    fn append(&mut self, key: String) -> usize {
        if let Ok(number) = key.parse::<u64>() {
            self.next = self.next.max(number.saturating_add(1));
        }
        self.rows.push((key, Input::Table(Self::default())));
        self.rows.len() - 1
    }
}

/// The array that variables build, each with a name such as `a[b][0]`.
#[derive(Default)]
struct Builder {
    table: Table,
    count: usize,
}

impl Builder {
    fn add(&mut self, name: &str, value: String) -> Result<(), Unreadable> {
        self.count += 1;
        if self.count > MOST_VARIABLES {
            return Err(Unreadable::TooMany);
        }
        let steps = steps(name);
        if steps.len() > DEEPEST {
            return Err(Unreadable::TooDeep);
        }
        if !steps.is_empty() {
            self.table.puts(&steps, Input::Text(value));
        }
        Ok(())
    }
}

/// The keys of a variable's name: `a[b][]` is `a`, `b` and the next number.
fn steps(name: &str) -> Vec<String> {
    let name = name.trim_start();
    if name.is_empty() || name.starts_with('[') {
        return Vec::new();
    }
    let (base, mut rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    // PHP's old rule for names, which do not become variables otherwise.
    if !rest.contains(']') {
        return vec![name.replace(['.', ' ', '['], "_")];
    }
    let mut steps = vec![base.replace(['.', ' '], "_")];
    while let Some(open) = rest.strip_prefix('[') {
        let Some((key, behind)) = open.split_once(']') else {
            break;
        };
        steps.push(key.to_owned());
        rest = behind;
    }
    steps
}
