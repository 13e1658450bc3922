use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::str::FromStr;

/// Why a text names no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFault {
    problem: String,
    known: &'static [(&'static str, &'static str)],
}

/// The `key=value` pairs after a fault's name, each taken once.
#[derive(Debug)]
pub struct Keys<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Keys<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, UnknownFault> {
        let mut keys = BTreeMap::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair
                .split_once('=')
                .ok_or_else(|| UnknownFault::new(format!("`{pair}` is not key=value")))?;
            keys.insert(key.trim(), value.trim());
        }
        Ok(Self(keys))
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<&'a str> {
        self.0.remove(key)
    }

    pub(crate) fn take<N: FromStr>(&mut self, key: &str) -> Result<Option<N>, UnknownFault> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|_| UnknownFault::new(format!("{key} is a number, not `{text}`")))
    }

    /// The `status` of an error answer.
    pub(crate) fn status(&mut self, default: u16) -> Result<u16, UnknownFault> {
        let status = self.take("status")?.unwrap_or(default);
        if (400..600).contains(&status) {
            Ok(status)
        } else {
            Err(UnknownFault::new(format!("{status} is no error status")))
        }
    }

    /// One of two words; the first is the default.
    pub(crate) fn either(&mut self, key: &str, words: [&str; 2]) -> Result<usize, UnknownFault> {
        let Some(text) = self.text(key) else {
            return Ok(0);
        };
        words.iter().position(|word| *word == text).ok_or_else(|| {
            let [first, second] = words;
            UnknownFault::new(format!("{key} is `{first}` or `{second}`, not `{text}`"))
        })
    }

    pub(super) fn finish(self, name: &str) -> Result<(), UnknownFault> {
        match self.0.keys().next() {
            Some(key) => Err(UnknownFault::new(format!(
                "fault `{name}` has no key `{key}`"
            ))),
            None => Ok(()),
        }
    }
}

impl UnknownFault {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            known: &[],
        }
    }

    pub(super) fn among(self, known: &'static [(&'static str, &'static str)]) -> Self {
        Self { known, ..self }
    }
}

impl Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.known.iter().map(|(name, _)| *name).collect();
        write!(f, "{}; faults are {}", self.problem, names.join(", "))
    }
}

impl std::error::Error for UnknownFault {}
