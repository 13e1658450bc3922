//! Names that MX, NS and SRV point to.

use std::net::IpAddr;

use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey};
use crate::lint::fix::{pointing_to, removing, rewriting};
use crate::lint::view::{Found, View};
use crate::lint::{Finding, Severity};
use crate::plan::Change;

/// More links than any resolver follows.
const LONGEST_CHAIN: usize = 32;

const POINTING: [RecordType; 3] = [RecordType::Mx, RecordType::Ns, RecordType::Srv];

/// A host name is wanted, not an address (RFC 1035 sections 3.3.9 and 3.3.11, RFC 2782).
pub(super) fn is_address(view: &View<'_>, findings: &mut Vec<Finding>) {
    for rtype in POINTING.into_iter().chain([RecordType::Cname]) {
        for set in view.sets_of(rtype) {
            for target in targets(set) {
                let Some(address) = address_in(target, view.apex) else {
                    continue;
                };
                let name = &set.key.name;
                let finding = Finding::new(
                    "target-is-address",
                    Severity::Error,
                    name,
                    rtype,
                    format!("the {rtype} of {name} is the address {address} written as a name"),
                    match rtype {
                        RecordType::Cname => format!("make it an address record of {name}"),
                        _ => format!("give {address} a host name and point the {rtype} to that"),
                    },
                );
                findings.push(match rtype {
                    RecordType::Cname => {
                        let label = format!("Make it an address record of {name}");
                        finding.with_fix(label, into_address(view, set, address))
                    }
                    _ => finding.with_fix(
                        "Point it to the host with that address",
                        to_hosts(view, set),
                    ),
                });
            }
        }
    }
}

/// RFC 2181 section 10.3 for MX and NS, RFC 2782 for SRV.
pub(super) fn is_cname(view: &View<'_>, findings: &mut Vec<Finding>) {
    for_each_found(view, |set, target, found| {
        let Found::Sets(sets) = found else {
            return;
        };
        if !has(sets, &[RecordType::Cname]) {
            return;
        }
        let (name, rtype) = (&set.key.name, set.key.rtype);
        // Clients follow an SRV to an alias; mail and name servers are refused for it.
        let severity = match rtype {
            RecordType::Srv => Severity::Warning,
            _ => Severity::Error,
        };
        let canonical = canonical(view, target);
        let label = canonical.map_or_else(String::new, |name| format!("Point it to {name}"));
        let fix = canonical.and_then(|_| {
            rewriting(set, |value| {
                let target = value.target()?;
                is_alias(view, target)
                    .then(|| pointing_to(value, self::canonical(view, target)?.clone()))
                    .flatten()
            })
        });
        let finding = Finding::new(
            "target-is-cname",
            severity,
            name,
            rtype,
            format!("the {rtype} of {name} points to {target}, which is a CNAME"),
            format!(
                "point it to the name that {target} stands for, or give {target} its addresses"
            ),
        );
        findings.push(finding.with_fix(label, fix));
    });
}

/// RFC 1912 section 2.3 and 2.8: a target without an address serves nobody.
pub(super) fn dangling(view: &View<'_>, findings: &mut Vec<Finding>) {
    for_each_found(view, |set, target, found| {
        let Some(what) = nowhere(&found) else {
            return;
        };
        let (name, rtype) = (&set.key.name, set.key.rtype);
        let finding = Finding::new(
            "target-dangling",
            Severity::Error,
            name,
            rtype,
            format!("the {rtype} of {name} points to {target}, which {what} in this zone"),
            format!("add an A or AAAA record for {target}, or point the {rtype} elsewhere"),
        );
        // Without its own name servers a zone is none.
        let is_apex_ns = rtype == RecordType::Ns && name == view.apex;
        let fix = (!is_apex_ns).then(|| {
            removing(set, |value| {
                let mut target = value.target().into_iter();
                target.any(|target| leads_nowhere(view, target))
            })
        });
        let label = format!("Remove the {rtype} that leads nowhere");
        findings.push(finding.with_fix(label, fix));
    });
}

/// RFC 7505 section 3: a domain that takes no mail has that one MX only.
pub(super) fn null_mx(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Mx) {
        let name = &set.key.name;
        let nulls = targets(set).filter(|target| **target == Name::root());
        if nulls.count() > 0 && set.values().len() > 1 {
            let is_null = |value: &RecordData| value.target() == Some(&Name::root());
            let finding = Finding::new(
                "null-mx-beside-others",
                Severity::Error,
                name,
                RecordType::Mx,
                format!("{name} says that it takes no mail (MX `0 .`) and names mail servers too"),
                "remove the MX to `.`, or all the others",
            );
            let fix = removing(set, is_null);
            findings.push(finding.with_fix("Remove the MX that says no mail is taken", [fix]));
        }
    }
}

fn for_each_found(view: &View<'_>, mut report: impl FnMut(&RecordSet, &Name, Found<'_>)) {
    for rtype in POINTING {
        for set in view.sets_of(rtype) {
            let name = &set.key.name;
            let occluded = view.cut_above(name.as_str()).is_some()
                || (view.is_cut(name.as_str()) && rtype != RecordType::Ns);
            if occluded {
                continue;
            }
            for target in targets(set) {
                if *target != Name::root() && address_in(target, view.apex).is_none() {
                    report(set, target, view.find(target));
                }
            }
        }
    }
}

/// Why nobody is served by a name of this zone, in words; `None` where somebody may be.
fn nowhere(found: &Found<'_>) -> Option<&'static str> {
    let leading = [
        RecordType::A,
        RecordType::Aaaa,
        RecordType::Alias,
        RecordType::Cname,
    ];
    match found {
        Found::Missing => Some("does not exist"),
        Found::Sets(sets) if !has(sets, &leading) => Some("has no address"),
        _ => None,
    }
}

fn leads_nowhere(view: &View<'_>, target: &Name) -> bool {
    *target != Name::root()
        && address_in(target, view.apex).is_none()
        && nowhere(&view.find(target)).is_some()
}

fn is_alias(view: &View<'_>, target: &Name) -> bool {
    matches!(view.find(target), Found::Sets(sets) if has(sets, &[RecordType::Cname]))
}

/// The name at the end of a chain of aliases, where somebody may be.
fn canonical<'a>(view: &'a View<'_>, alias: &'a Name) -> Option<&'a Name> {
    let mut at = alias;
    for _ in 0..LONGEST_CHAIN {
        let Found::Sets(sets) = view.find(at) else {
            break;
        };
        let alias = sets.iter().find(|set| set.key.rtype == RecordType::Cname);
        match alias.and_then(|set| set.values().first()) {
            Some(value) => at = value.target()?,
            None => break,
        }
    }
    let is_good = !is_alias(view, at) && nowhere(&view.find(at)).is_none();
    (is_good && *at != Name::root() && address_in(at, view.apex).is_none()).then_some(at)
}

/// An alias of an address as a record of that address, where nothing else stands at the name.
fn into_address(view: &View<'_>, cname: &RecordSet, address: IpAddr) -> Vec<Change> {
    let alone = view.at(cname.key.name.as_str()).len() == 1 && cname.values().len() == 1;
    let value = match address {
        IpAddr::V4(address) => RecordData::A(address),
        IpAddr::V6(address) => RecordData::Aaaa(address),
    };
    let key = SetKey {
        name: cname.key.name.clone(),
        rtype: value.rtype(),
    };
    if !alone || cname.key.name == *view.apex || view.zone.get(&key).is_some() {
        return Vec::new();
    }
    let set = RecordSet::new(key, cname.ttl, [value]);
    vec![Change::Delete(cname.clone()), Change::Create(set)]
}

/// The set with host names of this zone in the place of all addresses; `None` where one has none.
fn to_hosts(view: &View<'_>, set: &RecordSet) -> Option<Change> {
    let host = |address: IpAddr| {
        let (rtype, value) = match address {
            IpAddr::V4(address) => (RecordType::A, RecordData::A(address)),
            IpAddr::V6(address) => (RecordType::Aaaa, RecordData::Aaaa(address)),
        };
        let mut hosts = view.sets_of(rtype).filter(|set| {
            let name = &set.key.name;
            !name.is_wildcard() && view.cut_above(name.as_str()).is_none()
        });
        let found = hosts.find(|set| set.values().contains(&value));
        found.map(|set| set.key.name.clone())
    };
    let address_of = |value: &RecordData| address_in(value.target()?, view.apex);
    let all_known = set
        .values()
        .iter()
        .filter_map(address_of)
        .all(|address| host(address).is_some());
    if !all_known {
        return None;
    }
    rewriting(set, |value| pointing_to(value, host(address_of(value)?)?))
}

fn targets(set: &RecordSet) -> impl Iterator<Item = &Name> {
    set.values().iter().filter_map(RecordData::target)
}

fn has(sets: &[&RecordSet], rtypes: &[RecordType]) -> bool {
    sets.iter().any(|set| rtypes.contains(&set.key.rtype))
}

/// The address that a name spells, also where the zone's name got appended to it.
fn address_in(target: &Name, apex: &Name) -> Option<IpAddr> {
    let written = target.as_str().parse().ok();
    // In a reverse zone `1.2.0.192` is a name like any other.
    let reverse = apex.as_str().ends_with("arpa");
    written.or_else(|| {
        let relative = (!reverse && target.is_in(apex)).then(|| target.relative_to(apex));
        relative.and_then(|relative| relative.parse().ok())
    })
}
