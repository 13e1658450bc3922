//! CAA: which certificate authorities may issue (RFC 8659).

use crate::dns::{Caa, RecordData, RecordSet, RecordType};
use crate::lint::fix::adding;
use crate::lint::view::{View, join};
use crate::lint::{Finding, Severity};

/// RFC 8659, RFC 9495 (issuemail), CA/Browser Forum (contact tags) and the VMC requirements.
const KNOWN: [&str; 7] = [
    "issue",
    "issuewild",
    "iodef",
    "issuemail",
    "issuevmc",
    "contactemail",
    "contactphone",
];
const CRITICAL: u8 = 128;

/// RFC 8659 sections 4.2 and 4.3: a set with `issue` shuts everybody else out; `issuewild`, where
/// it stands, rules over wildcards alone.
pub(super) fn issuer(view: &View<'_>, findings: &mut Vec<Finding>) {
    let Some(issuer) = view.surroundings.issuer else {
        return;
    };
    for set in view.sets_of(RecordType::Caa) {
        let locks_out = |tag: &str| {
            let mut named = issuers(set, tag).peekable();
            named.peek().is_some() && !named.any(|name| name.eq_ignore_ascii_case(issuer))
        };
        let (plain, wild) = (locks_out("issue"), locks_out("issuewild"));
        let (rule, severity, what) = match (plain, wild) {
            (true, _) => ("caa-locks-out-issuer", Severity::Error, "certificates"),
            (false, true) => (
                "caa-locks-out-wildcards",
                Severity::Warning,
                "wildcard certificates",
            ),
            (false, false) => continue,
        };
        let locked: Vec<&str> = [("issue", plain), ("issuewild", wild)]
            .into_iter()
            .filter_map(|(tag, locked)| locked.then_some(tag))
            .collect();
        // `issue ";"` forbids by intent: then it is not for us to open it.
        let forbids = locked
            .iter()
            .any(|tag| issuers(set, tag).all(|name| name.is_empty()));
        let values = locked.iter().map(|tag| {
            RecordData::Caa(Box::new(Caa {
                flags: 0,
                tag: (*tag).into(),
                value: issuer.as_bytes().into(),
            }))
        });
        let name = &set.key.name;
        let fix = (!forbids).then(|| adding(view.zone, name, values.collect()));
        findings.push(
            Finding::new(
                rule,
                severity,
                name,
                RecordType::Caa,
                format!("the CAA records of {name} do not let {issuer} issue {what}"),
                format!("add `0 {} \"{issuer}\"`", join(&locked)),
            )
            .with_fix(format!("Let {issuer} issue {what} too"), fix.flatten()),
        );
    }
}

/// RFC 8659 sections 4.1 and 4.2: an unknown tag does nothing, and with the critical flag it stops
/// every authority.
pub(super) fn content(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Caa) {
        let name = &set.key.name;
        for caa in records(set) {
            let tag = &caa.tag;
            if !KNOWN.contains(&&**tag) {
                let critical = caa.flags & CRITICAL != 0;
                let (severity, effect) = if critical {
                    (Severity::Error, "stops every authority, as it is critical")
                } else {
                    (Severity::Warning, "has no effect")
                };
                findings.push(Finding::new(
                    "caa-unknown-tag",
                    severity,
                    name,
                    RecordType::Caa,
                    format!("the CAA tag `{tag}` of {name} is not known and {effect}"),
                    "use issue, issuewild or iodef",
                ));
            } else if matches!(&**tag, "issue" | "issuewild") && !is_domain(&issuer_of(caa)) {
                findings.push(Finding::new(
                    "caa-malformed",
                    Severity::Warning,
                    name,
                    RecordType::Caa,
                    format!("`{}` in the CAA of {name} is no authority's domain, so it allows nobody", issuer_of(caa)),
                    "write one domain per record, such as letsencrypt.org, with parameters behind a `;`",
                ));
            }
        }
    }
}

fn records(set: &RecordSet) -> impl Iterator<Item = &Caa> {
    set.values().iter().filter_map(|value| match value {
        RecordData::Caa(caa) => Some(&**caa),
        _ => None,
    })
}

fn issuers<'a>(set: &'a RecordSet, tag: &'a str) -> impl Iterator<Item = String> + 'a {
    records(set)
        .filter(move |caa| &*caa.tag == tag)
        .map(issuer_of)
}

/// The authority's domain without its parameters; empty where nobody may issue.
fn issuer_of(caa: &Caa) -> String {
    let text = String::from_utf8_lossy(&caa.value);
    text.split(';').next().unwrap_or_default().trim().to_owned()
}

fn is_domain(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    text.is_empty() || (text.chars().all(allowed) && !text.starts_with(['.', '-']))
}
