//! Splitting of a master file into entries and fields (RFC 1035 section 5.1).

use std::ops::ControlFlow;

/// The longest line that is read, in bytes.
const MAX_LINE: usize = 1 << 20;
/// After so many parentheses without an end the rest is not looked at: each costs a look ahead.
const MAX_UNCLOSED: usize = 100;

/// One field with its byte offset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
}

impl Field<'_> {
    pub(super) fn is_quoted(self) -> bool {
        self.text.starts_with('"')
    }

    /// The offset behind the field.
    pub(super) fn end(self) -> usize {
        self.at + self.text.len()
    }
}

/// One entry: a directive or a record.
#[derive(Debug, Default)]
pub(super) struct Entry<'t> {
    pub(super) fields: Vec<Field<'t>>,
    /// Whether it starts with white space, which stands for the owner before it.
    pub(super) is_indented: bool,
}

/// What is wrong with the splitting itself, and where.
#[derive(Debug)]
pub(super) struct SplitFault {
    pub(super) at: usize,
    pub(super) message: String,
}

/// Reads entry by entry.
#[derive(Debug)]
pub(super) struct Splitter<'t> {
    text: &'t str,
    at: usize,
    unclosed: usize,
    /// Start and number of the line of the last place that was asked for.
    known_line: (usize, u32),
}

impl<'t> Splitter<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            unclosed: 0,
            known_line: (0, 1),
        }
    }

    /// Line and column of an offset; offsets mostly grow from call to call.
    pub(super) fn position(&mut self, at: usize) -> (u32, u32) {
        let (mut start, mut number) = self.known_line;
        if at < start {
            let back = &self.text.as_bytes()[at..start];
            number -= u32::try_from(count_lines(back)).unwrap_or(number);
            start = line_start(self.text, at);
        } else {
            let passed = &self.text.as_bytes()[start..at];
            let lines = u32::try_from(count_lines(passed)).unwrap_or(u32::MAX);
            if lines > 0 {
                number = number.saturating_add(lines);
                start = line_start(self.text, at);
            }
        }
        self.known_line = (start, number);
        let column = self.text[start..at].chars().count() + 1;
        (number, u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// Fills `entry` with the next entry that has fields; `Ok(false)` at the end.
    pub(super) fn next(&mut self, entry: &mut Entry<'t>) -> Result<bool, SplitFault> {
        while self.at < self.text.len() {
            entry.fields.clear();
            entry.is_indented = self.text[self.at..].starts_with([' ', '\t']);
            self.split(entry)?;
            if !entry.fields.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn split(&mut self, entry: &mut Entry<'t>) -> Result<(), SplitFault> {
        let bytes = self.text.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut line = self.at;
        let mut fault = None;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'\n' => {
                    self.check_line(line, &mut fault);
                    self.at += 1;
                    line = self.at;
                    if open.is_empty() {
                        return fault.map_or(Ok(()), Err);
                    }
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b';' => {
                    self.at = bytes[self.at..]
                        .iter()
                        .position(|b| *b == b'\n')
                        .map_or(bytes.len(), |end| self.at + end);
                }
                b'(' => {
                    open.push(self.at);
                    self.at += 1;
                }
                b')' => {
                    if open.pop().is_none() {
                        fault.get_or_insert(SplitFault {
                            at: self.at,
                            message: "this parenthesis was never opened".to_owned(),
                        });
                    }
                    self.at += 1;
                }
                _ => {
                    let at = self.at;
                    if let ControlFlow::Break(found) = self.skip_field() {
                        fault.get_or_insert(found);
                        self.at = self.line_end(self.at).0;
                        continue;
                    }
                    entry.fields.push(Field {
                        text: &self.text[at..self.at],
                        at,
                    });
                }
            }
        }
        self.check_line(line, &mut fault);
        if let Some(at) = open.first() {
            self.unclosed += 1;
            if self.unclosed > MAX_UNCLOSED {
                self.at = bytes.len();
                return Err(SplitFault {
                    at: bytes.len(),
                    message: "too many parentheses are never closed; the rest was not read"
                        .to_owned(),
                });
            }
            let fault = fault.unwrap_or(SplitFault {
                at: *at,
                message: "this parenthesis is never closed".to_owned(),
            });
            // What follows is likely to be sound entries, so it is read as such.
            self.at = self.line_end(fault.at).1;
            return Err(fault);
        }
        fault.map_or(Ok(()), Err)
    }

    /// Passes one field: runs of plain characters, escapes and quoted parts.
    fn skip_field(&mut self) -> ControlFlow<SplitFault> {
        let bytes = self.text.as_bytes();
        let mut quote = None;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                0 => return stop(self.at, "a NUL byte"),
                b'\\' if matches!(bytes.get(self.at + 1), None | Some(b'\n' | b'\r')) => {
                    return stop(self.at, "nothing follows the backslash");
                }
                b'\\' => self.at += 1,
                b'"' if quote.is_some() => quote = None,
                b'"' => quote = Some(self.at),
                b'\n' => break,
                b' ' | b'\t' | b'\r' | b';' | b'(' | b')' if quote.is_none() => break,
                _ => {}
            }
            self.at += 1;
        }
        match quote {
            Some(at) => stop(at, "this quote is never closed on its line"),
            None => ControlFlow::Continue(()),
        }
    }

    fn check_line(&self, start: usize, fault: &mut Option<SplitFault>) {
        if self.at - start > MAX_LINE {
            fault.get_or_insert(SplitFault {
                at: start,
                message: format!("the line is longer than {MAX_LINE} bytes"),
            });
        }
    }

    /// Where the line of an offset ends, without and with its line break.
    fn line_end(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        match self.text.as_bytes()[at..].iter().position(|b| *b == b'\n') {
            Some(length) => (at + length, at + length + 1),
            None => (self.text.len(), self.text.len()),
        }
    }
}

fn stop(at: usize, message: &str) -> ControlFlow<SplitFault> {
    ControlFlow::Break(SplitFault {
        at,
        message: message.to_owned(),
    })
}

fn count_lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1)
}
