//! Reading of master files.

use crate::dns::{Name, RecordData, RecordType, SetKey, Ttl, Zone};
use crate::zone_file::assemble::{Placed, assemble};
use crate::zone_file::entry::{Entry, Field, Splitter};
use crate::zone_file::fault::{Fault, Faults, Place, Source};
use crate::zone_file::{escape, rdata, ttl};

/// Reads a zone file (RFC 1035 section 5), with `$TTL` (RFC 2308) and BIND's `$GENERATE`.
///
/// `include` yields the text of an `$INCLUDE`d file by the name that stands there. Every fault is
/// reported, and with any of them there is no zone.
pub fn parse(
    source: &Source<'_>,
    include: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Zone, Vec<Fault>> {
    let mut reader = Reader {
        zone: source.origin,
        fallback_ttl: source.default_ttl,
        include,
        faults: Faults::new(source.file),
        records: Vec::new(),
        state: State {
            origin: source.origin.clone(),
            owner: Owner::None,
        },
        default_ttl: None,
        last_ttl: None,
        open_files: vec![source.file.to_owned()],
        includes: 0,
        generated: 0,
    };
    reader.read_text(0, source.text);
    let Reader {
        mut faults,
        records,
        ..
    } = reader;
    let zone = assemble(source.origin, records, &mut faults);
    faults.into_result(zone)
}

/// What is being read, and what it has come to.
pub(super) struct Reader<'a> {
    zone: &'a Name,
    fallback_ttl: Ttl,
    pub(super) include: &'a mut dyn FnMut(&str) -> Result<String, String>,
    pub(super) faults: Faults,
    pub(super) records: Vec<Placed>,
    pub(super) state: State,
    /// Of `$TTL`.
    pub(super) default_ttl: Option<Ttl>,
    /// Of the last record that had one.
    last_ttl: Option<Ttl>,
    pub(super) open_files: Vec<String>,
    pub(super) includes: usize,
    pub(super) generated: u32,
}

/// What an included file starts with and cannot change for its includer (RFC 1035 section 5.1).
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) origin: Name,
    owner: Owner,
}

#[derive(Debug, Clone)]
pub(super) enum Owner {
    None,
    /// It was at fault, which has been said.
    Bad,
    Known(Name),
}

/// One text with its number, to turn offsets into places.
pub(super) struct Text<'t> {
    file: u32,
    splitter: Splitter<'t>,
}

impl Text<'_> {
    pub(super) fn place(&mut self, at: usize) -> Place {
        let (line, column) = self.splitter.position(at);
        Place {
            file: self.file,
            line,
            column,
        }
    }
}

impl Reader<'_> {
    pub(super) fn read_text(&mut self, file: u32, text: &str) {
        let mut text = Text {
            file,
            splitter: Splitter::new(text.strip_prefix('\u{feff}').unwrap_or(text)),
        };
        let mut entry = Entry::default();
        loop {
            match text.splitter.next(&mut entry) {
                Ok(false) => return,
                Ok(true) => self.read_entry(&mut text, &entry),
                Err(fault) => {
                    let place = text.place(fault.at);
                    self.faults.add(place, fault.message);
                    // A blank owner below must not fall back to the owner before the fault.
                    self.state.owner = Owner::Bad;
                }
            }
        }
    }

    fn read_entry<'t>(&mut self, text: &mut Text<'t>, entry: &Entry<'t>) {
        let first = entry.fields[0];
        if entry.is_indented {
            if matches!(self.state.owner, Owner::None) {
                let place = text.place(first.at);
                self.faults.add(
                    place,
                    "no owner stands here and no record before it has one",
                );
                self.state.owner = Owner::Bad;
            }
            return self.read_record(text, &entry.fields, first.at);
        }
        if first.text.starts_with('$') {
            return self.read_directive(text, &entry.fields);
        }
        self.state.owner = match self.owner(first.text) {
            Ok(name) => Owner::Known(name),
            Err(message) => {
                let place = text.place(first.at);
                self.faults.add(place, message);
                Owner::Bad
            }
        };
        self.read_record(text, &entry.fields[1..], first.end());
    }

    pub(super) fn owner(&self, text: &str) -> Result<Name, String> {
        if let Owner::Known(name) = &self.state.owner
            && text == "@"
            && *name == self.state.origin
        {
            return Ok(name.clone());
        }
        let name = escape::name(text, &self.state.origin).map_err(|error| error.to_string())?;
        if !name.is_in(self.zone) {
            return Err(format!("'{name}' is not in zone {}", self.zone));
        }
        Ok(name)
    }

    /// Reads what stands behind the owner: TTL and class in any order, type and data.
    fn read_record(&mut self, text: &mut Text<'_>, fields: &[Field<'_>], end: usize) {
        let faults_before = self.faults.len();
        let mut explicit_ttl = None;
        let mut class = None;
        let mut rest = fields;
        while let Some((field, behind)) = rest.split_first() {
            let is_ttl = field.text.starts_with(|c: char| c.is_ascii_digit());
            if is_ttl && explicit_ttl.is_none() {
                explicit_ttl = Some(ttl::parse(field.text).map_err(|message| {
                    let place = text.place(field.at);
                    self.faults.add(place, message);
                }));
            } else if is_class(field.text) && class.is_none() {
                class = Some(field.text);
                if !field.text.eq_ignore_ascii_case("IN")
                    && !field.text.eq_ignore_ascii_case("CLASS1")
                {
                    let place = text.place(field.at);
                    let message = format!("class {} is not held here, only IN", field.text);
                    self.faults.add(place, message);
                }
            } else {
                break;
            }
            rest = behind;
        }
        let end = fields.last().map_or(end, |field| field.end());
        let Some((field, data)) = rest.split_first() else {
            let place = text.place(end);
            return self.faults.add(place, "the record type is missing");
        };
        let rtype: RecordType = match field.text.parse() {
            Ok(rtype) => rtype,
            Err(error) => {
                let place = text.place(field.at);
                return self.faults.add(place, error.to_string());
            }
        };
        let data = match rdata::read(rtype, data, &self.state.origin, end) {
            Ok(data) => data,
            Err((at, message)) => {
                let place = text.place(at);
                return self.faults.add(place, message);
            }
        };
        let ttl = match explicit_ttl {
            Some(Ok(ttl)) => {
                self.last_ttl = Some(ttl);
                ttl
            }
            Some(Err(())) => return,
            None => self.implied_ttl(&data),
        };
        let Owner::Known(owner) = &self.state.owner else {
            return;
        };
        let start = fields.first().map_or(end, |field| field.at);
        if rtype == RecordType::Soa && owner != self.zone {
            let place = text.place(start);
            let message = format!("the SOA record belongs to the apex, {}", self.zone);
            return self.faults.add(place, message);
        }
        if self.faults.len() > faults_before {
            return;
        }
        self.records.push(Placed {
            key: SetKey {
                name: owner.clone(),
                rtype,
            },
            ttl,
            data,
            place: text.place(start),
        });
    }

    /// Of a record without a TTL: `$TTL`, else the last one, else the SOA's minimum as in BIND.
    pub(super) fn implied_ttl(&mut self, data: &RecordData) -> Ttl {
        if let Some(ttl) = self.default_ttl.or(self.last_ttl) {
            return ttl;
        }
        if let RecordData::Soa(soa) = data
            && let Ok(ttl) = Ttl::from_secs(soa.minimum.into())
        {
            self.last_ttl = Some(ttl);
            return ttl;
        }
        self.fallback_ttl
    }
}

pub(super) fn is_class(text: &str) -> bool {
    ["IN", "CH", "HS", "CS"]
        .iter()
        .any(|class| text.eq_ignore_ascii_case(class))
        || text
            .get(..5)
            .filter(|prefix| prefix.eq_ignore_ascii_case("CLASS"))
            .is_some_and(|_| text.len() > 5 && text[5..].bytes().all(|b| b.is_ascii_digit()))
}
