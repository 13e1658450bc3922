//! Answers on standard output: as tables for people, or as they are.

use std::io::{self, IsTerminal};

use clap::ValueEnum;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, LineStyle, Table, TableStyle};

use crate::cli::answer::Answer;
use crate::cli::column::{Column, Mood, printable};
use crate::cli::failure::{Failure, Result};
use crate::output;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// The API's answer as it is
    Json,
    /// The API's answer in YAML
    Yaml,
}

/// Writes answers.
pub(crate) struct Printer {
    format: Format,
    is_quiet: bool,
    is_terminal: bool,
    has_colours: bool,
}

/// On anything narrower a table is not squeezed: one letter a line helps nobody.
const MIN_WIDTH: u16 = 60;

const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

impl Printer {
    /// Writes in that format; colours only on a terminal.
    pub(crate) fn new(format: Format, is_quiet: bool, no_colour: bool) -> Self {
        let is_terminal = io::stdout().is_terminal();
        Self {
            format,
            is_quiet,
            is_terminal,
            has_colours: is_terminal && !no_colour,
        }
    }

    /// Whether notes for people are wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// A line in the colour of its mood, where there are colours.
    pub(crate) fn painted(&self, line: &str, mood: Mood) -> String {
        let code = match mood {
            _ if !self.has_colours => return line.to_owned(),
            Mood::Plain => return line.to_owned(),
            Mood::Good => 32,
            Mood::Bad => 31,
            Mood::Waiting => 33,
        };
        format!("\u{1b}[{code}m{line}\u{1b}[0m")
    }

    /// Whether answers are written as tables.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format == Format::Table
    }

    /// Writes a list; an empty one says so in words.
    pub(crate) fn list(&self, answer: &Answer, columns: &[Column], empty: &str) -> Result<()> {
        if self.format != Format::Table {
            return self.plain(answer);
        }
        if answer.entries().is_empty() {
            return Ok(output::line(empty)?);
        }
        let mut table = self.table();
        table.set_header(columns.iter().map(|column| self.heading(column.title)));
        for entry in answer.entries() {
            table.add_row(columns.iter().map(|column| self.cell(column, entry)));
        }
        Ok(output::line(&trimmed(table))?)
    }

    /// Writes one thing, line by line.
    pub(crate) fn details(&self, answer: &Answer, columns: &[Column]) -> Result<()> {
        if self.format != Format::Table {
            return self.plain(answer);
        }
        let mut table = self.table();
        for column in columns {
            // A remark that is not there needs no line.
            if !column.cell(answer).0.is_empty() {
                table.add_row([self.heading(column.title), self.cell(column, answer)]);
            }
        }
        Ok(output::line(&trimmed(table))?)
    }

    /// Says in words what was done.
    pub(crate) fn done(&self, answer: &Answer, words: &str) -> Result<()> {
        match self.format {
            Format::Table if self.is_quiet => Ok(()),
            Format::Table => Ok(output::line(&printable(words))?),
            _ => self.plain(answer),
        }
    }

    /// Writes one of many answers that come one after another: JSON in a line of its own.
    pub(crate) fn record(&self, answer: &Answer) -> Result<()> {
        if self.format == Format::Yaml {
            output::line("---")?;
            return self.plain(answer);
        }
        let text = serde_json::to_string(answer)
            .map_err(|error| Failure::Failed(format!("not expressible in JSON: {error}")))?;
        Ok(output::line(&text)?)
    }

    /// Writes an answer without a table's help.
    pub(crate) fn plain(&self, answer: &Answer) -> Result<()> {
        let text = match self.format {
            Format::Yaml => serde_saphyr::to_string(answer)
                .map(|text| text.trim_end().to_owned())
                .map_err(|error| Failure::Failed(format!("not expressible in YAML: {error}")))?,
            _ => serde_json::to_string_pretty(answer)
                .map_err(|error| Failure::Failed(format!("not expressible in JSON: {error}")))?,
        };
        Ok(output::line(&text)?)
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(STYLE);
        let is_wide_enough = table.width().is_some_and(|width| width >= MIN_WIDTH);
        if self.is_terminal && is_wide_enough {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        } else {
            table
                .force_no_tty()
                .set_content_arrangement(ContentArrangement::Disabled);
        }
        if self.has_colours {
            table.enforce_styling();
        }
        table
    }

    fn heading(&self, title: &str) -> Cell {
        let cell = Cell::new(title);
        if self.has_colours {
            cell.add_attribute(Attribute::Bold)
        } else {
            cell
        }
    }

    fn cell(&self, column: &Column, entry: &Answer) -> Cell {
        let (text, mood) = column.cell(entry);
        let cell = Cell::new(text);
        match mood {
            _ if !self.has_colours => cell,
            Mood::Plain => cell,
            Mood::Good => cell.fg(Color::Green),
            Mood::Bad => cell.fg(Color::Red),
            Mood::Waiting => cell.fg(Color::Yellow),
        }
    }
}

/// Without the padding that a table's last column leaves at the ends of lines.
fn trimmed(mut table: Table) -> String {
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    lines.join("\n")
}
