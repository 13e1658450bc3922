//! BIND's `$GENERATE start-stop[/step] lhs [ttl] [class] type rhs`.

use std::fmt::Write;

use crate::dns::{Name, RecordData, RecordType, Ttl};
use crate::zone_file::entry::{Entry, Field, Splitter};
use crate::zone_file::parse::is_class;
use crate::zone_file::{rdata, ttl};

/// The most records that one directive makes.
const MAX_RANGE: u32 = 65_536;
/// The most digits a number is padded to, as in BIND.
const MAX_WIDTH: usize = 128;

/// One directive.
#[derive(Debug)]
pub(super) struct Generate {
    first: u32,
    last: u32,
    step: u32,
    owner: Template,
    data: Template,
    pub(super) ttl: Option<Ttl>,
    pub(super) rtype: RecordType,
}

/// A text with places for the number.
#[derive(Debug)]
struct Template(Vec<Part>);

#[derive(Debug)]
enum Part {
    Text(String),
    Number {
        offset: i64,
        width: usize,
        base: Base,
    },
}

#[derive(Debug, Clone, Copy)]
enum Base {
    Decimal,
    Octal,
    Hex,
    UpperHex,
    Nibbles,
    UpperNibbles,
}

impl Generate {
    /// Reads the arguments; a fault comes with its offset.
    pub(super) fn parse(
        directive: Field<'_>,
        arguments: &[Field<'_>],
    ) -> Result<Self, (usize, String)> {
        let usage = || {
            let usage = "$GENERATE takes start-stop[/step] owner [ttl] [class] type data";
            (directive.at, usage.to_owned())
        };
        let [range, owner, rest @ ..] = arguments else {
            return Err(usage());
        };
        let (first, last, step) = parse_range(range.text).ok_or_else(|| {
            let message = format!(
                "'{}' is not a range start-stop or start-stop/step of at most {MAX_RANGE} numbers",
                range.text
            );
            (range.at, message)
        })?;
        let mut rest = rest;
        let mut own_ttl = None;
        let mut has_class = false;
        while let Some((field, behind)) = rest.split_first() {
            if own_ttl.is_none() && field.text.starts_with(|c: char| c.is_ascii_digit()) {
                own_ttl = Some(ttl::parse(field.text).map_err(|message| (field.at, message))?);
            } else if !has_class && is_class(field.text) {
                has_class = true;
                if !field.text.eq_ignore_ascii_case("IN") {
                    let message = format!("class {} is not held here, only IN", field.text);
                    return Err((field.at, message));
                }
            } else {
                break;
            }
            rest = behind;
        }
        let [rtype, data @ ..] = rest else {
            return Err(usage());
        };
        let parsed: RecordType = rtype
            .text
            .parse()
            .map_err(|error: crate::dns::InvalidRecordType| (rtype.at, error.to_string()))?;
        if parsed == RecordType::Soa {
            return Err((rtype.at, "a zone has one SOA record".to_owned()));
        }
        let text = match data {
            [] => return Err(usage()),
            // Quotes only hold the data together here, as in BIND.
            [alone] if alone.is_quoted() => alone.text.trim_matches('"').to_owned(),
            several => {
                let texts: Vec<&str> = several.iter().map(|field| field.text).collect();
                texts.join(" ")
            }
        };
        let template = |text: &str, at: usize| {
            Template::parse(text).ok_or_else(|| {
                let form =
                    "a $ stands alone or as ${offset,width,base} with base d, o, x, X, n or N";
                (at, form.to_owned())
            })
        };
        Ok(Self {
            first,
            last,
            step,
            owner: template(owner.text, owner.at)?,
            data: template(&text, data[0].at)?,
            ttl: own_ttl,
            rtype: parsed,
        })
    }

    /// How many records it makes.
    pub(super) fn count(&self) -> u32 {
        (self.last - self.first) / self.step + 1
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + use<> {
        (self.first..=self.last).step_by(self.step as usize)
    }

    pub(super) fn owner(&self, number: u32) -> Result<String, String> {
        self.owner.fill(number)
    }

    pub(super) fn data(&self, number: u32, origin: &Name) -> Result<RecordData, String> {
        let text = self.data.fill(number)?;
        let mut entry = Entry::default();
        Splitter::new(&text)
            .next(&mut entry)
            .map_err(|fault| fault.message)?;
        rdata::read(self.rtype, &entry.fields, origin, 0).map_err(|(_, message)| message)
    }
}

fn parse_range(text: &str) -> Option<(u32, u32, u32)> {
    let (range, step) = text.split_once('/').unwrap_or((text, "1"));
    let (first, last) = range.split_once('-')?;
    let number = |text: &str| {
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>()
            .ok()
            .filter(|number| is_number && *number <= 0x7fff_ffff)
    };
    let (first, last, step) = (number(first)?, number(last)?, number(step)?);
    let is_range = first <= last && step > 0 && (last - first) / step < MAX_RANGE;
    is_range.then_some((first, last, step))
}

impl Template {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['$', '\\']) {
            plain.push_str(&rest[..at]);
            let behind = &rest[at..];
            if let Some(behind) = behind.strip_prefix("\\$").or(behind.strip_prefix("$$")) {
                plain.push('$');
                rest = behind;
            } else if let Some(behind) = behind.strip_prefix('\\') {
                let length = behind.chars().next()?.len_utf8();
                plain.push('\\');
                plain.push_str(&behind[..length]);
                rest = &behind[length..];
            } else {
                parts.push(Part::Text(std::mem::take(&mut plain)));
                let behind = &behind[1..];
                let (part, behind) = match behind.strip_prefix('{') {
                    None => (Part::number("")?, behind),
                    Some(inside) => {
                        let (inside, behind) = inside.split_once('}')?;
                        (Part::number(inside)?, behind)
                    }
                };
                parts.push(part);
                rest = behind;
            }
        }
        plain.push_str(rest);
        parts.push(Part::Text(plain));
        Some(Self(parts))
    }

    fn fill(&self, number: u32) -> Result<String, String> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Number {
                    offset,
                    width,
                    base,
                } => {
                    let value = u32::try_from(i64::from(number) + offset)
                        .map_err(|_| format!("the offset {offset} leads out of the numbers"))?;
                    base.write(&mut text, value, *width);
                }
            }
        }
        Ok(text)
    }
}

impl Part {
    /// Reads `offset[,width[,base]]`.
    fn number(text: &str) -> Option<Self> {
        let mut fields = text.split(',');
        let offset = match fields.next() {
            None | Some("") => 0,
            Some(offset) => offset.parse().ok()?,
        };
        let width = fields.next().map_or(Some(0), |width| width.parse().ok())?;
        let base = match fields.next() {
            None | Some("d") => Base::Decimal,
            Some("o") => Base::Octal,
            Some("x") => Base::Hex,
            Some("X") => Base::UpperHex,
            Some("n") => Base::Nibbles,
            Some("N") => Base::UpperNibbles,
            Some(_) => return None,
        };
        let is_whole = fields.next().is_none() && width <= MAX_WIDTH;
        is_whole.then_some(Self::Number {
            offset,
            width,
            base,
        })
    }
}

impl Base {
    fn write(self, text: &mut String, value: u32, width: usize) {
        let written = match self {
            Self::Decimal => write!(text, "{value:0width$}"),
            Self::Octal => write!(text, "{value:0width$o}"),
            Self::Hex => write!(text, "{value:0width$x}"),
            Self::UpperHex => write!(text, "{value:0width$X}"),
            Self::Nibbles | Self::UpperNibbles => {
                self.write_nibbles(text, value, width);
                Ok(())
            }
        };
        written.expect("a String takes any text");
    }

    /// The digits from the last to the first with dots between; the width counts the dots too.
    fn write_nibbles(self, text: &mut String, mut value: u32, mut width: usize) {
        loop {
            let digit = char::from_digit(value & 15, 16).expect("four bits");
            text.push(match self {
                Self::UpperNibbles => digit.to_ascii_uppercase(),
                _ => digit,
            });
            value >>= 4;
            width = width.saturating_sub(1);
            if value == 0 && width == 0 {
                return;
            }
            text.push('.');
            width = width.saturating_sub(1);
            if value == 0 && width == 0 {
                return;
            }
        }
    }
}
