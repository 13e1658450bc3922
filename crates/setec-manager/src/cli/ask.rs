//! Questions to the person at the terminal, and secrets that are no arguments.

use std::io::{self, IsTerminal};

use setec_core::Secret;
use zeroize::Zeroizing;

use crate::cli::failure::{Failure, Result};
use crate::output;

/// Whether somebody is there to answer.
pub(crate) fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a yes; `--yes` has been looked at before.
pub(crate) fn confirm(question: &str) -> Result<()> {
    if !has_terminal() {
        return Err(Failure::Usage(format!(
            "not done, for want of a confirmation: {question}\n  \
             There is no terminal to ask at; --yes says yes beforehand"
        )));
    }
    if is_yes(question)? {
        return Ok(());
    }
    Err(Failure::Failed("not done".to_owned()))
}

/// Asks a question and reads the answer.
pub(crate) fn is_yes(question: &str) -> Result<bool> {
    output::prompt(&format!("{question} [y/N] "));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Asks for a text that may be seen.
pub(crate) fn line(question: &str) -> Result<String> {
    output::prompt(question);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// A secret that a command needs, and the ways to give it.
pub(crate) struct SecretSource<'a> {
    /// What the prompt calls it.
    pub(crate) name: &'a str,
    /// The flag that makes it come from standard input.
    pub(crate) flag: &'a str,
    /// Whether that flag was given.
    pub(crate) from_stdin: bool,
    /// The environment's variable, and what it holds.
    pub(crate) variable: (&'a str, Option<&'a str>),
}

impl SecretSource<'_> {
    /// Takes it from standard input, the environment or a prompt without echo.
    pub(crate) fn read(&self) -> Result<Secret> {
        match self.given()? {
            Some(secret) => Ok(secret),
            None => self.prompt(),
        }
    }

    /// As `read`; what is typed is typed twice.
    pub(crate) fn read_new(&self) -> Result<Secret> {
        if let Some(secret) = self.given()? {
            return Ok(secret);
        }
        let secret = self.prompt()?;
        let again = typed(&format!("{} again: ", self.name))?;
        if secret.expose() != again.expose() {
            return Err(Failure::Usage("the two are not the same".to_owned()));
        }
        Ok(secret)
    }

    /// Takes it from standard input or the environment only.
    pub(crate) fn given(&self) -> Result<Option<Secret>> {
        if self.from_stdin {
            let mut line = Zeroizing::new(String::new());
            io::stdin().read_line(&mut line)?;
            let secret = Secret::new(line.trim_end_matches(['\r', '\n']));
            if secret.is_empty() {
                return Err(Failure::Usage(format!(
                    "{}: standard input holds nothing",
                    self.flag
                )));
            }
            return Ok(Some(secret));
        }
        Ok(self.variable.1.map(Secret::new))
    }

    fn prompt(&self) -> Result<Secret> {
        if !has_terminal() {
            return Err(Failure::Usage(format!(
                "there is no terminal to ask for the {}; use {} or {}",
                self.name.to_lowercase(),
                self.flag,
                self.variable.0
            )));
        }
        let secret = typed(&format!("{}: ", self.name))?;
        if secret.is_empty() {
            return Err(Failure::Usage(format!(
                "no {} given",
                self.name.to_lowercase()
            )));
        }
        Ok(secret)
    }
}

fn typed(prompt: &str) -> Result<Secret> {
    Ok(Secret::new(rpassword::prompt_password(prompt)?))
}
