//! Lint of a zone as it is now.

use setec_core::dns::{Name, RecordSet, Ttl, Zone};
use setec_core::lint::{Finding, Fix, Severity, Surroundings, lint};
use setec_core::plan::Change;
use setec_provider::dns::DnsFacts;

use crate::account::Account;
use crate::dns::RecordList;
use crate::dns::document::ChangeDocument;
use crate::dns::plan::faults;
use crate::dns::read::zone_name;
use crate::dns::spf::known;
use crate::dns::wanted::SetInput;
use crate::{Actor, App, Error, Freshness, Result};

/// Something doubtful or wrong in a zone.
#[derive(Debug)]
pub struct FindingView {
    /// The rule's stable word.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The owner of the records at fault.
    pub name: String,
    /// Their type, where it is one set.
    pub rtype: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// What mends it, where one way is likely to be meant and the provider can hold it.
    pub fix: Option<FixView>,
}

/// Edits that make a finding go away.
#[derive(Debug)]
pub struct FixView {
    /// What a button says.
    pub label: String,
    /// What would be changed.
    pub changes: Vec<ChangeDocument>,
    /// The same as a plan takes it: all records of the sets that are made or changed.
    pub records: RecordList,
    /// And the sets that go.
    pub delete: Vec<SetInput>,
}

impl App {
    /// What is doubtful or wrong in a zone, the worst first.
    ///
    /// `issuer` is the authority in use by its CAA domain: nobody is asked for a certificate. The
    /// registrar's name servers are compared where one of the accounts holds the domain, and what
    /// SPF records include is looked up.
    pub async fn lint_zone(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        issuer: Option<&str>,
    ) -> Result<Vec<FindingView>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let issuer: Option<Name> = issuer.map(issuer_name).transpose()?;
        let live = self.look(&account, &zone).await?;
        let nameservers = self.registered(actor, &account, &zone).await;
        let answers = self.spf_around(&account, &live).await;
        let surroundings = Surroundings {
            registrar_nameservers: nameservers.as_deref(),
            issuer: issuer.as_ref().map(Name::as_str),
            spf: &|name| known(&answers, name),
        };
        let facts = account.dns()?.facts();
        let findings = lint(&live, &surroundings).into_iter();
        Ok(findings
            .map(|finding| view(finding, &live, &facts))
            .collect())
    }

    /// The name servers that a registrar has for a domain, where it is at one of our accounts: a
    /// zone whose domain is elsewhere is nothing unusual.
    pub(crate) async fn registered(
        &self,
        actor: &Actor,
        account: &Account,
        zone: &Name,
    ) -> Option<Vec<Name>> {
        let mut found = match account.provider.domains() {
            Some(domains) => domains.get(zone).await.ok(),
            None => None,
        };
        if found.is_none() {
            let (others, _) = self.accounts.all().await.ok()?;
            for other in others.iter().filter(|other| other.name != account.name) {
                let Some(domains) = other.provider.domains() else {
                    continue;
                };
                // The cached list says who has it, mostly without a call.
                let listed = self.domains(actor, &other.name, Freshness::Cached).await;
                let is_there = listed.is_ok_and(|listed| {
                    let mut names = listed.iter().map(|domain| domain.name.as_str());
                    names.any(|name| name == zone.as_str())
                });
                if is_there {
                    found = domains.get(zone).await.ok();
                    break;
                }
            }
        }
        let parsed = found?.nameservers.into_iter();
        Some(parsed.filter_map(|text| text.parse().ok()).collect())
    }
}

fn view(finding: Finding, live: &Zone, facts: &DnsFacts) -> FindingView {
    FindingView {
        rule: finding.rule,
        severity: finding.severity,
        name: finding.name.as_str().to_owned(),
        rtype: finding.rtype.map(|rtype| rtype.to_string()),
        message: finding.message,
        advice: finding.advice,
        fix: finding.fix.and_then(|fix| fix_view(fix, live, facts)),
    }
}

/// A fix with TTLs that the provider takes; `None` where it cannot hold what is to be written.
fn fix_view(fix: Fix, live: &Zone, facts: &DnsFacts) -> Option<FixView> {
    let changes: Vec<Change> = fix
        .changes
        .into_iter()
        .map(|change| match change {
            Change::Create(set) => Change::Create(within(set, facts)),
            Change::Replace { before, after } => Change::Replace {
                before,
                after: within(after, facts),
            },
            gone @ Change::Delete(_) => gone,
        })
        .collect();
    let mut target = live.clone();
    for change in &changes {
        match change.after() {
            Some(set) => target.put(set.clone()),
            None => drop(target.remove(change.key())),
        }
    }
    let is_void = changes
        .iter()
        .all(|change| change.before() == change.after());
    if is_void || !faults(&changes, &target, facts).is_empty() {
        return None;
    }
    let mut view = FixView {
        label: fix.label,
        changes: changes.iter().map(ChangeDocument::from).collect(),
        records: RecordList {
            zone: live.name.clone(),
            records: Vec::new(),
        },
        delete: Vec::new(),
    };
    for change in &changes {
        match change.after() {
            // What is not served stays with its set by itself.
            Some(set) => {
                let flat = set.to_flat(&live.name).into_iter();
                view.records
                    .records
                    .extend(flat.filter(|flat| !flat.disabled));
            }
            None => view.delete.push(SetInput {
                name: change.key().name.relative_to(&live.name),
                rtype: change.key().rtype.to_string(),
            }),
        }
    }
    Some(view)
}

fn within(mut set: RecordSet, facts: &DnsFacts) -> RecordSet {
    let most: Ttl = facts.max_ttl.unwrap_or(set.ttl).max(facts.min_ttl);
    set.ttl = set.ttl.max(facts.min_ttl).min(most);
    set
}

fn issuer_name(text: &str) -> Result<Name> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let name: Option<Name> = text.parse().ok().filter(|_| text.chars().all(is_host));
    name.filter(|name| !name.is_single_label()).ok_or_else(|| {
        let rule = "the authority's domain as CAA records name it, such as letsencrypt.org";
        Error::field("issuer", rule)
    })
}
