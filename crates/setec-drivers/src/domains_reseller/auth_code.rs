//! The code for a transfer away.

use setec_core::Secret;
use setec_core::dns::Name;
use setec_core::domain::AuthCode;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::answer::says_success;
use super::client::path;
use super::value;

impl Reseller {
    /// Some registrars give the code, others mail it to the registrant and say only `success`.
    pub(super) async fn epp_code(&self, domain: &Name) -> Result<AuthCode> {
        let operation = "read transfer code";
        let answer = self.client.get(operation, &path(domain, "eppcode")).await?;
        let code = value::text_of(&answer, &["eppcode", "epp", "authcode", "code"]);
        let bare = || value::text(&answer).filter(|_| answer.is_string() && !says_success(&answer));
        if let Some(code) = code.or_else(bare) {
            return Ok(AuthCode(Secret::new(html_decoded(&code))));
        }
        let message = if says_success(&answer) {
            format!("the transfer code of {domain} was sent to the registrant by mail")
        } else {
            format!("the provider has no transfer code for {domain}")
        };
        Err(ProviderError::new(ErrorKind::Conflict, operation, message))
    }
}

/// WHMCS writes codes for its own pages: `&amp;` is an ampersand.
fn html_decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest[1..].split_once(';').and_then(|(name, after)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((c, after))
        });
        let (c, after) = entity.unwrap_or(('&', &rest[1..]));
        plain.push(c);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_lose_their_html_once() {
        for (text, code) in [
            ("a&amp;b&lt;c&gt;&quot;&#039;&#x41;", "a&b<c>\"'A"),
            ("&amp;lt;", "&lt;"),
            ("a&b;c & d", "a&b;c & d"),
            ("&#xffffffff;&", "&#xffffffff;&"),
            ("plain", "plain"),
        ] {
            assert_eq!(super::html_decoded(text), code);
        }
    }
}
