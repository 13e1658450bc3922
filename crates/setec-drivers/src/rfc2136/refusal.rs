//! The server's refusals in words, and what a caller is to make of them.

use domain::base::iana::Rcode;
use domain::tsig::ValidationError;
use setec_core::dns::Name;
use setec_provider::{ErrorKind, ProviderError};

/// An answer that cannot be read.
pub(super) fn unreadable(operation: &'static str, why: &str) -> ProviderError {
    let message = format!("the server's answer cannot be read: {why}");
    ProviderError::new(ErrorKind::Protocol, operation, message)
}

/// An answer whose signature is missing or wrong, or which says that ours is.
pub(super) fn unverified(
    operation: &'static str,
    key: &str,
    error: ValidationError,
    rcode: Rcode,
) -> ProviderError {
    let (kind, words) = match error {
        ValidationError::ServerBadKey => (
            ErrorKind::Credentials,
            format!(
                "the server does not know the TSIG key '{key}' with that algorithm, or does not allow it here (BADKEY)"
            ),
        ),
        ValidationError::ServerBadSig => (
            ErrorKind::Credentials,
            format!(
                "the secret of the TSIG key '{key}' is not the one that the server has (BADSIG)"
            ),
        ),
        ValidationError::ServerBadTime { client, server } => (
            ErrorKind::Credentials,
            format!(
                "the clocks of this machine and of the server differ by {} s, more than TSIG allows (BADTIME)",
                secs(client).abs_diff(secs(server))
            ),
        ),
        ValidationError::BadTime => (
            ErrorKind::Credentials,
            "the clocks of this machine and of the server differ by more than TSIG allows"
                .to_owned(),
        ),
        ValidationError::ServerUnsigned => (
            ErrorKind::Protocol,
            format!(
                "the server's answer, {rcode}, is not signed with the TSIG key '{key}', so it proves nothing"
            ),
        ),
        other => (
            ErrorKind::Protocol,
            format!("the signature of the server's answer does not hold: {other}"),
        ),
    };
    ProviderError::new(kind, operation, words)
}

fn secs(time: domain::rdata::tsig::Time48) -> u64 {
    let mut bytes = [0; 8];
    bytes[2..].copy_from_slice(&time.into_octets());
    u64::from_be_bytes(bytes)
}

/// A query or transfer of a zone that is answered with an error.
pub(super) fn of_reading(
    operation: &'static str,
    zone: &Name,
    rcode: Rcode,
    key: Option<&str>,
) -> ProviderError {
    let who = who(key);
    let (kind, words) = match rcode {
        Rcode::NOTAUTH => (
            ErrorKind::NotFound,
            format!("the server does not serve zone {zone} (NOTAUTH)"),
        ),
        Rcode::NXDOMAIN => (
            ErrorKind::NotFound,
            format!("the server has no zone {zone} (NXDOMAIN)"),
        ),
        Rcode::REFUSED => (
            ErrorKind::Credentials,
            format!(
                "the server refuses zone {zone} to {who} (REFUSED): it does not serve it, or does not let it be transferred"
            ),
        ),
        Rcode::NOTIMP => (
            ErrorKind::NotSupported,
            format!("the server does not offer transfers of zone {zone} (NOTIMP)"),
        ),
        Rcode::SERVFAIL => (
            ErrorKind::Unavailable,
            format!("the server cannot serve zone {zone} now (SERVFAIL); its log says why"),
        ),
        other => (
            ErrorKind::Protocol,
            format!("the server answered {other} for zone {zone}"),
        ),
    };
    ProviderError::new(kind, operation, words)
}

/// Whether an answer without a signature is taken at its word: it refuses, and so gives nothing to
/// believe. Servers do not sign what they say of a zone that they do not serve.
pub(super) fn may_be_unsigned(rcode: Rcode) -> bool {
    matches!(
        rcode,
        Rcode::REFUSED | Rcode::NOTAUTH | Rcode::NOTIMP | Rcode::FORMERR | Rcode::SERVFAIL
    )
}

/// An UPDATE that is answered with an error other than a failed prerequisite.
pub(super) fn of_update(
    operation: &'static str,
    zone: &Name,
    rcode: Rcode,
    key: Option<&str>,
) -> ProviderError {
    let who = who(key);
    let (kind, words) = match rcode {
        Rcode::REFUSED => (
            ErrorKind::Credentials,
            format!("the server does not let {who} make these changes in zone {zone} (REFUSED)"),
        ),
        Rcode::NOTAUTH => (
            ErrorKind::NotFound,
            format!("the server is not the primary of zone {zone} (NOTAUTH)"),
        ),
        Rcode::NOTIMP => (
            ErrorKind::NotSupported,
            format!("the server takes no updates of zone {zone} (NOTIMP)"),
        ),
        Rcode::NOTZONE => (
            ErrorKind::Invalid,
            format!("the server says that a name is not in zone {zone} (NOTZONE)"),
        ),
        Rcode::FORMERR => (
            ErrorKind::Invalid,
            format!("the server does not understand the update of zone {zone} (FORMERR)"),
        ),
        Rcode::SERVFAIL => (
            ErrorKind::Unavailable,
            format!("the server failed at the update of zone {zone} (SERVFAIL); its log says why"),
        ),
        other => (
            ErrorKind::Protocol,
            format!("the server answered the update of zone {zone} with {other}"),
        ),
    };
    ProviderError::new(kind, operation, words)
}

/// Whether the answer says that a prerequisite does not hold (RFC 2136 section 3.2).
pub(super) fn is_lost_race(rcode: Rcode) -> bool {
    matches!(
        rcode,
        Rcode::YXDOMAIN | Rcode::YXRRSET | Rcode::NXDOMAIN | Rcode::NXRRSET
    )
}

fn who(key: Option<&str>) -> String {
    key.map_or_else(
        || "this address without a key".to_owned(),
        |key| format!("the TSIG key '{key}'"),
    )
}
