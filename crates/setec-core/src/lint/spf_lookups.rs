//! DNS look-ups that checking an SPF record costs a receiver.

use crate::dns::{Name, RecordType, Zone};
use crate::lint::spf_record::{Mechanism, SpfRecord, is_spf};
use crate::lint::view::{Found, View, texts};
use crate::lint::{Spf, Surroundings};

/// Where counting stops: whoever is here is far above any limit.
const ENOUGH: usize = 100;
/// CNAMEs that are followed to an SPF record.
const LONGEST_CHAIN: usize = 8;

/// What checking a record costs, and what stands in its way.
#[derive(Debug, Default)]
pub(super) struct LookUps {
    pub(super) count: usize,
    /// Domains whose record is not known; each counts once, without what it includes.
    pub(super) unknown: Vec<String>,
    /// Those of them that nobody has looked up.
    unasked: Vec<Name>,
    /// Those of them that could not be looked up, and why.
    pub(super) failed: Vec<(Name, String)>,
    /// A domain that includes itself.
    pub(super) in_a_loop: Option<Name>,
    /// Names that are included and have no SPF record.
    pub(super) missing: Vec<Name>,
}

/// The names outside a zone to which its SPF records lead and of which `spf` knows nothing yet.
///
/// Answering them and asking again leads on to what they include, and ends with an empty list.
pub fn spf_outside(zone: &Zone, spf: &dyn Fn(&Name) -> Spf) -> Vec<Name> {
    let surroundings = Surroundings {
        spf,
        ..Surroundings::default()
    };
    let view = View::new(zone, &surroundings);
    let mut names = Vec::new();
    for set in view.sets_of(RecordType::Txt) {
        for text in texts(set).filter(|text| is_spf(text)) {
            if let Ok(record) = SpfRecord::parse(&text) {
                names.extend(LookUps::of(&view, &set.key.name, &record).unasked);
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The SPF record of a name as a zone has it; unknown where the way leads out of the zone.
pub fn spf_in(zone: &Zone, name: &Name) -> Spf {
    let surroundings = Surroundings::default();
    included(&View::new(zone, &surroundings), name)
}

impl LookUps {
    /// Counts over a record and everything it includes (RFC 7208 section 4.6.4).
    pub(super) fn of(view: &View<'_>, owner: &Name, record: &SpfRecord) -> Self {
        let mut look_ups = Self::default();
        look_ups.walk(view, record, &mut vec![owner.clone()]);
        look_ups
    }

    fn walk(&mut self, view: &View<'_>, record: &SpfRecord, path: &mut Vec<Name>) {
        for directive in &record.directives {
            match &directive.mechanism {
                // Nothing behind `all` is looked at, a redirect neither (RFC 7208 section 5.1).
                Mechanism::All => return,
                Mechanism::Ip => {}
                Mechanism::A | Mechanism::Mx | Mechanism::Ptr | Mechanism::Exists => {
                    self.count += 1;
                }
                Mechanism::Include(domain) => self.follow(view, domain, path),
            }
        }
        if let Some(domain) = &record.redirect {
            self.follow(view, domain, path);
        }
    }

    fn follow(&mut self, view: &View<'_>, domain: &str, path: &mut Vec<Name>) {
        self.count += 1;
        if self.count > ENOUGH {
            return;
        }
        // What a macro expands to depends on the mail.
        let name = match domain.parse::<Name>() {
            Ok(name) if !domain.contains('%') => name,
            _ => return self.note_unknown(domain),
        };
        if path.contains(&name) {
            self.in_a_loop = Some(name);
            return;
        }
        match included(view, &name) {
            Spf::Unknown => {
                self.note_unknown(domain);
                self.unasked.push(name);
            }
            Spf::Failed(reason) => {
                self.note_unknown(domain);
                if !self.failed.iter().any(|(known, _)| *known == name) {
                    self.failed.push((name, reason));
                }
            }
            Spf::Missing => {
                if !self.missing.contains(&name) {
                    self.missing.push(name);
                }
            }
            Spf::Record(text) => {
                // A broken record of this zone is reported at its own name.
                if let Ok(record) = SpfRecord::parse(&text) {
                    path.push(name);
                    self.walk(view, &record, path);
                    path.pop();
                }
            }
        }
    }

    fn note_unknown(&mut self, domain: &str) {
        if !self.unknown.iter().any(|known| known == domain) {
            self.unknown.push(domain.to_owned());
        }
    }
}

fn included(view: &View<'_>, name: &Name) -> Spf {
    let mut name = name.clone();
    for _ in 0..LONGEST_CHAIN {
        let next = match view.find(&name) {
            Found::Outside | Found::Delegated => {
                return (view.surroundings.spf)(&name);
            }
            Found::Missing => return Spf::Missing,
            Found::Sets(sets) => {
                let of = |rtype| sets.iter().find(move |set| set.key.rtype == rtype);
                let text = of(RecordType::Txt).and_then(|set| texts(set).find(|text| is_spf(text)));
                if let Some(text) = text {
                    return Spf::Record(text);
                }
                let alias = of(RecordType::Cname).and_then(|set| set.values().first());
                alias.and_then(|value| value.target()).cloned()
            }
        };
        match next {
            Some(next) => name = next,
            None => return Spf::Missing,
        }
    }
    Spf::Missing
}
