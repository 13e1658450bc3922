//! SPF: who may send mail for a name.

use crate::dns::{Name, RecordData, RecordSet, RecordType};
use crate::lint::fix::{adding, joining, rewriting_texts};
use crate::lint::mail_service::first_spf;
use crate::lint::spf_edit::{joined, without_includes, without_pass_all, without_ptr};
use crate::lint::spf_lookups::LookUps;
use crate::lint::spf_record::{Mechanism, SpfRecord, is_nearly_spf, is_spf};
use crate::lint::view::{View, join, texts};
use crate::lint::{Finding, Severity};

/// RFC 7208 section 4.6.4.
const MOST_LOOK_UPS: usize = 10;

/// RFC 7208 section 3.2: one record, or the check fails for all mail.
pub(super) fn several(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Txt) {
        let name = &set.key.name;
        if let count @ 2.. = texts(set).filter(|text| is_spf(text)).count() {
            let records: Vec<String> = texts(set).filter(|text| is_spf(text)).collect();
            let joined = joined(records.iter().map(String::as_str));
            let fix = joined.and_then(|text| joining(set, is_spf, text));
            let finding = Finding::new(
                "spf-duplicate",
                Severity::Error,
                name,
                RecordType::Txt,
                format!("{name} has {count} SPF records; receivers then take none of them"),
                "join them into one record: one `v=spf1`, the mechanisms of all, one `all` at the end",
            );
            findings.push(finding.with_fix("Join them into one SPF record", fix));
        }
    }
}

/// A name that takes mail mostly sends some (RFC 7208 section 3).
pub(super) fn missing(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Mx) {
        let name = &set.key.name;
        if takes_mail(set) && !has_spf(view, name) && view.cut_above(name.as_str()).is_none() {
            let text = first_spf(set);
            let label = format!("Add the SPF record {text}");
            let value = RecordData::Txt(text.into_bytes().into());
            let fix = adding(view.zone, name, vec![value]);
            let finding = Finding::new(
                "spf-missing",
                Severity::Warning,
                name,
                RecordType::Txt,
                format!(
                    "{name} has mail servers but no SPF record, so anybody may send in its name"
                ),
                "add a TXT record such as `v=spf1 mx -all`, with an include for each service that sends",
            );
            findings.push(finding.with_fix(label, fix));
        }
    }
}

/// RFC 7208 section 10.1.2: a domain without mail says so.
pub(super) fn no_mail(view: &View<'_>, findings: &mut Vec<Finding>) {
    let apex = view.apex.as_str();
    let mx = view.get(apex, RecordType::Mx);
    let is_host = [RecordType::A, RecordType::Aaaa, RecordType::Alias]
        .iter()
        .any(|rtype| view.get(apex, *rtype).is_some());
    if mx.is_some_and(takes_mail) || has_spf(view, view.apex) || apex.ends_with("arpa") {
        return;
    }
    if mx.is_none() && !is_host {
        return;
    }
    // Only a null MX proves that no mail is meant: without MX, mail goes to the address.
    let value = RecordData::Txt(b"v=spf1 -all".as_slice().into());
    let fix = mx.and_then(|_| adding(view.zone, view.apex, vec![value]));
    findings.push(
        Finding::new(
            "spf-missing-without-mail",
            Severity::Notice,
            view.apex,
            RecordType::Txt,
            "the domain takes no mail, but does not say that none is sent in its name",
            "add the TXT record `v=spf1 -all`",
        )
        .with_fix("Say that no mail is sent: v=spf1 -all", fix),
    );
}

/// What stands in each SPF record.
pub(super) fn content(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Txt) {
        let name = &set.key.name;
        for text in texts(set) {
            if is_nearly_spf(&text) {
                findings.push(syntax(
                    name,
                    "it must begin with `v=spf1` and a space behind it",
                ));
            } else if is_spf(&text) {
                match SpfRecord::parse(&text) {
                    Ok(record) => check(view, set, &text, &record, findings),
                    Err(reason) => findings.push(syntax(name, &reason)),
                }
            }
        }
    }
}

/// RFC 7208 section 4.6: a record that does not parse fails for all mail.
fn syntax(name: &Name, reason: &str) -> Finding {
    Finding::new(
        "spf-syntax",
        Severity::Error,
        name,
        RecordType::Txt,
        format!("the SPF record of {name} cannot be read: {reason}"),
        "correct the record; until then receivers ignore it or refuse the mail",
    )
}

fn check(
    view: &View<'_>,
    set: &RecordSet,
    text: &str,
    record: &SpfRecord,
    findings: &mut Vec<Finding>,
) {
    let name = &set.key.name;
    // Of several records only the one at fault is touched.
    let mending = |edit: &dyn Fn(&str) -> Option<String>| {
        rewriting_texts(set, |other| (other == text).then(|| edit(other)).flatten())
    };
    let finding = |rule, severity, message: String, advice: &str| {
        Finding::new(rule, severity, name, RecordType::Txt, message, advice)
    };
    let mut directives = record.directives.iter();
    if directives
        .any(|directive| directive.mechanism == Mechanism::All && directive.qualifier == '+')
    {
        findings.push(
            finding(
                "spf-pass-all",
                Severity::Error,
                format!("the SPF record of {name} allows everybody (`+all`)"),
                "end it with `-all` or `~all`",
            )
            .with_fix(
                "Mark everybody else instead (~all)",
                mending(&without_pass_all),
            ),
        );
    }
    let mut directives = record.directives.iter();
    if directives.any(|directive| directive.mechanism == Mechanism::Ptr) {
        // RFC 7208 section 5.5.
        findings.push(finding(
            "spf-ptr",
            Severity::Warning,
            format!(
                "the SPF record of {name} uses `ptr`, which is slow and which many receivers skip"
            ),
            "name the servers by a, mx, ip4 or ip6",
        ).with_fix("Take ptr out", mending(&without_ptr)));
    }
    let look_ups = LookUps::of(view, name, record);
    let unknown = match look_ups.unknown.as_slice() {
        [] => String::new(),
        names => format!(
            " (each counted once, as what they include is not known: {})",
            join(names)
        ),
    };
    if look_ups.count > MOST_LOOK_UPS {
        findings.push(finding(
            "spf-too-many-lookups",
            Severity::Error,
            format!(
                "the SPF record of {name} costs {} DNS look-ups, and receivers give up after {MOST_LOOK_UPS}{unknown}",
                look_ups.count
            ),
            "drop includes of services that are not used any more, and write fixed servers as ip4 and ip6",
        ));
    } else if look_ups.count + look_ups.unknown.len() > MOST_LOOK_UPS {
        findings.push(finding(
            "spf-lookups-uncertain",
            Severity::Notice,
            format!(
                "the SPF record of {name} costs at least {} of {MOST_LOOK_UPS} DNS look-ups{unknown}",
                look_ups.count
            ),
            "see what the includes cost, and drop those that are not used any more",
        ));
    }
    if let Some(again) = &look_ups.in_a_loop {
        findings.push(finding(
            "spf-loop",
            Severity::Error,
            format!("the SPF record of {name} includes {again} again inside itself"),
            "remove one include of the loop",
        ));
    }
    if let Some((_, reason)) = look_ups.failed.first() {
        let names = join(look_ups.failed.iter().map(|(name, _)| name));
        findings.push(finding(
            "spf-not-looked-up",
            Severity::Notice,
            format!(
                "the SPF record of {name} includes {names}, which could not be looked up: {reason}"
            ),
            "look again when the resolver answers; until then what is included is not counted",
        ));
    }
    if !look_ups.missing.is_empty() {
        // RFC 7208 section 5.2.
        findings.push(
            finding(
                "spf-include-missing",
                Severity::Error,
                format!(
                    "the SPF record of {name} includes {}, where there is no SPF record",
                    join(&look_ups.missing)
                ),
                "add the SPF record that is included, or remove the include",
            )
            .with_fix(
                "Take out what is included in vain",
                mending(&|text| without_includes(text, &look_ups.missing)),
            ),
        );
    }
}

/// Whether an MX set names a mail server, other than the null MX of RFC 7505.
pub(super) fn takes_mail(mx: &RecordSet) -> bool {
    let mut targets = mx.values().iter().filter_map(RecordData::target);
    targets.any(|target| *target != Name::root())
}

fn has_spf(view: &View<'_>, name: &Name) -> bool {
    // One that is broken is reported as such.
    let is_meant = |text: String| is_spf(&text) || is_nearly_spf(&text);
    view.get(name.as_str(), RecordType::Txt)
        .is_some_and(|set| texts(set).any(is_meant))
}
