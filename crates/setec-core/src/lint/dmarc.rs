//! DMARC: what receivers do with mail that fails SPF and DKIM (RFC 7489).

use crate::dns::{Name, RecordData, RecordType};
use crate::lint::fix::{adding, rewriting_texts};
use crate::lint::spf::takes_mail;
use crate::lint::tag_list::{tags, value};
use crate::lint::view::{View, below, first_label, texts};
use crate::lint::{Finding, Severity};

const LABEL: &str = "_dmarc";

/// RFC 7489 section 6.6.3: a name's own record, else that of its organisation.
pub(super) fn missing(view: &View<'_>, findings: &mut Vec<Finding>) {
    let covers = |name: &Name| {
        let owner = below(LABEL, name);
        // Also a CNAME or a delegation to a reporting service.
        owner.is_some_and(|owner| !view.at(owner.as_str()).is_empty())
    };
    if covers(view.apex) {
        return;
    }
    let mut exposed = view.sets_of(RecordType::Mx).filter(|set| {
        let name = &set.key.name;
        takes_mail(set) && view.cut_above(name.as_str()).is_none() && !covers(name)
    });
    // One record at the apex answers for all of them, so there is one finding.
    let Some(first) = exposed.next().map(|set| &set.key.name) else {
        return;
    };
    let others = match exposed.count() {
        0 => String::new(),
        count => format!(" (and {count} more names)"),
    };
    let text = RecordData::Txt(b"v=DMARC1; p=none".as_slice().into());
    let owner = below(LABEL, view.apex);
    let fix = owner.and_then(|owner| adding(view.zone, &owner, vec![text]));
    findings.push(
        Finding::new(
            "dmarc-missing",
            Severity::Warning,
            first,
            RecordType::Txt,
            format!("{first}{others} has mail servers, but no DMARC record protects it"),
            format!(
                "begin with `v=DMARC1; p=none` as TXT of _dmarc.{}, add rua= for reports, then tighten it",
                view.apex
            ),
        )
        .with_fix("Add a DMARC record that only watches", fix),
    );
}

/// What stands in each DMARC record (RFC 7489 section 6.3).
pub(super) fn content(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Txt) {
        let name = &set.key.name;
        if first_label(name.as_str()) != LABEL {
            continue;
        }
        let mut report = |rule, severity, message: String, advice: &str| {
            let rtype = RecordType::Txt;
            findings.push(Finding::new(rule, severity, name, rtype, message, advice));
        };
        let (records, others): (Vec<String>, Vec<String>) =
            texts(set).partition(|text| is_dmarc(text));
        if records.len() > 1 {
            report(
                "dmarc-duplicate",
                Severity::Error,
                format!(
                    "{name} has {} DMARC records; receivers then take none",
                    records.len()
                ),
                "keep one",
            );
        }
        if records.is_empty() {
            for text in others {
                let shown: String = text.chars().take(40).collect();
                report(
                    "dmarc-syntax",
                    Severity::Error,
                    format!("`{shown}` at {name} does not begin with `v=DMARC1`"),
                    "begin the record with `v=DMARC1;`, in these letters",
                );
            }
        }
        let mut lacks_policy = false;
        for record in records {
            let tags = match tags(&record) {
                Ok(tags) => tags,
                Err(part) => {
                    report(
                        "dmarc-syntax",
                        Severity::Error,
                        format!("`{part}` in the DMARC record of {name} has no `=`"),
                        "write each part as tag=value, with `;` between them",
                    );
                    continue;
                }
            };
            match value(&tags, "p").map(str::to_ascii_lowercase).as_deref() {
                None => lacks_policy = true,
                Some("none") => report(
                    "dmarc-policy-none",
                    Severity::Notice,
                    format!("the DMARC record of {name} only watches (p=none)"),
                    "once the reports show that all your mail passes, set p=quarantine or p=reject",
                ),
                Some("quarantine" | "reject") => {}
                Some(other) => report(
                    "dmarc-syntax",
                    Severity::Error,
                    format!("the DMARC record of {name} has the unknown policy `{other}`"),
                    "use none, quarantine or reject",
                ),
            }
        }
        if lacks_policy {
            let finding = Finding::new(
                "dmarc-without-policy",
                Severity::Error,
                name,
                RecordType::Txt,
                format!("the DMARC record of {name} has no policy"),
                "add p=none, p=quarantine or p=reject behind v=DMARC1",
            );
            let fix = rewriting_texts(set, with_policy);
            findings.push(finding.with_fix("Add the policy p=none, which only watches", fix));
        }
    }
}

/// A record without a policy, with one that only watches.
fn with_policy(text: &str) -> Option<String> {
    let has_none = is_dmarc(text) && value(&tags(text).ok()?, "p").is_none();
    let (version, rest) = text.split_once(';').unwrap_or((text, ""));
    let rest = rest.trim();
    let rest = if rest.is_empty() {
        String::new()
    } else {
        format!("; {rest}")
    };
    has_none.then(|| format!("{}; p=none{rest}", version.trim()))
}

fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    let tag = first.split_once('=');
    tag.is_some_and(|(tag, version)| tag.trim() == "v" && version.trim() == "DMARC1")
}
