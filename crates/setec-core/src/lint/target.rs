//! Names that MX, NS and SRV point to.

use std::net::IpAddr;

use crate::dns::{Name, RecordData, RecordSet, RecordType};
use crate::lint::view::{Found, View};
use crate::lint::{Finding, Severity};

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
                findings.push(Finding::new(
                    "target-is-address",
                    Severity::Error,
                    name,
                    rtype,
                    format!("the {rtype} of {name} is the address {address} written as a name"),
                    match rtype {
                        RecordType::Cname => format!("make it an address record of {name}"),
                        _ => format!("give {address} a host name and point the {rtype} to that"),
                    },
                ));
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
        findings.push(Finding::new(
            "target-is-cname",
            severity,
            name,
            rtype,
            format!("the {rtype} of {name} points to {target}, which is a CNAME"),
            format!(
                "point it to the name that {target} stands for, or give {target} its addresses"
            ),
        ));
    });
}

/// RFC 1912 section 2.3 and 2.8: a target without an address serves nobody.
pub(super) fn dangling(view: &View<'_>, findings: &mut Vec<Finding>) {
    for_each_found(view, |set, target, found| {
        let what = match found {
            Found::Missing => "does not exist",
            Found::Sets(sets)
                if !has(
                    sets,
                    &[
                        RecordType::A,
                        RecordType::Aaaa,
                        RecordType::Alias,
                        RecordType::Cname,
                    ],
                ) =>
            {
                "has no address"
            }
            _ => return,
        };
        let (name, rtype) = (&set.key.name, set.key.rtype);
        findings.push(Finding::new(
            "target-dangling",
            Severity::Error,
            name,
            rtype,
            format!("the {rtype} of {name} points to {target}, which {what} in this zone"),
            format!("add an A or AAAA record for {target}, or point the {rtype} elsewhere"),
        ));
    });
}

/// RFC 7505 section 3: a domain that takes no mail has that one MX only.
pub(super) fn null_mx(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Mx) {
        let name = &set.key.name;
        let nulls = targets(set).filter(|target| **target == Name::root());
        if nulls.count() > 0 && set.values().len() > 1 {
            findings.push(Finding::new(
                "null-mx-beside-others",
                Severity::Error,
                name,
                RecordType::Mx,
                format!("{name} says that it takes no mail (MX `0 .`) and names mail servers too"),
                "remove the MX to `.`, or all the others",
            ));
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
