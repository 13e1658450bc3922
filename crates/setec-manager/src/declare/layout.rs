//! How a zone is written in its file.

use std::path::Path;

use clap::ValueEnum;
use setec_core::dns::{Name, RecordSet, RecordType, Zone};
use setec_core::zone_file::{self, Fault, Source, octodns};

/// A layout of zones in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// A zone file (RFC 1035)
    #[default]
    Zone,
    /// YAML as octoDNS reads it
    Yaml,
}

impl Layout {
    /// All of them, the first that is found counts.
    pub(crate) const ALL: [Self; 2] = [Self::Zone, Self::Yaml];

    /// The layout that a file's name speaks of.
    pub(crate) fn of(file: &str) -> Self {
        match Path::new(file).extension().and_then(|end| end.to_str()) {
            Some("yaml" | "yml") => Self::Yaml,
            _ => Self::Zone,
        }
    }

    /// The folder where octoDNS has the files of a zone that is split (`split_extension: .`).
    pub(crate) fn split_folder(zone: &Name) -> String {
        format!("{}.", plain(zone))
    }

    /// The file where a zone is looked for.
    pub(crate) fn file(self, zone: &Name) -> String {
        let name = plain(zone);
        match self {
            Self::Zone => format!("{name}.zone"),
            Self::Yaml => format!("{name}.yaml"),
        }
    }

    /// What a comment begins with.
    pub(crate) fn comment(self) -> char {
        match self {
            Self::Zone => ';',
            Self::Yaml => '#',
        }
    }

    /// Reads a zone.
    pub(crate) fn parse(
        self,
        source: &Source<'_>,
        include: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Zone, Vec<Fault>> {
        match self {
            Self::Zone => zone_file::parse(source, include),
            Self::Yaml => octodns::parse(source),
        }
    }

    /// Writes a zone.
    pub(crate) fn print(self, zone: &Zone) -> String {
        match self {
            Self::Zone => zone_file::print(zone),
            Self::Yaml => octodns::print(zone),
        }
    }

    /// The sets of a zone that the layout cannot hold.
    pub(crate) fn cannot_hold(self, zone: &Zone) -> Vec<RecordSet> {
        let text = self.print(zone);
        let source = Source {
            file: "",
            text: &text,
            origin: &zone.name,
            default_ttl: zone.sets().next().map_or(
                setec_core::dns::Ttl::from_secs(0).expect("zero is a TTL"),
                |set| set.ttl,
            ),
        };
        let mut no_include = |_: &str| Err(String::new());
        let held = self.parse(&source, &mut no_include);
        let is_held = |set: &&RecordSet| match &held {
            Ok(held) => held
                .get(&set.key)
                .is_some_and(|found| found.ttl == set.ttl && found.values() == set.values()),
            Err(_) => false,
        };
        zone.sets()
            .filter(|set| set.key.rtype != RecordType::Soa && !set.values().is_empty())
            .filter(|set| !is_held(set))
            .cloned()
            .collect()
    }
}

/// Names such as 0/25.2.0.192.in-addr.arpa (RFC 2317) hold what no file's name can.
fn plain(zone: &Name) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let letters = zone.as_str().chars();
    letters.map(|c| if is_plain(c) { c } else { '_' }).collect()
}
