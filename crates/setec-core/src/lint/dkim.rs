//! DKIM keys (RFC 6376 section 3.6.1).

use crate::dns::RecordType;
use crate::lint::tag_list::{tags, value};
use crate::lint::view::{View, first_label, parent, texts};
use crate::lint::{Finding, Severity};

/// Octets of a 1,024 bit RSA key in a SubjectPublicKeyInfo are 162; of one of 768 bits 124.
const SHORTEST_RSA: usize = 140;
/// RFC 8463 section 4.
const ED25519: usize = 32;

enum Fault {
    Revoked,
    Weak,
    Malformed(String),
}

/// Keys that verify nothing.
pub(super) fn keys(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Txt) {
        let name = &set.key.name;
        if parent(name.as_str()).map(first_label) != Some("_domainkey") {
            continue;
        }
        let mut report = |rule, severity, message: String, advice: &str| {
            let rtype = RecordType::Txt;
            findings.push(Finding::new(rule, severity, name, rtype, message, advice));
        };
        // RFC 6376 section 3.6.2.2: which of several is taken is not defined.
        if set.values().len() > 1 {
            report(
                "dkim-duplicate",
                Severity::Warning,
                format!("{name} has several keys, of which verifiers take any one"),
                "keep one key per selector",
            );
        }
        for text in texts(set) {
            match check(&text) {
                Ok(()) => {}
                Err(Fault::Revoked) => report(
                    "dkim-revoked",
                    Severity::Notice,
                    format!("the DKIM key of {name} is empty, which revokes it"),
                    "remove the record once no signed mail is under way any more",
                ),
                Err(Fault::Weak) => report(
                    "dkim-weak-key",
                    Severity::Warning,
                    format!(
                        "the DKIM key of {name} is an RSA key of less than 1,024 bits, which verifiers refuse"
                    ),
                    "make a new key of 2,048 bits (RFC 8301 section 3.2)",
                ),
                Err(Fault::Malformed(reason)) => report(
                    "dkim-malformed",
                    Severity::Warning,
                    format!("the DKIM key of {name} cannot be used: {reason}"),
                    "copy the whole record of the mail service again",
                ),
            }
        }
    }
}

fn check(text: &str) -> Result<(), Fault> {
    let malformed = |reason: &str| Fault::Malformed(reason.to_owned());
    let tags = tags(text).map_err(|part| {
        let shown: String = part.chars().take(40).collect();
        Fault::Malformed(format!("`{shown}` has no `=`"))
    })?;
    // The version may be absent; where it is, it comes first.
    match tags.iter().position(|(tag, _)| *tag == "v") {
        Some(0) if tags[0].1 != "DKIM1" => return Err(malformed("its version is not DKIM1")),
        None | Some(0) => {}
        Some(_) => return Err(malformed("v= is not its first tag")),
    }
    let key = value(&tags, "p").ok_or_else(|| malformed("it has no key (p=)"))?;
    let key: String = key.split_whitespace().collect();
    if key.is_empty() {
        return Err(Fault::Revoked);
    }
    let octets = base64_octets(&key).ok_or_else(|| malformed("its key is not base64"))?;
    match value(&tags, "k").unwrap_or("rsa") {
        "rsa" if octets < SHORTEST_RSA => Err(Fault::Weak),
        "ed25519" if octets != ED25519 => Err(malformed("an Ed25519 key has 32 octets")),
        "rsa" | "ed25519" => Ok(()),
        other => Err(Fault::Malformed(format!(
            "`{other}` is no known kind of key"
        ))),
    }
}

/// How many octets a base64 text stands for.
fn base64_octets(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let padded = padding == 0 || (padding <= 2 && text.len().is_multiple_of(4));
    let valid = padded && digits.len() % 4 != 1 && digits.bytes().all(alphabet);
    valid.then_some(digits.len() * 3 / 4)
}
