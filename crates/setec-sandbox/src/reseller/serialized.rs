use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::form::{Input, Table};
use super::refusal::Refusal;

const DEEPEST: usize = 16;

/// The `domainfields` of an order: base64 of what PHP's `serialize` makes of an array.
///
/// Objects (`O:`, `C:`) are refused, as by anybody who knows what PHP does with them.
pub(super) fn domain_fields(params: &Table) -> Result<Table, Refusal> {
    let Some(text) = params.text("domainfields") else {
        return Ok(Table::default());
    };
    let read = || {
        let bytes = STANDARD.decode(text).ok()?;
        let mut rest = Reader(&bytes);
        match rest.value(0)? {
            Input::Table(table) if rest.0.is_empty() => Some(table),
            _ => None,
        }
    };
    read().ok_or_else(|| Refusal::invalid("The domainfields field is invalid"))
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Input> {
        let kind = self.take(1)?;
        Some(match kind {
            b"N" => {
                self.expect(b";")?;
                Input::Text(String::new())
            }
            b"i" | b"d" | b"b" => {
                self.expect(b":")?;
                Input::Text(text(self.until(b';')?)?)
            }
            b"s" => {
                self.expect(b":")?;
                let length = self.length()?;
                self.expect(b"\"")?;
                let bytes = self.take(length)?;
                self.expect(b"\";")?;
                Input::Text(text(bytes)?)
            }
            b"a" if depth < DEEPEST => {
                self.expect(b":")?;
                let count = self.length()?;
                self.expect(b"{")?;
                let mut table = Table::default();
                for _ in 0..count {
                    let Input::Text(key) = self.value(DEEPEST)? else {
                        return None;
                    };
                    table.push(key, self.value(depth + 1)?);
                }
                self.expect(b"}")?;
                Input::Table(table)
            }
            _ => return None,
        })
    }

    fn length(&mut self) -> Option<usize> {
        text(self.until(b':')?)?.parse().ok()
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(bytes)?;
        Some(())
    }

    fn until(&mut self, end: u8) -> Option<&'a [u8]> {
        let at = self.0.iter().position(|byte| *byte == end)?;
        let taken = self.take(at)?;
        self.take(1)?;
        Some(taken)
    }
}

fn text(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}
