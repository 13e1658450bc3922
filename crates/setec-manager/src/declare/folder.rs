//! The folder: what it declares, and how it takes what is live.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use setec_core::dns::{Name, Zone};
use setec_core::zone_file::{Fault, Source, octodns};

use super::document::{self, Document, SETTINGS, ZoneEntry};
use super::fault_at;
use super::files::Files;
use super::layout::Layout;

/// A folder with its `setec.toml`.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The folder's files.
    pub(crate) files: Files,
    pub(super) text: String,
    pub(super) document: Document,
}

/// A zone as its file declares it.
#[derive(Debug)]
pub(crate) struct Declared {
    /// Where it lives.
    pub(crate) entry: ZoneEntry,
    /// What it shall hold.
    pub(crate) zone: Zone,
    /// The file, as a person would type it.
    pub(crate) file: String,
}

impl Folder {
    /// Opens a folder; without a `setec.toml` it declares nothing.
    pub(crate) fn open(dir: &Path) -> Result<Self, Vec<Fault>> {
        let shown = dir.join(SETTINGS).display().to_string();
        let fault = |message: String| vec![fault_at(&shown, "", 0, message)];
        let files = Files::open(dir).map_err(|error| fault(error.to_string()))?;
        let text = files.read(SETTINGS).map_err(fault)?.unwrap_or_default();
        let document = document::read(&files.shown(SETTINGS), &text)?;
        Ok(Self {
            files,
            text,
            document,
        })
    }

    /// The zones that are declared.
    pub(crate) fn entries(&self) -> &[ZoneEntry] {
        &self.document.zones
    }

    /// Those of certain names, all where no name is given; a name that is not declared is returned.
    pub(crate) fn select(&self, names: &[Name]) -> Result<Vec<ZoneEntry>, Vec<Name>> {
        let declared = |name: &Name| self.entries().iter().any(|entry| entry.zone == *name);
        let unknown: Vec<Name> = names
            .iter()
            .filter(|name| !declared(name))
            .cloned()
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let wanted = |entry: &&ZoneEntry| names.is_empty() || names.contains(&entry.zone);
        Ok(self.entries().iter().filter(wanted).cloned().collect())
    }

    /// The file of a zone; `layout` decides where there is none yet.
    pub(crate) fn file_of(&self, entry: &ZoneEntry, layout: Layout) -> String {
        if let Some(file) = &entry.file {
            return file.clone();
        }
        let there = Layout::ALL.map(|layout| layout.file(&entry.zone));
        let found = there.iter().find(|file| self.files.has(file)).cloned();
        let split = Layout::split_folder(&entry.zone);
        let found = found.or_else(|| self.files.is_folder(&split).then_some(split));
        found.unwrap_or_else(|| layout.file(&entry.zone))
    }

    /// Reads the files of zones: all of them, or every fault of every one; with the files that
    /// nobody has named.
    pub(crate) fn read(
        &self,
        entries: Vec<ZoneEntry>,
    ) -> Result<(Vec<Declared>, Vec<String>), Vec<Fault>> {
        let (mut zones, mut faults) = (Vec::new(), Vec::new());
        let mut used = BTreeSet::new();
        let mut owners: BTreeMap<String, Name> = BTreeMap::new();
        for entry in entries {
            let file = self.file_of(&entry, Layout::default());
            let owner = owners
                .entry(file.clone())
                .or_insert_with(|| entry.zone.clone());
            if *owner != entry.zone {
                let message = format!("{file} is the file of {owner} already");
                faults.push(self.setting_fault(entry.at, message));
                continue;
            }
            used.insert(file.clone());
            match self.zone(&entry, &file, &mut used) {
                Ok(zone) => {
                    faults.extend(self.declared_and_ignored(&entry, &zone, &file));
                    zones.push(Declared {
                        file: self.files.shown(&file),
                        entry,
                        zone,
                    });
                }
                // A file that two accounts share has its faults once.
                Err(found) => faults.extend(found),
            }
        }
        let mut once = Vec::new();
        for fault in faults {
            if !once.contains(&fault) {
                once.push(fault);
            }
        }
        if once.is_empty() {
            Ok((zones, self.strays(&used)))
        } else {
            Err(once)
        }
    }

    pub(super) fn zone(
        &self,
        entry: &ZoneEntry,
        file: &str,
        used: &mut BTreeSet<String>,
    ) -> Result<Zone, Vec<Fault>> {
        if self.files.is_folder(file) {
            return self.split_zone(entry, file);
        }
        // octoDNS would join the two, and a plan must not lose the half that it does not see.
        let split = Layout::split_folder(&entry.zone);
        if entry.file.is_none() && self.files.is_folder(&split) {
            let message = format!("{file} and the folder {split} both hold {}", entry.zone);
            return Err(vec![self.setting_fault(entry.at, message)]);
        }
        let text = match self.files.read(file) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let message = format!("the file {file} of {} is not there", entry.zone);
                return Err(vec![self.setting_fault(entry.at, message)]);
            }
            Err(reason) => {
                let message = format!("the file {file} of {}: {reason}", entry.zone);
                return Err(vec![self.setting_fault(entry.at, message)]);
            }
        };
        let source = Source {
            file,
            text: &text,
            origin: &entry.zone,
            default_ttl: entry.ttl,
        };
        let mut include = |name: &str| {
            used.insert(name.trim_start_matches("./").to_owned());
            let text = self.files.read(name)?;
            text.ok_or_else(|| "there is no such file".to_owned())
        };
        let shown = |mut fault: Fault| {
            fault.file = self.files.shown(&fault.file);
            fault
        };
        Layout::of(file)
            .parse(&source, &mut include)
            .map_err(|faults| faults.into_iter().map(shown).collect())
    }

    /// A zone in a folder of octoDNS's YAML.
    fn split_zone(&self, entry: &ZoneEntry, folder: &str) -> Result<Zone, Vec<Fault>> {
        let wrong = |reason: String| {
            let message = format!("the folder {folder} of {}: {reason}", entry.zone);
            vec![self.setting_fault(entry.at, message)]
        };
        let files = self.files.yaml_in(folder).map_err(wrong)?;
        if files.is_empty() {
            return Err(wrong("it holds no .yaml file".to_owned()));
        }
        let mut texts = Vec::with_capacity(files.len());
        for file in &files {
            let text = self.files.read(file);
            let text = text.and_then(|text| text.ok_or_else(|| "it is gone".to_owned()));
            texts.push(text.map_err(|reason| wrong(format!("{file}: {reason}")))?);
        }
        let shown: Vec<String> = files.iter().map(|file| self.files.shown(file)).collect();
        let sources: Vec<Source<'_>> = shown
            .iter()
            .zip(&texts)
            .map(|(file, text)| Source {
                file,
                text,
                origin: &entry.zone,
                default_ttl: entry.ttl,
            })
            .collect();
        octodns::parse_split(&entry.zone, &sources)
    }

    fn declared_and_ignored(&self, entry: &ZoneEntry, zone: &Zone, file: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        for ignored in &entry.ignore {
            let covers = |set: &&setec_core::dns::RecordSet| {
                let mut values = set.values().iter();
                values.any(|value| ignored.rule.matches(&set.key, value, &zone.name))
            };
            for set in zone.sets().filter(covers) {
                let name = set.key.name.relative_to(&zone.name);
                let message = format!(
                    "{name} {} of {} is declared in {file} and ignored by this rule",
                    set.key.rtype, zone.name
                );
                faults.push(self.setting_fault(ignored.at, message));
            }
        }
        faults
    }

    fn setting_fault(&self, at: usize, message: String) -> Fault {
        fault_at(&self.files.shown(SETTINGS), &self.text, at, message)
    }

    /// Files that look like a zone's and that no zone has.
    fn strays(&self, used: &BTreeSet<String>) -> Vec<String> {
        let declared: BTreeSet<String> = self
            .entries()
            .iter()
            .map(|entry| self.file_of(entry, Layout::default()))
            .collect();
        let is_zone = |file: &str| {
            let stem = [".zone", ".yaml", ".yml"]
                .iter()
                .find_map(|end| file.strip_suffix(end))
                .or_else(|| {
                    file.strip_suffix('.')
                        .filter(|_| self.files.is_folder(file))
                });
            let name = stem.and_then(|stem| stem.parse::<Name>().ok());
            name.is_some_and(|name| !name.is_single_label())
        };
        let mut strays = self.files.names();
        strays.retain(|file| !used.contains(file) && !declared.contains(file) && is_zone(file));
        strays
    }
}
