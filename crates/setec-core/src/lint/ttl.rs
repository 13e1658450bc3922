//! Times to live.

use crate::dns::{RecordData, RecordType};
use crate::lint::fix::with_ttl;
use crate::lint::view::View;
use crate::lint::{Finding, Severity};

const SHORT_SECS: u32 = 60;
const LONG_SECS: u32 = 7 * 86_400;
const DAY_SECS: u32 = 86_400;
const OUTLIER_FACTOR: u32 = 100;

/// RFC 1912 section 2.2: short ones load the servers, long ones cannot be taken back.
pub(super) fn bounds(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets() {
        let (name, rtype, ttl) = (&set.key.name, set.key.rtype, set.ttl.secs());
        if ttl < SHORT_SECS {
            findings.push(
                Finding::new(
                    "ttl-low",
                    Severity::Notice,
                    name,
                    rtype,
                    format!("the {rtype} of {name} may be cached for {ttl} seconds only"),
                    "raise the TTL to 60 or more; many resolvers do not honour less",
                )
                .with_fix("Raise the TTL to a minute", with_ttl(set, SHORT_SECS)),
            );
        } else if ttl > LONG_SECS {
            let finding = Finding::new(
                "ttl-high",
                Severity::Notice,
                name,
                rtype,
                format!("the {rtype} of {name} may be cached for {ttl} seconds, more than a week"),
                "lower the TTL: a mistake stays in caches that long",
            );
            findings.push(finding.with_fix("Lower the TTL to a day", with_ttl(set, DAY_SECS)));
        }
    }
}

/// A set that differs from the zone's habit by more than a hundred times.
pub(super) fn outlier(view: &View<'_>, findings: &mut Vec<Finding>) {
    // SOA, NS and DS live long by custom.
    let by_custom = |rtype| matches!(rtype, RecordType::Soa | RecordType::Ns | RecordType::Ds);
    let sets = || view.sets().filter(|set| !by_custom(set.key.rtype));
    let mut ttls: Vec<u32> = sets().map(|set| set.ttl.secs()).collect();
    if ttls.is_empty() {
        return;
    }
    let middle = ttls.len() / 2;
    let median = (*ttls.select_nth_unstable(middle).1).max(1);
    for set in sets().filter(|set| (SHORT_SECS..=LONG_SECS).contains(&set.ttl.secs())) {
        let (name, rtype, ttl) = (&set.key.name, set.key.rtype, set.ttl.secs());
        let differs = ttl > median.saturating_mul(OUTLIER_FACTOR)
            || median > ttl.saturating_mul(OUTLIER_FACTOR);
        if differs {
            let finding = Finding::new(
                "ttl-outlier",
                Severity::Notice,
                name,
                rtype,
                format!(
                    "the {rtype} of {name} has a TTL of {ttl} seconds where the zone's median is {median}"
                ),
                "see whether that is meant, for example left over from a move",
            );
            let usual = median.clamp(SHORT_SECS, LONG_SECS);
            let label = format!("Set the TTL to {usual} seconds like the others");
            findings.push(finding.with_fix(label, with_ttl(set, usual)));
        }
    }
}

/// RFC 2308 sections 4 and 5: how long it is remembered that a name does not exist.
pub(super) fn negative(view: &View<'_>, findings: &mut Vec<Finding>) {
    let Some(set) = view.get(view.apex.as_str(), RecordType::Soa) else {
        return;
    };
    for value in set.values() {
        let RecordData::Soa(soa) = value else {
            continue;
        };
        // The smaller of the two counts.
        let secs = soa.minimum.min(set.ttl.secs());
        let advice = if secs > DAY_SECS {
            "set it to between five minutes and a day: a new name stays unknown that long to those who asked early"
        } else if secs < SHORT_SECS {
            "set it to 60 or more: otherwise each question for a name that does not exist reaches the servers"
        } else {
            continue;
        };
        findings.push(Finding::new(
            "soa-minimum",
            Severity::Notice,
            view.apex,
            RecordType::Soa,
            format!(
                "that a name does not exist is remembered for {secs} seconds (minimum of the SOA)"
            ),
            advice,
        ));
    }
}
