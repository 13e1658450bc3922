//! Reading of octoDNS's layout.

use std::collections::HashSet;

use crate::dns::{Name, SetKey, Ttl, Zone};
use crate::zone_file::assemble::{Placed, assemble};
use crate::zone_file::escape;
use crate::zone_file::fault::{Fault, Faults, Place, Source};
use crate::zone_file::octodns::value;
use crate::zone_file::octodns::yaml::{Node, for_each_entry};

/// Reads a zone as octoDNS's `YamlProvider` does, strictly: what octoDNS lets pass only when it is
/// told to be lenient is a fault.
pub fn parse(source: &Source<'_>) -> Result<Zone, Vec<Fault>> {
    parse_split(source.origin, std::slice::from_ref(source))
}

/// Reads a zone that is split over files (octoDNS's `split_extension`). Their names mean nothing,
/// and a name may stand in several of them, each time with other types.
pub fn parse_split(zone: &Name, sources: &[Source<'_>]) -> Result<Zone, Vec<Fault>> {
    let mut reader = Reader {
        zone,
        default_ttl: Ttl::from_secs(0).expect("zero is a TTL"),
        faults: Faults::new(sources.first().map_or("", |source| source.file)),
        file: 0,
        records: Vec::new(),
        names: HashSet::new(),
        sets: HashSet::new(),
    };
    for source in sources {
        reader.read(source);
    }
    let Reader {
        mut faults,
        records,
        ..
    } = reader;
    let zone = assemble(zone, records, &mut faults);
    faults.into_result(zone)
}

struct Reader<'a> {
    zone: &'a Name,
    default_ttl: Ttl,
    faults: Faults,
    /// The file at hand.
    file: u32,
    records: Vec<Placed>,
    /// Names of the file at hand.
    names: HashSet<Name>,
    /// Sets of all files.
    sets: HashSet<SetKey>,
}

impl Reader<'_> {
    fn read(&mut self, source: &Source<'_>) {
        self.file = self.faults.file(source.file);
        self.default_ttl = source.default_ttl;
        self.names.clear();
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(source.text);
        let outcome = for_each_entry(text, |key, value| self.read_name(&key, &value));
        if let Err(fault) = outcome {
            let place = Place {
                file: self.file,
                line: fault.line,
                column: fault.column,
            };
            self.faults.add(place, fault.message);
        }
    }

    fn place(&self, node: &Node<'_>) -> Place {
        Place {
            file: self.file,
            line: node.line,
            column: node.column,
        }
    }

    fn fault(&mut self, node: &Node<'_>, message: impl Into<String>) {
        self.faults.add(self.place(node), message);
    }

    fn read_name(&mut self, key: &Node<'_>, value: &Node<'_>) {
        let Some(text) = key.text() else {
            return self.fault(key, "a name was expected; the apex is ''");
        };
        let name = match self.owner(text) {
            Ok(name) => Some(name),
            Err(message) => {
                self.fault(key, message);
                None
            }
        };
        if let Some(name) = &name
            && !self.names.insert(name.clone())
        {
            return self.fault(key, format!("'{text}' stands twice in the file"));
        }
        for record in value.items() {
            self.read_record(text, name.as_ref(), record);
        }
    }

    fn owner(&self, text: &str) -> Result<Name, String> {
        match text {
            "" => return Ok(self.zone.clone()),
            "@" => return Err("the apex is '', not '@'".to_owned()),
            _ => {}
        }
        if escape::is_absolute(text) {
            return Err(format!(
                "'{text}' must be relative to the zone, without a dot at its end"
            ));
        }
        escape::name(text, self.zone).map_err(|error| error.to_string())
    }

    fn read_record(&mut self, shown: &str, name: Option<&Name>, record: &Node<'_>) {
        let Some(entries) = record.entries() else {
            return self.fault(
                record,
                format!("'{shown}': a record is a mapping with type and value"),
            );
        };
        let mut keys = HashSet::new();
        for (key, _) in entries {
            match key.text() {
                Some(text) if !keys.insert(text) => {
                    self.fault(key, format!("'{shown}': {text} stands twice"));
                }
                Some("geo" | "dynamic") => {
                    let message = "answers that depend on the asker are not held here";
                    self.fault(key, format!("'{shown}': {message}"));
                }
                _ => {}
            }
        }
        let Some(rtype) = record.get("type") else {
            return self.fault(record, format!("'{shown}': the type is missing"));
        };
        let mnemonic = rtype.text().unwrap_or_default().to_owned();
        let Some(kind) = value::rtype(&mnemonic) else {
            let message = match &*mnemonic {
                "SPF" => "SPF is no type any more (RFC 7208 section 3.1); use TXT".to_owned(),
                _ => format!("'{mnemonic}' is no record type of this layout that is held here"),
            };
            return self.fault(rtype, format!("'{shown}': {message}"));
        };
        let label = format!("{shown}/{mnemonic}");
        let ignored = record
            .get("octodns")
            .and_then(|octodns| octodns.get("ignored"));
        if ignored.is_some_and(Node::is_true) {
            return;
        }
        if let Some(name) = name
            && !self.sets.insert(SetKey {
                name: name.clone(),
                rtype: kind,
            })
        {
            self.fault(
                rtype,
                format!("{label}: a second record of that type; put its values into one"),
            );
        }
        let ttl = match record.get("ttl") {
            None => Some(self.default_ttl),
            Some(node) => match ttl(node) {
                Ok(ttl) => Some(ttl),
                Err(message) => {
                    self.fault(node, format!("{label}: {message}"));
                    None
                }
            },
        };
        let values = match (record.get("values"), record.get("value")) {
            (Some(node), _) if value::is_single(kind) => {
                return self.fault(node, format!("{label}: the one value stands under 'value'"));
            }
            (Some(values), None) | (None, Some(values)) => values,
            (Some(_), Some(node)) => {
                return self.fault(
                    node,
                    format!("{label}: 'value' and 'values' exclude each other"),
                );
            }
            (None, None) => return self.fault(record, format!("{label}: the value is missing")),
        };
        if values.items().is_empty() {
            return self.fault(values, format!("{label}: the value is missing"));
        }
        for (at, node) in values.items().iter().enumerate() {
            match (value::read(kind, node), name, ttl) {
                (Ok(data), Some(name), Some(ttl)) => self.records.push(Placed {
                    key: SetKey {
                        name: name.clone(),
                        rtype: kind,
                    },
                    ttl,
                    data,
                    place: self.place(node),
                }),
                (Ok(_), ..) => {}
                (Err(message), ..) => {
                    self.fault(node, format!("{label}: value {}: {message}", at + 1));
                }
            }
        }
    }
}

fn ttl(node: &Node<'_>) -> Result<Ttl, String> {
    node.text()
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .and_then(|secs| Ttl::from_secs(secs).ok())
        .ok_or_else(|| "a TTL is a number of seconds from 0 to 2147483647".to_owned())
}
