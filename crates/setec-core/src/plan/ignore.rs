//! Records that plans leave alone.

use std::fmt;

use wildmatch::WildMatch;

use crate::dns::{Name, RecordData, RecordType, SetKey};

/// Matches records by globs of name and target (`*`, `?`) and by type; what is absent matches all.
#[derive(Debug, Clone, PartialEq)]
pub struct IgnoreRule {
    name: Option<WildMatch>,
    types: Vec<RecordType>,
    target: Option<WildMatch>,
}

impl IgnoreRule {
    /// The name's glob is relative to the zone (`@` for the apex), the target's is over the content.
    pub fn new(name: Option<&str>, types: &[RecordType], target: Option<&str>) -> Self {
        Self {
            name: name.map(WildMatch::new_case_insensitive),
            types: types.to_vec(),
            target: target.map(WildMatch::new_case_insensitive),
        }
    }

    /// Whether the rule covers that value of that set.
    pub fn matches(&self, key: &SetKey, value: &RecordData, zone: &Name) -> bool {
        let name = |glob: &WildMatch| glob.matches(&key.name.relative_to(zone));
        let target = |glob: &WildMatch| glob.matches(&value.to_content().0);
        (self.types.is_empty() || self.types.contains(&key.rtype))
            && self.name.as_ref().is_none_or(name)
            && self.target.as_ref().is_none_or(target)
    }
}

impl fmt::Display for IgnoreRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types: Vec<String> = self.types.iter().map(ToString::to_string).collect();
        let mut parts = Vec::new();
        if let Some(name) = &self.name {
            parts.push(format!("name {name}"));
        }
        if !types.is_empty() {
            parts.push(format!("type {}", types.join(",")));
        }
        if let Some(target) = &self.target {
            parts.push(format!("target {target}"));
        }
        f.write_str(&parts.join(" "))
    }
}
