//! How a command fails, and with which exit code.

use std::io;
use std::process::ExitCode;

use crate::cli::answer::Answer;
use crate::cli::column::printable;
use crate::output;

/// A command's result.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a command did not succeed; the exit codes are described in `--help`.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Exit code 1.
    Failed(String),
    /// Exit code 2.
    Usage(String),
    /// Exit code 3.
    NotSignedIn(String),
    /// Exit code 5.
    Conflict(String),
    /// Exit code 6.
    Unreachable(String),
    /// Everything has been said; nothing but the exit code is left.
    Ended(u8),
    /// The server's own words; the exit code follows from its status and code.
    Refused {
        /// HTTP status.
        status: u16,
        /// The answer's body.
        body: Answer,
    },
    /// Whoever reads our output has seen enough.
    PipeClosed,
}

impl Failure {
    /// What the server has no call for, but answers like this.
    pub(crate) fn not_found(error: &str) -> Self {
        let error = Answer::Text(error.to_owned());
        Self::Refused {
            status: 404,
            body: Answer::Object(vec![("error".to_owned(), error)]),
        }
    }

    /// The process's exit code.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::PipeClosed => 0,
            Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::NotSignedIn(_) => 3,
            Self::Conflict(_) => 5,
            Self::Ended(code) => *code,
            Self::Unreachable(_) => 6,
            Self::Refused { status, body } => match (*status, body.str("code")) {
                // The stored key is at fault, which trying again does not mend.
                (_, "provider_credentials") => 1,
                (401, _) => 3,
                (404, _) => 4,
                (409, _) => 5,
                (429 | 502 | 503 | 504, _) => 6,
                _ => 1,
            },
        })
    }

    /// What is wrong, for a line among others.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Failed(text)
            | Self::Usage(text)
            | Self::NotSignedIn(text)
            | Self::Conflict(text)
            | Self::Unreachable(text) => text.clone(),
            Self::Refused { status, body } => match body.get("error").text() {
                Some(text) => text.to_owned(),
                None => format!("the server answered {status} without saying why"),
            },
            Self::Ended(_) | Self::PipeClosed => "it was broken off".to_owned(),
        }
    }

    /// Whether the server says that there is no such thing.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Says on standard error what is wrong.
    pub(crate) fn report(&self) {
        match self {
            Self::PipeClosed | Self::Ended(_) => {}
            Self::Failed(text)
            | Self::Usage(text)
            | Self::NotSignedIn(text)
            | Self::Conflict(text)
            | Self::Unreachable(text) => {
                output::error_line(&format!("error: {text}"));
            }
            Self::Refused { status, body } => report_refusal(*status, body),
        }
    }
}

fn report_refusal(status: u16, body: &Answer) {
    let rules: Vec<String> = body
        .get("violations")
        .entries()
        .iter()
        .map(|violation| format!("{}: {}", violation.str("field"), violation.str("rule")))
        .collect();
    let said = body.get("error").text().or(body.get("status").text());
    let error = match said {
        // The error is then nothing but the rules in one line.
        Some(text) if rules.len() > 1 && text == rules.join("; ") => {
            "this was not accepted:".to_owned()
        }
        Some(text) => text.to_owned(),
        None => format!("the server answered {status} without saying why"),
    };
    output::error_line(&printable(&format!("error: {error}")));
    for rule in rules.iter().filter(|rule| **rule != error) {
        output::error_line(&printable(&format!("  {rule}")));
    }
    if let Some(secs) = body.get("retry_after").number() {
        output::error_line(&format!("  try again in {secs} s"));
    }
    if status == 401 {
        output::error_line("  sign in with `setec-manager login`");
    }
    if let Some(id) = body.get("request_id").text() {
        output::error_line(&format!("  request id: {id}"));
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            Self::Failed(error.to_string())
        }
    }
}
