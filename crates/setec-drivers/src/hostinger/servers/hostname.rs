//! Host names, which the API takes in full only.

use setec_core::Violation;
use setec_core::dns::Name;
use setec_provider::{ProviderError, Result};

use crate::hostinger::HOSTNAME_SUFFIX;

/// The name in full: a bare label gets the account's suffix.
pub(super) fn qualify(
    operation: &'static str,
    hostname: &str,
    suffix: Option<&str>,
) -> Result<String> {
    let wrong =
        |rule: String| ProviderError::invalid(operation, vec![Violation::new("hostname", rule)]);
    let given = hostname.trim().trim_end_matches('.');
    let full = match suffix.map(|suffix| suffix.trim().trim_matches('.')) {
        _ if given.contains('.') => given.to_owned(),
        Some(suffix) => format!("{given}.{suffix}"),
        None => {
            return Err(wrong(format!(
                "'{given}' is not a full host name, which Hostinger demands; write {given}.example.com or set extra.{HOSTNAME_SUFFIX} of the account"
            )));
        }
    };
    let name: Name = full
        .parse()
        .map_err(|error: setec_core::dns::InvalidName| wrong(error.to_string()))?;
    let is_host = name.as_str().split('.').all(|label| {
        !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    if !is_host {
        return Err(wrong(format!(
            "'{full}' is not a host name: labels have letters, digits and hyphens"
        )));
    }
    Ok(name.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::qualify;

    #[test]
    fn bare_labels_need_a_suffix() {
        let qualify = |name, suffix| qualify("test", name, suffix).ok();
        let full = |text: &str| Some(text.to_owned());
        assert_eq!(
            qualify("web-2", Some(".example.com.")),
            full("web-2.example.com")
        );
        assert_eq!(
            qualify("Web.example.org.", Some("x.y")),
            full("web.example.org")
        );
        assert_eq!(qualify("web-2", None), None);
        for bad in [
            "",
            "a_b.example.com",
            "-a.example.com",
            "a b.example.com",
            "a..b",
        ] {
            assert_eq!(qualify(bad, Some("example.com")), None, "{bad:?}");
        }
    }
}
