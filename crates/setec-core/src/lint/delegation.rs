//! Name servers, of the zone and of what it delegates.

use crate::dns::{Name, RecordData, RecordSet, RecordType};
use crate::lint::view::{View, join};
use crate::lint::{Finding, Severity};
use crate::plan::Change;

/// RFC 1034 section 4.2.1 wants an NS set at the apex, RFC 2182 section 5 at least two servers.
///
/// Providers that hide SOA and NS of the apex show neither; then there is nothing to say.
pub(super) fn name_servers(view: &View<'_>, findings: &mut Vec<Finding>) {
    let apex = view.apex.as_str();
    match view.get(apex, RecordType::Ns) {
        None if view.get(apex, RecordType::Soa).is_some() => findings.push(Finding::new(
            "ns-missing",
            Severity::Error,
            view.apex,
            RecordType::Ns,
            "the zone has no NS records at its apex",
            "add the provider's name servers as NS records of the apex",
        )),
        Some(set) if set.values().len() == 1 => findings.push(Finding::new(
            "ns-single",
            Severity::Warning,
            view.apex,
            RecordType::Ns,
            "the zone has only one name server; when it is down, the whole zone is",
            "add a second name server, best in another network",
        )),
        _ => {}
    }
}

/// RFC 1034 section 4.2.2: both sides of a zone cut hold the same NS set.
pub(super) fn registrar(view: &View<'_>, findings: &mut Vec<Finding>) {
    let Some(registered) = view.surroundings.registrar_nameservers else {
        return;
    };
    let Some(set) = view.get(view.apex.as_str(), RecordType::Ns) else {
        return;
    };
    let served: Vec<&Name> = targets(set).collect();
    let only_zone: Vec<&&Name> = served
        .iter()
        .filter(|name| !registered.contains(name))
        .collect();
    let only_registrar: Vec<&Name> = registered
        .iter()
        .filter(|name| !served.contains(name))
        .collect();
    if only_zone.is_empty() && only_registrar.is_empty() {
        return;
    }
    let nothing_shared = only_zone.len() == served.len();
    let mut parts = Vec::new();
    if !only_zone.is_empty() {
        parts.push(format!(
            "{} stand in the zone but not at the registrar",
            join(only_zone)
        ));
    }
    if !only_registrar.is_empty() {
        parts.push(format!(
            "{} stand at the registrar but not in the zone",
            join(only_registrar)
        ));
    }
    let (severity, advice) = if nothing_shared {
        (
            Severity::Error,
            "the world asks other servers than this zone's: set the zone's name servers at the registrar if it shall be live",
        )
    } else {
        (
            Severity::Warning,
            "make the two lists equal; a server that only the registrar names must serve this zone",
        )
    };
    // Where nothing is shared, it is the registrar's list that is to be changed.
    let fix = (!nothing_shared).then(|| like_the_registrar(set, registered));
    let finding = Finding::new(
        "delegation-mismatch",
        severity,
        view.apex,
        RecordType::Ns,
        parts.join("; "),
        advice,
    );
    findings.push(finding.with_fix("Take over the registrar's name servers", fix));
}

/// RFC 1034 section 4.2.1: a server inside what it serves is found by glue only.
pub(super) fn glue(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Ns) {
        let name = &set.key.name;
        if name == view.apex || view.cut_above(name.as_str()).is_some() {
            continue;
        }
        for target in targets(set).filter(|target| target.is_in(name)) {
            let sets = view.at(target.as_str()).iter();
            let mut addresses =
                sets.filter(|set| matches!(set.key.rtype, RecordType::A | RecordType::Aaaa));
            if addresses.next().is_none() {
                findings.push(Finding::new(
                    "glue-missing",
                    Severity::Error,
                    name,
                    RecordType::Ns,
                    format!("{name} is delegated to {target}, which lies inside it and has no address here"),
                    format!("add an A or AAAA record for {target} as glue"),
                ));
            }
        }
    }
}

/// RFC 4035 section 2.4: DS stands at a delegation, in the parent, and nowhere else.
pub(super) fn signers(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Ds) {
        let name = &set.key.name;
        if name == view.apex {
            let finding = Finding::new(
                "ds-at-apex",
                Severity::Warning,
                name,
                RecordType::Ds,
                "the zone holds a DS record of itself, which nobody asks it for",
                "give the DS to the registrar, who puts it into the parent zone",
            );
            findings.push(finding.with_fix("Remove the DS", [Change::Delete(set.clone())]));
        } else if !view.is_cut(name.as_str()) {
            let finding = Finding::new(
                "ds-without-ns",
                Severity::Error,
                name,
                RecordType::Ds,
                format!("{name} has a DS record but no NS: it is not delegated"),
                format!("add the NS records of {name} or remove its DS"),
            );
            findings.push(finding.with_fix("Remove the DS", [Change::Delete(set.clone())]));
        }
    }
}

/// RFC 2136 section 7.18 and RFC 6672 section 2.3: data below a delegation or DNAME is not served.
///
/// Addresses below a delegation may be glue, used or not, and are left alone.
pub(super) fn occluded(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets() {
        let (name, rtype) = (&set.key.name, set.key.rtype);
        let is_address = matches!(rtype, RecordType::A | RecordType::Aaaa);
        let text = name.as_str();
        let by = if let Some(dname) = view.dname_above(text) {
            format!("the DNAME of {dname}")
        } else if let Some(cut) = view.cut_above(text) {
            if is_address {
                continue;
            }
            format!("the delegation of {cut}")
        } else if view.is_cut(text) {
            // At the cut itself the parent holds NS, DS, NSEC and RRSIG (RFC 4035 section 2.4).
            let belongs = matches!(rtype.number(), 2 | 43 | 46 | 47);
            if belongs || (is_address && is_own_server(view, name)) {
                continue;
            }
            format!("its own delegation (NS records of {name})")
        } else {
            continue;
        };
        findings.push(Finding::new(
            "occluded",
            Severity::Warning,
            name,
            rtype,
            format!("the {rtype} of {name} is hidden by {by}"),
            "move the record into the zone that serves the name, or remove what hides it",
        ));
    }
}

/// The NS set of the apex with the registrar's names.
fn like_the_registrar(set: &RecordSet, registered: &[Name]) -> Change {
    let mut after = set.clone();
    for value in set.values() {
        after.remove(value);
    }
    for name in registered {
        after.insert(RecordData::Ns(name.clone()));
    }
    Change::Replace {
        before: set.clone(),
        after,
    }
}

fn is_own_server(view: &View<'_>, name: &Name) -> bool {
    view.get(name.as_str(), RecordType::Ns)
        .is_some_and(|set| targets(set).any(|target| target == name))
}

fn targets(set: &RecordSet) -> impl Iterator<Item = &Name> {
    set.values().iter().filter_map(RecordData::target)
}
