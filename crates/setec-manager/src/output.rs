//! The one place that writes to the terminal.

use std::io::{self, Write};

/// Writes text and a line's end to standard output.
pub(crate) fn line(text: &str) -> io::Result<()> {
    raw(&format!("{text}\n"))
}

/// Writes text as it is to standard output.
pub(crate) fn raw(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Writes a line to standard error.
pub(crate) fn error_line(text: &str) {
    // There is nowhere left to complain to.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Writes the beginning of a line, such as a question, to standard error.
pub(crate) fn prompt(text: &str) {
    let mut stderr = io::stderr().lock();
    // There is nowhere left to complain to.
    let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
}
