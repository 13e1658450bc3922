//! The text of an account's file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::error::Category;
use serde_json::value::RawValue;
use setec_core::{AccountName, Secret};

use super::AccountFile;
use crate::seal::Sealer;

/// What a file says, and the text to put in its place when keys stood in the clear.
pub(super) struct Parsed {
    pub(super) account: AccountFile,
    pub(super) sealed_text: Option<String>,
}

/// What is wrong with a file, and where in it.
pub(super) struct Flaw {
    position: Option<(usize, usize)>,
    message: String,
}

/// The fields as they stand in the text, so that a rewrite touches nothing else.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'a> {
    #[serde(borrow)]
    provider: Option<&'a RawValue>,
    driver: Option<&'a RawValue>,
    api_key: Option<&'a RawValue>,
    api_secret: Option<&'a RawValue>,
    base_url: Option<&'a RawValue>,
    extra: Option<&'a RawValue>,
    connected: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Written<'a> {
    provider: &'a AccountName,
    #[serde(skip_serializing_if = "Option::is_none")]
    driver: Option<&'a str>,
    api_key: String,
    api_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'a str>,
    extra: &'a BTreeMap<String, String>,
    connected: bool,
}

impl Flaw {
    pub(super) fn whole(message: String) -> Self {
        Self {
            position: None,
            message,
        }
    }

    pub(super) fn in_file(self, file: &str) -> String {
        match self.position {
            Some((line, column)) => {
                format!("{file} line {line} column {column}: {}", self.message)
            }
            None => format!("{file}: {}", self.message),
        }
    }

    fn at(text: &str, offset: usize, message: String) -> Self {
        let before = &text[..offset];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        Self {
            position: Some((line, column)),
            message,
        }
    }
}

/// Reads a file's text; a key in the clear comes back sealed in `sealed_text`.
pub(super) fn parse(text: &str, name: &AccountName, sealer: &Sealer) -> Result<Parsed, Flaw> {
    // Checked here, for serde's message about another type would quote the value.
    let json = text.trim_start_matches('\u{feff}');
    if !json.trim_start().starts_with('{') {
        return Err(Flaw::at(
            text,
            text.len() - json.trim_start().len(),
            "expected an object: `{`".to_owned(),
        ));
    }
    let fields: Fields<'_> = serde_json::from_str(json).map_err(|error| syntax_flaw(&error))?;
    let mut seals = Seals {
        text,
        name,
        sealer,
        replacements: Vec::new(),
    };
    let driver = match string(text, "driver", fields.driver)? {
        Some(driver) if !driver.is_empty() => Some(driver),
        _ => string(text, "provider", fields.provider)?.filter(|driver| !driver.is_empty()),
    };
    let driver = driver.ok_or_else(|| Flaw::whole("missing field `provider`".to_owned()))?;
    let account = AccountFile {
        name: name.clone(),
        driver,
        api_key: seals.open("api_key", fields.api_key, bare_key)?,
        api_secret: seals.open("api_secret", fields.api_secret, |secret| secret)?,
        base_url: string(text, "base_url", fields.base_url)?.filter(|url| !url.is_empty()),
        extra: extra(text, fields.extra)?,
        connected: connected(text, fields.connected)?,
    };
    Ok(Parsed {
        account,
        sealed_text: seals.into_text(),
    })
}

/// The text of an account, its secrets sealed.
pub(super) fn render(account: &AccountFile, sealer: &Sealer) -> String {
    let seal = |field: &str, secret: &str| match secret {
        "" => String::new(),
        secret => sealer.seal(&Secret::new(secret), &place(&account.name, field)),
    };
    let written = Written {
        provider: &account.name,
        driver: Some(account.driver.as_str()).filter(|driver| *driver != account.name.as_str()),
        api_key: seal("api_key", bare_key(account.api_key.expose())),
        api_secret: seal("api_secret", account.api_secret.expose()),
        base_url: account.base_url.as_deref(),
        extra: &account.extra,
        connected: account.connected,
    };
    let mut text = serde_json::to_string_pretty(&written).expect("texts and a map of texts");
    text.push('\n');
    text
}

/// The secrets of one text, and what to write in their places.
struct Seals<'a> {
    text: &'a str,
    name: &'a AccountName,
    sealer: &'a Sealer,
    replacements: Vec<(Range<usize>, String)>,
}

impl Seals<'_> {
    fn open(
        &mut self,
        field: &str,
        raw: Option<&RawValue>,
        clean: fn(&str) -> &str,
    ) -> Result<Secret, Flaw> {
        let Some(raw) = raw else {
            return Ok(Secret::default());
        };
        let given = Secret::new(string(self.text, field, Some(raw))?.unwrap_or_default());
        let start = offset(self.text, raw);
        let place = place(self.name, field);
        if Sealer::is_sealed(given.expose()) {
            return self.sealer.open(given.expose(), &place).map_err(|error| {
                Flaw::at(
                    self.text,
                    start,
                    format!("`{field}` cannot be opened: {error}; enter it again"),
                )
            });
        }
        let secret = Secret::new(clean(given.expose()));
        if !secret.is_empty() {
            let sealed = self.sealer.seal(&secret, &place);
            self.replacements
                .push((start..start + raw.get().len(), format!("\"{sealed}\"")));
        }
        Ok(secret)
    }

    fn into_text(mut self) -> Option<String> {
        if self.replacements.is_empty() {
            return None;
        }
        self.replacements.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.to_owned();
        for (range, sealed) in self.replacements.iter().rev() {
            text.replace_range(range.clone(), sealed);
        }
        Some(text)
    }
}

fn syntax_flaw(error: &serde_json::Error) -> Flaw {
    let (line, column) = (error.line(), error.column());
    let mut message = error.to_string();
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    // A file that ends too early is told by its end.
    if error.classify() == Category::Eof {
        message = format!("the text ends too early: {message}");
    }
    Flaw {
        position: Some((line, column)),
        message,
    }
}

fn string(text: &str, field: &str, raw: Option<&RawValue>) -> Result<Option<String>, Flaw> {
    let Some(raw) = raw else { return Ok(None) };
    match serde_json::from_str(raw.get()) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(mistyped(text, raw, format!("`{field}` must be a string"))),
    }
}

fn connected(text: &str, raw: Option<&RawValue>) -> Result<bool, Flaw> {
    let Some(raw) = raw else { return Ok(true) };
    serde_json::from_str(raw.get())
        .map_err(|_| mistyped(text, raw, "`connected` must be true or false".to_owned()))
}

fn extra(text: &str, raw: Option<&RawValue>) -> Result<BTreeMap<String, String>, Flaw> {
    let Some(raw) = raw else {
        return Ok(BTreeMap::new());
    };
    let values: BTreeMap<String, Value> = serde_json::from_str(raw.get())
        .map_err(|_| mistyped(text, raw, "`extra` must be an object".to_owned()))?;
    let plain = |(key, value)| match value {
        Value::String(value) => Ok((key, value)),
        Value::Number(value) => Ok((key, value.to_string())),
        Value::Bool(value) => Ok((key, value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(mistyped(
            text,
            raw,
            format!("`extra.{key}` must be a string, a number or a boolean"),
        )),
    };
    values.into_iter().map(plain).collect()
}

fn mistyped(text: &str, raw: &RawValue, message: String) -> Flaw {
    Flaw::at(text, offset(text, raw), message)
}

/// Where in the text it was read from a value stands.
fn offset(text: &str, raw: &RawValue) -> usize {
    raw.get().as_ptr().addr() - text.as_ptr().addr()
}

fn place(name: &AccountName, field: &str) -> String {
    format!("{name}:{field}")
}

/// The key without the word that belongs to the HTTP header, which people copy along.
fn bare_key(text: &str) -> &str {
    let text = text.trim();
    match text.split_at_checked(7) {
        Some((scheme, key)) if scheme.eq_ignore_ascii_case("bearer ") => key.trim(),
        _ => text,
    }
}
