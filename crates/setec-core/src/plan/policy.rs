//! What a declaration may do to a zone.

use serde::{Deserialize, Serialize};

use crate::Violation;
use crate::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use crate::plan::IgnoreRule;

/// Which changes a plan may hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Policy {
    /// Only sets that are not there yet.
    CreateOnly,
    /// Declared sets are made or changed; what is not declared stays.
    #[default]
    Upsert,
    /// The zone becomes what is declared; everything else goes.
    Sync,
}

/// The state that a declaration asks for.
///
/// The SOA is always the live one, and so are the apex NS where none are declared: a zone cannot be
/// without them. Live records that a rule ignores are copied over, so that the difference needs no
/// special case, and so are values that the provider keeps without serving them: a declaration says
/// what is served. A record that is both declared and ignored is a fault.
pub fn desired(
    live: &Zone,
    declared: &Zone,
    policy: Policy,
    ignore: &[IgnoreRule],
) -> Result<Zone, Vec<Violation>> {
    let violations = declared_and_ignored(declared, ignore);
    if !violations.is_empty() {
        return Err(violations);
    }
    if policy == Policy::Sync {
        // A copy shares what stays as declared.
        let mut zone = declared.clone();
        zone.name = live.name.clone();
        for soa in declared.sets().filter(|set| is_soa(set)) {
            zone.remove(&soa.key);
        }
        for kept in kept_in_a_sync(live, declared, ignore).sets() {
            zone.put(match zone.get(&kept.key) {
                Some(set) => with_values_of(set, kept),
                None => kept.clone(),
            });
        }
        return Ok(zone);
    }
    let mut zone = live.clone();
    let declared_sets = declared.sets().filter(|set| !is_soa(set));
    for set in declared_sets {
        match live.get(&set.key) {
            Some(_) if policy == Policy::CreateOnly => {}
            Some(kept) => zone.put(with_unserved_of(set.clone(), kept)),
            None => zone.put(set.clone()),
        }
    }
    Ok(zone)
}

fn declared_and_ignored(declared: &Zone, ignore: &[IgnoreRule]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for set in declared.sets() {
        for rule in ignore {
            if set
                .values()
                .iter()
                .any(|value| rule.matches(&set.key, value, &declared.name))
            {
                let name = set.key.name.relative_to(&declared.name);
                violations.push(Violation::new(
                    format!("{name}/{}", set.key.rtype),
                    format!("it is declared and also ignored by the rule '{rule}'"),
                ));
            }
        }
    }
    violations
}

fn kept_in_a_sync(live: &Zone, declared: &Zone, ignore: &[IgnoreRule]) -> Zone {
    let mut zone = Zone::empty(live.name.clone());
    for set in live.sets() {
        let is_apex_ns = set.key.rtype == RecordType::Ns && set.key.name == live.name;
        if is_soa(set) || (is_apex_ns && declared.get(&set.key).is_none()) {
            zone.put(set.clone());
            continue;
        }
        if ignore.is_empty() && set.disabled().is_empty() {
            continue;
        }
        let ignored = |value| {
            ignore
                .iter()
                .any(|rule| rule.matches(&set.key, value, &live.name))
        };
        let values: Vec<_> = set
            .values()
            .iter()
            .filter(|value| ignored(value))
            .cloned()
            .collect();
        let mut kept = RecordSet::new(set.key.clone(), set.ttl, values);
        for value in set.disabled() {
            kept.insert_disabled(value.clone());
        }
        zone.put(kept);
    }
    zone
}

fn is_soa(set: &RecordSet) -> bool {
    set.key.rtype == RecordType::Soa
}

fn with_values_of(set: &RecordSet, kept: &RecordSet) -> RecordSet {
    let mut merged = set.clone();
    for value in kept.values() {
        merged.insert(value.clone());
    }
    with_unserved_of(merged, kept)
}

fn with_unserved_of(mut set: RecordSet, kept: &RecordSet) -> RecordSet {
    for value in kept.disabled() {
        if !set.values().contains(value) {
            set.insert_disabled(value.clone());
        }
    }
    set
}

/// Whether the set is the SOA or the apex NS: without them there is no zone.
pub fn holds_the_zone(key: &SetKey, apex: &Name) -> bool {
    key.name == *apex && matches!(key.rtype, RecordType::Soa | RecordType::Ns)
}

#[cfg(test)]
mod tests {
    use super::{Policy, desired};
    use crate::plan::tests::zone;
    use crate::plan::{IgnoreRule, diff};

    const LIVE: &[&str] = &[
        "@ SOA ns1.example. admin.example. 1 2 3 4 5",
        "@ NS ns1.example.",
        "www A 192.0.2.1",
        "old A 192.0.2.9",
        "_acme-challenge TXT \"token\"",
    ];

    fn verbs(policy: Policy, declared: &[&str], ignore: &[IgnoreRule]) -> Vec<String> {
        let live = zone(LIVE);
        let wanted = desired(&live, &zone(declared), policy, ignore).expect("no conflict");
        diff(&live, &wanted)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_policy_filters_what_a_declaration_may_do() {
        let declared = &["www A 192.0.2.2", "new A 192.0.2.3"];
        assert_eq!(
            verbs(Policy::CreateOnly, declared, &[]),
            ["+ new.example.com A 300 192.0.2.3"]
        );
        assert_eq!(
            verbs(Policy::Upsert, declared, &[]),
            [
                "+ new.example.com A 300 192.0.2.3",
                "~ www.example.com A 300 192.0.2.1 -> 300 192.0.2.2"
            ]
        );
        assert_eq!(
            verbs(Policy::Sync, declared, &[]),
            [
                "+ new.example.com A 300 192.0.2.3",
                "~ www.example.com A 300 192.0.2.1 -> 300 192.0.2.2",
                "- _acme-challenge.example.com TXT 300 \"token\"",
                "- old.example.com A 300 192.0.2.9",
            ]
        );
    }

    #[test]
    fn values_that_are_not_served_stay_unless_they_are_declared() {
        let mut live = zone(&["www A 192.0.2.1", "old A 192.0.2.9"]);
        let hidden = zone(&["www A 192.0.2.2", "off A 192.0.2.3"]);
        for set in hidden.sets() {
            let mut with = live
                .remove(&set.key)
                .unwrap_or_else(|| crate::dns::RecordSet::new(set.key.clone(), set.ttl, []));
            with.insert_disabled(set.values()[0].clone());
            live.put(with);
        }
        let plan = |declared: &[&str]| -> Vec<String> {
            let wanted = desired(&live, &zone(declared), Policy::Sync, &[]).expect("no conflict");
            diff(&live, &wanted)
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert!(plan(&["www A 192.0.2.1", "old A 192.0.2.9"]).is_empty());
        assert_eq!(
            plan(&["www A 192.0.2.1", "www A 192.0.2.2", "old A 192.0.2.9"]),
            ["~ www.example.com A 300 192.0.2.1 disabled:192.0.2.2 -> 300 192.0.2.1 192.0.2.2"]
        );
    }

    #[test]
    fn ignored_records_stay_and_must_not_be_declared() {
        let ignore = [IgnoreRule::new(Some("_acme-challenge*"), &[], None)];
        let kept = verbs(Policy::Sync, &["www A 192.0.2.1"], &ignore);
        assert_eq!(kept, ["- old.example.com A 300 192.0.2.9"]);
        let live = zone(LIVE);
        let clash = desired(
            &live,
            &zone(&["_acme-challenge TXT \"x\""]),
            Policy::Sync,
            &ignore,
        );
        assert_eq!(
            clash.expect_err("a conflict")[0].field,
            "_acme-challenge/TXT"
        );
    }
}
