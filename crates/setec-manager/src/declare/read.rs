//! Reading of TOML tables that reports every fault with its place.

use std::ops::Range;

use setec_core::zone_file::Fault;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault_at;

/// A value and where it stands.
pub(super) type Placed<T> = (T, Range<usize>);

/// The text that is read, and what is wrong with it.
pub(super) struct Reader<'t> {
    pub(super) file: &'t str,
    pub(super) text: &'t str,
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn fault(&mut self, at: &Range<usize>, message: impl Into<String>) {
        let fault = fault_at(self.file, self.text, at.start, message);
        self.faults.push(fault);
    }

    /// Names every key that is none of `known`.
    pub(super) fn keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                let message = format!(
                    "'{}' is no key here; known are {}",
                    key.get_ref(),
                    known.join(", ")
                );
                self.fault(&key.span(), message);
            }
        }
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, table: &DeTable<'_>, key: &str) -> Option<Placed<String>> {
        let value = table.get(key)?;
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some((text.trim().to_owned(), value.span())),
            _ => {
                self.fault(&value.span(), format!("{key}: a text was expected"));
                None
            }
        }
    }

    /// A list of texts; a single one may stand alone.
    pub(super) fn texts(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Placed<String>> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        if value.get_ref().is_str() {
            return self.text(table, key).into_iter().collect();
        }
        let mut texts = Vec::new();
        for entry in self.entries(table, key) {
            match entry.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), entry.span())),
                None => self.fault(&entry.span(), format!("{key}: a text was expected")),
            }
        }
        texts
    }

    /// A text that means something.
    pub(super) fn parsed<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Placed<T>> {
        let (text, at) = self.text(table, key)?;
        match parse(&text) {
            Ok(value) => Some((value, at)),
            Err(message) => {
                self.fault(&at, format!("{key}: {message}"));
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<Placed<u64>> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer();
        let read =
            number.and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok());
        if read.is_none() {
            self.fault(&value.span(), format!("{key}: a number was expected"));
        }
        Some((read?, value.span()))
    }

    /// The tables of a list.
    pub(super) fn tables<'a, 'i>(
        &mut self,
        table: &'a DeTable<'i>,
        key: &str,
    ) -> Vec<Placed<&'a DeTable<'i>>> {
        let mut tables = Vec::new();
        for entry in self.entries(table, key) {
            match entry.get_ref().as_table() {
                Some(table) => tables.push((table, entry.span())),
                None => self.fault(&entry.span(), format!("{key}: a table was expected")),
            }
        }
        tables
    }

    fn entries<'a, 'i>(
        &mut self,
        table: &'a DeTable<'i>,
        key: &str,
    ) -> Vec<&'a Spanned<DeValue<'i>>> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        if let Some(list) = value.get_ref().as_array() {
            return list.iter().collect();
        }
        let message = format!("{key}: a list was expected, such as [[{key}]]");
        self.fault(&value.span(), message);
        Vec::new()
    }
}
