//! `setec.toml`: which zone lives at which account, and under which policy.

use std::collections::HashSet;
use std::ops::Range;

use setec_core::dns::{Name, RecordType, Ttl};
use setec_core::plan::{IgnoreRule, Policy};
use setec_core::zone_file::Fault;
use toml::de::DeTable;

use super::fault_at;
use super::read::Reader;

/// The file's name.
pub(crate) const SETTINGS: &str = "setec.toml";

/// The TTL of records that say none, as in octoDNS.
const TTL: u64 = 3600;

const TOP_KEYS: &[&str] = &["account", "policy", "ttl", "ignore", "zone"];
const ZONE_KEYS: &[&str] = &["name", "account", "policy", "ttl", "file", "ignore"];
const IGNORE_KEYS: &[&str] = &["name", "types", "target"];

/// What the file says.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The account of zones that name none.
    pub(crate) account: Option<String>,
    /// The policy of zones that name none.
    pub(crate) policy: Policy,
    /// The zones in the file's order.
    pub(crate) zones: Vec<ZoneEntry>,
}

/// A zone at an account.
#[derive(Debug, Clone)]
pub(crate) struct ZoneEntry {
    /// The account's name.
    pub(crate) account: String,
    /// The apex.
    pub(crate) zone: Name,
    /// What a plan may do there.
    pub(crate) policy: Policy,
    /// The TTL of records that say none.
    pub(crate) ttl: Ttl,
    /// The file, where it is named.
    pub(crate) file: Option<String>,
    /// Records to leave alone.
    pub(crate) ignore: Vec<Ignored>,
    /// Where its name stands.
    pub(crate) at: usize,
}

/// A rule for records to leave alone.
#[derive(Debug, Clone)]
pub(crate) struct Ignored {
    /// Glob over the name relative to the zone.
    pub(crate) name: Option<String>,
    /// Types; all where empty.
    pub(crate) types: Vec<RecordType>,
    /// Glob over the content.
    pub(crate) target: Option<String>,
    /// The same for matching.
    pub(crate) rule: IgnoreRule,
    /// Where it stands.
    pub(crate) at: usize,
}

/// Reads the file; every fault is reported.
pub(super) fn read(file: &str, text: &str) -> Result<Document, Vec<Fault>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let fault = |error: &toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            fault_at(file, text, at, error.message())
        };
        return Err(errors.iter().map(fault).collect());
    }
    let mut reader = Reader {
        file,
        text,
        faults: Vec::new(),
    };
    let document = reader.document(table.get_ref());
    reader
        .faults
        .sort_by_key(|fault| (fault.line, fault.column));
    if reader.faults.is_empty() {
        Ok(document)
    } else {
        Err(reader.faults)
    }
}

impl Reader<'_> {
    fn document(&mut self, table: &DeTable<'_>) -> Document {
        self.keys(table, TOP_KEYS);
        let account = self.text(table, "account").map(|(account, _)| account);
        let policy = self.policy(table).unwrap_or_default();
        let ttl = self.ttl(table).or_else(|| Ttl::from_secs(TTL).ok());
        let ignore = self.ignore(table);
        let mut known = HashSet::new();
        let mut zones = Vec::new();
        for (table, at) in self.tables(table, "zone") {
            self.keys(table, ZONE_KEYS);
            let own_account = self.text(table, "account").map(|(account, _)| account);
            let own_policy = self.policy(table);
            let own_ttl = self.ttl(table);
            let file = self.text(table, "file").map(|(file, _)| file);
            let own_ignore = self.ignore(table);
            let name = self.parsed(table, "name", |text| {
                text.parse::<Name>().map_err(|error| error.to_string())
            });
            if !table.contains_key("name") {
                self.fault(&at, "a zone needs a name");
            }
            let Some((zone, at)) = name else {
                continue;
            };
            let Some(account) = own_account.or_else(|| account.clone()) else {
                self.fault(
                    &at,
                    format!("{zone} has no account, and there is no default one"),
                );
                continue;
            };
            if !known.insert((account.clone(), zone.clone())) {
                self.fault(
                    &at,
                    format!("{zone} stands twice for the account {account}"),
                );
            }
            let Some(ttl) = own_ttl.or(ttl) else {
                continue;
            };
            zones.push(ZoneEntry {
                account,
                zone,
                policy: own_policy.unwrap_or(policy),
                ttl,
                file,
                ignore: [ignore.clone(), own_ignore].concat(),
                at: at.start,
            });
        }
        Document {
            account,
            policy,
            zones,
        }
    }

    fn policy(&mut self, table: &DeTable<'_>) -> Option<Policy> {
        let policy = self.parsed(table, "policy", |text| match text {
            "create-only" => Ok(Policy::CreateOnly),
            "upsert" => Ok(Policy::Upsert),
            "sync" => Ok(Policy::Sync),
            _ => Err(format!("'{text}' is none of create-only, upsert and sync")),
        });
        policy.map(|(policy, _)| policy)
    }

    fn ttl(&mut self, table: &DeTable<'_>) -> Option<Ttl> {
        let (secs, at) = self.number(table, "ttl")?;
        let ttl = Ttl::from_secs(secs);
        if let Err(error) = &ttl {
            self.fault(&at, error.to_string());
        }
        ttl.ok()
    }

    fn ignore(&mut self, table: &DeTable<'_>) -> Vec<Ignored> {
        let mut rules = Vec::new();
        for (table, at) in self.tables(table, "ignore") {
            self.keys(table, IGNORE_KEYS);
            rules.extend(self.rule(table, &at));
        }
        rules
    }

    fn rule(&mut self, table: &DeTable<'_>, at: &Range<usize>) -> Option<Ignored> {
        let name = self.text(table, "name").map(|(name, _)| name);
        let target = self.text(table, "target").map(|(target, _)| target);
        let mut types = Vec::new();
        for (text, at) in self.texts(table, "types") {
            match text.parse::<RecordType>() {
                Ok(rtype) => types.push(rtype),
                Err(error) => self.fault(&at, error.to_string()),
            }
        }
        if !IGNORE_KEYS.iter().any(|key| table.contains_key(*key)) {
            self.fault(at, "a rule needs a name, types or a target");
            return None;
        }
        Some(Ignored {
            rule: IgnoreRule::new(name.as_deref(), &types, target.as_deref()),
            name,
            types,
            target,
            at: at.start,
        })
    }
}

/// A policy's word in `setec.toml`.
pub(crate) fn word(policy: Policy) -> &'static str {
    match policy {
        Policy::CreateOnly => "create-only",
        Policy::Upsert => "upsert",
        Policy::Sync => "sync",
    }
}
