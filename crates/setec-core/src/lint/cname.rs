//! Aliases.

use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey};
use crate::lint::fix::removing;
use crate::lint::view::{Found, View, join};
use crate::lint::{Finding, Severity};
use crate::plan::Change;

/// More links than any resolver follows.
const LONGEST_CHAIN: usize = 32;

/// RFC 1034 section 3.6.2; RRSIG and NSEC may stand there (RFC 4035 section 2.5), KEY as well
/// (RFC 3007 section 3.1.1).
pub(super) fn beside_data(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Cname) {
        let name = &set.key.name;
        if name == view.apex {
            continue;
        }
        let allowed = |rtype: RecordType| matches!(rtype.number(), 5 | 25 | 46 | 47);
        let sets = view.at(name.as_str()).iter();
        let others: Vec<RecordType> = sets
            .map(|set| set.key.rtype)
            .filter(|rtype| !allowed(*rtype))
            .collect();
        if !others.is_empty() {
            let label = format!("Remove the CNAME and keep {}", join(&others));
            let finding = Finding::new(
                "cname-beside-data",
                Severity::Error,
                name,
                RecordType::Cname,
                format!("{name} is a CNAME and also has {}", join(&others)),
                "keep either the CNAME or the other records; a name that is an alias holds nothing else",
            );
            findings.push(finding.with_fix(label, [Change::Delete(set.clone())]));
        }
    }
}

/// RFC 1912 section 2.4: the apex holds SOA and NS, so it cannot be an alias.
pub(super) fn at_apex(view: &View<'_>, findings: &mut Vec<Finding>) {
    if let Some(set) = view.get(view.apex.as_str(), RecordType::Cname) {
        let finding = Finding::new(
            "cname-at-apex",
            Severity::Error,
            view.apex,
            RecordType::Cname,
            "the zone's apex is a CNAME, which hides its SOA, NS and MX",
            "use ALIAS where the provider offers it, an HTTPS record in alias form, or A and AAAA",
        );
        findings.push(finding.with_fix("Make it an ALIAS", into_alias(view, set)));
    }
}

/// RFC 2181 section 10.1: an alias has one canonical name.
pub(super) fn several(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Cname) {
        let name = &set.key.name;
        if let count @ 2.. = set.values().len() {
            findings.push(Finding::new(
                "several-cnames",
                Severity::Error,
                name,
                RecordType::Cname,
                format!("{name} has {count} CNAME records"),
                "keep one; to spread load, use several A and AAAA records",
            ));
        }
    }
}

/// RFC 1034 section 5.2.2: a chain that comes back to its start is an error.
pub(super) fn in_a_loop(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Cname) {
        let name = &set.key.name;
        let mut at = target(set);
        for _ in 0..LONGEST_CHAIN {
            if at == name {
                findings.push(Finding::new(
                    "cname-loop",
                    Severity::Error,
                    name,
                    RecordType::Cname,
                    format!("the CNAME of {name} leads back to itself"),
                    "point one CNAME of the loop to a name that has addresses",
                ));
                break;
            }
            let Found::Sets(sets) = view.find(at) else {
                break;
            };
            let next = sets.iter().find(|set| set.key.rtype == RecordType::Cname);
            match next {
                Some(next) => at = target(next),
                None => break,
            }
        }
    }
}

/// An alias of a name in this zone that does not exist (RFC 1034 section 3.6.2 wants one that does).
pub(super) fn dangling(view: &View<'_>, findings: &mut Vec<Finding>) {
    for rtype in [RecordType::Cname, RecordType::Alias] {
        for set in view.sets_of(rtype) {
            let name = &set.key.name;
            for target in set.values().iter().filter_map(|value| value.target()) {
                if matches!(view.find(target), Found::Missing) {
                    let finding = Finding::new(
                        "cname-dangling",
                        Severity::Warning,
                        name,
                        rtype,
                        format!("{name} is an alias of {target}, which this zone does not have"),
                        format!("add records for {target} or remove the alias"),
                    );
                    let leads_nowhere = |value: &RecordData| {
                        let mut target = value.target().into_iter();
                        target.any(|target| matches!(view.find(target), Found::Missing))
                    };
                    let fix = removing(set, leads_nowhere);
                    findings.push(finding.with_fix("Remove the alias", [fix]));
                }
            }
        }
    }
}

/// The CNAME of an apex as an ALIAS, which may stand beside others; where there is none yet.
fn into_alias(view: &View<'_>, cname: &RecordSet) -> Vec<Change> {
    let key = SetKey {
        name: cname.key.name.clone(),
        rtype: RecordType::Alias,
    };
    let [value] = cname.values() else {
        return Vec::new();
    };
    match value.target() {
        Some(target) if view.zone.get(&key).is_none() => {
            let alias = RecordData::Alias(target.clone());
            let alias = RecordSet::new(key, cname.ttl, [alias]);
            vec![Change::Delete(cname.clone()), Change::Create(alias)]
        }
        _ => Vec::new(),
    }
}

fn target(cname: &RecordSet) -> &Name {
    let first = cname.values().first();
    first
        .and_then(|value| value.target())
        .expect("a served CNAME set has a value, and that is a name")
}
