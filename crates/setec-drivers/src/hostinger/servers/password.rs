//! Rules for root passwords, checked here because a refusal comes after the charge.

use setec_core::{Secret, Violation};
use setec_provider::{ProviderError, Result};

/// Every rule that the password breaks.
pub(super) fn check(operation: &'static str, password: &Secret) -> Result<()> {
    let violations = violations(password.expose());
    if violations.is_empty() {
        return Ok(());
    }
    Err(ProviderError::invalid(operation, violations))
}

pub(super) fn violations(text: &str) -> Vec<Violation> {
    let has = |test: fn(char) -> bool| text.chars().any(test);
    let rules = [
        (text.chars().count() >= 12, "at least 12 characters"),
        (has(char::is_uppercase), "an upper-case letter"),
        (has(char::is_lowercase), "a lower-case letter"),
        // The document demands a digit and its own example has none; one report demands certain
        // special characters. What is not sure is left to the vendor.
        (
            has(|c| !c.is_alphabetic()),
            "a digit or a special character",
        ),
    ];
    rules
        .into_iter()
        .filter(|(holds, _)| !holds)
        .map(|(_, rule)| Violation::new("password", format!("it needs {rule}")))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_documented_examples_pass() {
        for good in ["SecurePassword123!", "YourSecurePassword!"] {
            assert!(super::violations(good).is_empty(), "{good}");
        }
        assert_eq!(super::violations("").len(), 4);
        assert_eq!(super::violations("onlyletterS").len(), 2);
    }
}
