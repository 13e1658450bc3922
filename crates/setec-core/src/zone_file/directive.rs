//! The directives of master files.

use crate::dns::SetKey;
use crate::zone_file::assemble::Placed;
use crate::zone_file::entry::Field;
use crate::zone_file::generate::Generate;
use crate::zone_file::parse::{Reader, Text};
use crate::zone_file::{escape, ttl};

/// How deep `$INCLUDE` goes, and how often in all: files that include each other twice multiply.
const MAX_DEPTH: usize = 10;
const MAX_INCLUDES: usize = 1000;
/// How many entries all `$GENERATE` of a zone may make.
const MAX_GENERATED: u32 = 1 << 20;

impl Reader<'_> {
    pub(super) fn read_directive<'t>(&mut self, text: &mut Text<'t>, fields: &[Field<'t>]) {
        let directive = fields[0];
        let outcome = match (directive.text.to_ascii_uppercase().as_str(), &fields[1..]) {
            ("$ORIGIN", [name]) => self.set_origin(*name),
            ("$TTL", [field]) => match ttl::parse(field.text) {
                Ok(ttl) => {
                    self.default_ttl = Some(ttl);
                    Ok(())
                }
                Err(message) => Err((field.at, message)),
            },
            ("$INCLUDE", [file]) => self.include(*file, None),
            ("$INCLUDE", [file, origin]) => self.include(*file, Some(*origin)),
            ("$GENERATE", arguments) => {
                return self.generate(text, directive, arguments);
            }
            ("$ORIGIN", _) => Err((directive.at, "$ORIGIN takes one name".to_owned())),
            ("$TTL", _) => Err((directive.at, "$TTL takes one TTL".to_owned())),
            ("$INCLUDE", _) => Err((
                directive.at,
                "$INCLUDE takes a file and perhaps an origin".to_owned(),
            )),
            _ => Err((
                directive.at,
                format!(
                    "{} is no directive; known are $ORIGIN, $TTL, $INCLUDE and $GENERATE",
                    directive.text
                ),
            )),
        };
        if let Err((at, message)) = outcome {
            let place = text.place(at);
            self.faults.add(place, message);
        }
    }

    fn set_origin(&mut self, field: Field<'_>) -> Result<(), (usize, String)> {
        self.state.origin = escape::name(field.text, &self.state.origin)
            .map_err(|error| (field.at, error.to_string()))?;
        Ok(())
    }

    fn include(
        &mut self,
        file: Field<'_>,
        origin: Option<Field<'_>>,
    ) -> Result<(), (usize, String)> {
        let wrong = |message: String| (file.at, message);
        let before = self.state.clone();
        let name = escape::unquote(file.text)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| wrong("the file's name is no text".to_owned()))?;
        if self.open_files.contains(&name) {
            return Err(wrong(format!("{name} includes itself")));
        }
        if self.open_files.len() > MAX_DEPTH {
            return Err(wrong(format!(
                "files include each other more than {MAX_DEPTH} deep"
            )));
        }
        self.includes += 1;
        if self.includes > MAX_INCLUDES {
            return Err(wrong(format!(
                "more than {MAX_INCLUDES} files are included"
            )));
        }
        if let Some(origin) = origin {
            self.set_origin(origin)?;
        }
        let text = match (self.include)(&name) {
            Ok(text) => text,
            Err(reason) => {
                self.state = before;
                return Err(wrong(format!("{name} cannot be included: {reason}")));
            }
        };
        let number = self.faults.file(&name);
        self.open_files.push(name);
        self.read_text(number, &text);
        self.open_files.pop();
        self.state = before;
        Ok(())
    }

    fn generate(&mut self, text: &mut Text<'_>, directive: Field<'_>, arguments: &[Field<'_>]) {
        let generate = match Generate::parse(directive, arguments) {
            Ok(generate) => generate,
            Err((at, message)) => {
                let place = text.place(at);
                return self.faults.add(place, message);
            }
        };
        self.generated = self.generated.saturating_add(generate.count());
        if self.generated > MAX_GENERATED {
            let place = text.place(directive.at);
            let message = format!("$GENERATE makes more than {MAX_GENERATED} records in all");
            return self.faults.add(place, message);
        }
        let place = text.place(directive.at);
        for number in generate.numbers() {
            // One fault of a range is the fault of all of it.
            let made = generate
                .owner(number)
                .and_then(|owner| self.owner(&owner))
                .and_then(|owner| Ok((owner, generate.data(number, &self.state.origin)?)));
            let (name, data) = match made {
                Ok(made) => made,
                Err(message) => return self.faults.add(place, format!("at {number}: {message}")),
            };
            let ttl = match generate.ttl {
                Some(ttl) => ttl,
                None => self.implied_ttl(&data),
            };
            let key = SetKey {
                name,
                rtype: generate.rtype,
            };
            self.records.push(Placed {
                key,
                ttl,
                data,
                place,
            });
        }
    }
}
