//! What is wrong with a text, and where.

use std::fmt;

use crate::dns::{Name, Ttl};

/// One fault of a zone file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, as its includer wrote it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character within the line, from 1.
    pub column: usize,
    /// What is wrong, in words a person can act on.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.message
        )
    }
}

/// A text with what surrounds it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What faults call it.
    pub file: &'a str,
    /// The text.
    pub text: &'a str,
    /// The zone, and the first `$ORIGIN`.
    pub origin: &'a Name,
    /// The TTL of records that say none.
    pub default_ttl: Ttl,
}

/// A place in one of the files that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// Faults as they are found, with the files that were read.
#[derive(Debug)]
pub(super) struct Faults {
    files: Vec<String>,
    found: Vec<(Place, String)>,
}

impl Faults {
    pub(super) fn new(file: &str) -> Self {
        Self {
            files: vec![file.to_owned()],
            found: Vec::new(),
        }
    }

    /// The number of a further file.
    pub(super) fn file(&mut self, name: &str) -> u32 {
        let known = self.files.iter().position(|file| file == name);
        let number = known.unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        });
        u32::try_from(number).expect("the number of includes is limited")
    }

    pub(super) fn add(&mut self, place: Place, message: impl Into<String>) {
        self.found.push((place, message.into()));
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// `line 3`, with the file in front where it is another one.
    pub(super) fn show(&self, place: Place, seen_from: Place) -> String {
        if place.file == seen_from.file {
            return format!("line {}", place.line);
        }
        let file = &self.files[place.file as usize];
        format!("{file} line {}", place.line)
    }

    /// The faults by file and line; none means the text is sound.
    pub(super) fn into_result<T>(mut self, sound: T) -> Result<T, Vec<Fault>> {
        if self.found.is_empty() {
            return Ok(sound);
        }
        self.found.sort_by_key(|(place, _)| *place);
        let fault = |(place, message): (Place, String)| Fault {
            file: self.files[place.file as usize].clone(),
            line: place.line as usize,
            column: place.column as usize,
            message,
        };
        Err(self.found.into_iter().map(fault).collect())
    }
}
