//! What a declaration may do to a zone.

use serde::{Deserialize, Serialize};

use crate::Violation;
use crate::dns::{RecordSet, RecordType, SetKey, Zone};
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
/// special case. A record that is both declared and ignored is a fault.
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
    let mut zone = match policy {
        Policy::Sync => kept_in_a_sync(live, declared, ignore),
        Policy::Upsert | Policy::CreateOnly => live.clone(),
    };
    for set in declared
        .sets()
        .filter(|set| set.key.rtype != RecordType::Soa)
    {
        if policy == Policy::CreateOnly && live.get(&set.key).is_some() {
            continue;
        }
        let kept = zone.get(&set.key).filter(|_| policy == Policy::Sync);
        let merged = match kept {
            Some(kept) => with_values_of(set, kept),
            None => set.clone(),
        };
        zone.put(merged);
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
        if set.key.rtype == RecordType::Soa || (is_apex_ns && declared.get(&set.key).is_none()) {
            zone.put(set.clone());
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
        if !values.is_empty() {
            zone.put(RecordSet::new(set.key.clone(), set.ttl, values));
        }
    }
    zone
}

fn with_values_of(set: &RecordSet, kept: &RecordSet) -> RecordSet {
    let mut merged = set.clone();
    for value in kept.values() {
        merged.insert(value.clone());
    }
    merged
}

/// SOA and apex NS: without them there is no zone.
pub fn holds_the_zone(key: &SetKey, zone: &Zone) -> bool {
    key.name == zone.name && matches!(key.rtype, RecordType::Soa | RecordType::Ns)
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
