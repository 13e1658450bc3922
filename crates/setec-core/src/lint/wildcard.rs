//! Wildcards (RFC 4592).

use crate::dns::{Name, RecordSet, RecordType, SetKey};
use crate::lint::view::{View, first_label, parent};
use crate::lint::{Finding, Severity};
use crate::plan::Change;

/// RFC 4592 section 2.1.1: only a whole leftmost label `*` is a wildcard.
pub(super) fn misplaced(view: &View<'_>, findings: &mut Vec<Finding>) {
    let mut reported: Option<&Name> = None;
    for set in view.sets() {
        let name = &set.key.name;
        let text = name.as_str();
        let rest = match first_label(text) {
            "*" => parent(text).unwrap_or_default(),
            _ => text,
        };
        let inner = rest.strip_suffix(view.apex.as_str()).unwrap_or(rest);
        if reported == Some(name) || !inner.contains('*') {
            continue;
        }
        reported = Some(name);
        findings.push(Finding::new(
            "wildcard-misplaced",
            Severity::Warning,
            name,
            None,
            format!("the `*` in {name} is no wildcard: it matches only itself"),
            "a wildcard is a single `*` as the whole first label, such as *.dev.example.com",
        ));
    }
}

/// RFC 4592 section 4.2: the meaning of a wildcard delegation is not defined.
pub(super) fn delegated(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Ns) {
        let name = &set.key.name;
        if name.is_wildcard() {
            findings.push(Finding::new(
                "wildcard-ns",
                Severity::Warning,
                name,
                RecordType::Ns,
                format!("{name} delegates a wildcard, which servers treat differently"),
                "delegate each name by itself",
            ));
        }
    }
}

/// RFC 4592 section 2.2.1: a name that exists, even without records, is not covered.
pub(super) fn shadowed(view: &View<'_>, findings: &mut Vec<Finding>) {
    let leads = |set: &&RecordSet| {
        matches!(
            set.key.rtype,
            RecordType::A
                | RecordType::Aaaa
                | RecordType::Cname
                | RecordType::Alias
                | RecordType::Ns
        )
    };
    let mut any = view.sets().filter(|set| set.key.name.is_wildcard());
    if !any.any(|set| leads(&set)) {
        return;
    }
    for text in view.existing() {
        let Some(above) = parent(text) else {
            continue;
        };
        let label = first_label(text);
        // Names such as _dmarc are no hosts.
        if text == view.apex.as_str() || label.starts_with(['_', '*']) {
            continue;
        }
        // A name below a service label or a delegation is none of the wildcard's business.
        let wildcard = match above {
            "." => "*".to_owned(),
            above => format!("*.{above}"),
        };
        let covered = view.at(&wildcard).iter().any(leads);
        let hidden = view.is_cut(text) || view.cut_above(text).is_some();
        if !covered || hidden || view.at(text).iter().any(leads) {
            continue;
        }
        let Ok(name) = text.parse::<Name>() else {
            continue;
        };
        let fix = like_the_wildcard(view, &name, &wildcard);
        let label = format!("Give it the address of {wildcard}");
        let finding = Finding::new(
            "wildcard-shadowed",
            Severity::Notice,
            &name,
            None,
            format!(
                "{name} has no address: {wildcard} does not cover it, as records of or below it exist"
            ),
            format!("give {name} the address of {wildcard} too if it shall be reached"),
        );
        findings.push(finding.with_fix(label, fix));
    }
}

/// The sets that a wildcard leads with, at a name of its own.
fn like_the_wildcard(view: &View<'_>, name: &Name, wildcard: &str) -> Vec<Change> {
    let is_bare = view.at(name.as_str()).is_empty();
    let fits = |set: &&&RecordSet| match set.key.rtype {
        RecordType::A | RecordType::Aaaa | RecordType::Alias => true,
        // An alias stands alone.
        RecordType::Cname => is_bare,
        _ => false,
    };
    let at_name = |set: &&RecordSet| {
        let key = SetKey {
            name: name.clone(),
            rtype: set.key.rtype,
        };
        let is_new = view.zone.get(&key).is_none();
        let values = set.values().iter().cloned();
        is_new.then(|| Change::Create(RecordSet::new(key, set.ttl, values)))
    };
    view.at(wildcard)
        .iter()
        .filter(fits)
        .filter_map(at_name)
        .collect()
}
