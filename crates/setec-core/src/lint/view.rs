//! A zone prepared for questions: who exists, what is delegated, what a wildcard covers.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::dns::{Name, RecordData, RecordSet, RecordType, Zone};
use crate::lint::Surroundings;

/// DNAME (RFC 6672), which has no variant of its own.
pub(super) const DNAME: RecordType = RecordType::Unknown(39);

/// A zone with the indexes that the rules need. Only sets inside it that are served count.
pub(super) struct View<'a> {
    pub(super) zone: &'a Zone,
    pub(super) apex: &'a Name,
    pub(super) surroundings: &'a Surroundings<'a>,
    owners: HashMap<&'a str, Vec<&'a RecordSet>>,
    existing: HashSet<&'a str>,
    cuts: HashSet<&'a str>,
    dnames: HashSet<&'a str>,
}

/// What the zone's server would find at a name.
pub(super) enum Found<'a> {
    /// The name belongs to somebody else.
    Outside,
    /// The name is at or below a delegation.
    Delegated,
    /// The sets there, or those of the wildcard that covers it; none at an empty non-terminal.
    Sets(&'a [&'a RecordSet]),
    /// There is no such name (NXDOMAIN).
    Missing,
}

impl<'a> View<'a> {
    pub(super) fn new(zone: &'a Zone, surroundings: &'a Surroundings<'a>) -> Self {
        let mut view = Self {
            zone,
            apex: &zone.name,
            surroundings,
            owners: HashMap::new(),
            existing: HashSet::new(),
            cuts: HashSet::new(),
            dnames: HashSet::new(),
        };
        for set in zone.sets() {
            let name = &set.key.name;
            if set.values().is_empty() || !name.is_in(&zone.name) {
                continue;
            }
            view.owners.entry(name.as_str()).or_default().push(set);
            if set.key.rtype == RecordType::Ns && *name != zone.name {
                view.cuts.insert(name.as_str());
            }
            if set.key.rtype == DNAME {
                view.dnames.insert(name.as_str());
            }
            let mut next = Some(name.as_str());
            while let Some(name) = next
                && view.existing.insert(name)
                && name != zone.name.as_str()
            {
                next = parent(name);
            }
        }
        view
    }

    /// The served sets inside the zone, in canonical order.
    pub(super) fn sets(&self) -> impl Iterator<Item = &'a RecordSet> {
        let zone: &'a Zone = self.zone;
        zone.sets()
            .filter(|set| !set.values().is_empty() && set.key.name.is_in(&zone.name))
    }

    /// The served sets of a type.
    pub(super) fn sets_of(&self, rtype: RecordType) -> impl Iterator<Item = &'a RecordSet> {
        self.sets().filter(move |set| set.key.rtype == rtype)
    }

    /// The served sets of an owner, without regard to wildcards and delegations.
    pub(super) fn at(&self, name: &str) -> &[&'a RecordSet] {
        self.owners.get(name).map_or(&[], Vec::as_slice)
    }

    /// The served set of an owner and type.
    pub(super) fn get(&self, name: &str, rtype: RecordType) -> Option<&'a RecordSet> {
        let found = self.at(name).iter().find(|set| set.key.rtype == rtype);
        found.copied()
    }

    /// Every name that exists, also those without records of their own.
    pub(super) fn existing(&self) -> BTreeSet<&'a str> {
        self.existing.iter().copied().collect()
    }

    /// The names that are delegated away.
    pub(super) fn is_cut(&self, name: &str) -> bool {
        self.cuts.contains(name)
    }

    /// The delegation above a name, itself excluded.
    pub(super) fn cut_above<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.ancestors(name).find(|above| self.cuts.contains(above))
    }

    /// The DNAME above a name, itself excluded.
    pub(super) fn dname_above<'n>(&self, name: &'n str) -> Option<&'n str> {
        self.ancestors(name)
            .find(|above| self.dnames.contains(above))
    }

    /// What the zone's server would find at a name (RFC 1034 section 4.3.2, RFC 4592).
    pub(super) fn find(&self, name: &Name) -> Found<'_> {
        let text = name.as_str();
        if !name.is_in(self.apex) || self.dname_above(text).is_some() {
            return Found::Outside;
        }
        if self.is_cut(text) || self.cut_above(text).is_some() {
            return Found::Delegated;
        }
        if self.existing.contains(text) {
            return Found::Sets(self.at(text));
        }
        let encloser = self
            .ancestors(text)
            .find(|above| self.existing.contains(above));
        let wildcard = encloser.map(|encloser| match encloser {
            "." => "*".to_owned(),
            encloser => format!("*.{encloser}"),
        });
        match wildcard.map(|wildcard| self.at(&wildcard)) {
            None | Some([]) => Found::Missing,
            Some(sets) => Found::Sets(sets),
        }
    }

    fn ancestors<'n>(&self, name: &'n str) -> impl Iterator<Item = &'n str> {
        let apex = self.apex.as_str();
        let inside = move |name: &'n str| (name != apex).then(|| parent(name)).flatten();
        std::iter::successors(inside(name), move |name| inside(name))
    }
}

/// The name without its first label; `.` is above every single label.
pub(super) fn parent(name: &str) -> Option<&str> {
    if name == "." {
        return None;
    }
    let mut escaped = false;
    for (at, byte) in name.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'.' => return Some(&name[at + 1..]),
            _ => {}
        }
    }
    Some(".")
}

/// The first label.
pub(super) fn first_label(name: &str) -> &str {
    match parent(name) {
        Some(".") | None => name,
        Some(rest) => &name[..name.len() - rest.len() - 1],
    }
}

/// The name with a label in front; `None` where it becomes too long.
pub(super) fn below(label: &str, name: &Name) -> Option<Name> {
    match name.as_str() {
        "." => label.parse().ok(),
        text => format!("{label}.{text}").parse().ok(),
    }
}

/// The values of a TXT set as text.
pub(super) fn texts(set: &RecordSet) -> impl Iterator<Item = String> {
    set.values().iter().filter_map(|value| match value {
        RecordData::Txt(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}

/// Names for a message, with commas between.
pub(super) fn join(names: impl IntoIterator<Item = impl ToString>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    names.join(", ")
}
