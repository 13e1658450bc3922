//! Words by which people name what the API calls by ids.

/// `KVM 2` as `kvm-2`, `Ubuntu 22.04 LTS` as `ubuntu-22.04-lts`, `.COM Domain` as `domain-com`.
pub(super) fn of(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    if let Some(tld) = tld_of(&lower) {
        return format!("domain-{tld}");
    }
    let mut slug = String::with_capacity(lower.len());
    for c in lower.chars() {
        if c.is_alphanumeric() || c == '.' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The slug of a product with its term: the usual term is left out.
pub(super) fn with_term(name: &str, period: i64, unit: &str) -> String {
    let base = of(name);
    let usual = if tld_of(name).is_some() {
        "year"
    } else {
        "month"
    };
    match unit {
        _ if period == 1 && unit == usual => base,
        "day" | "week" | "month" | "year" => format!("{base}-{period}{}", &unit[..1]),
        _ => base,
    }
}

/// The term in words: `monthly`, `yearly`, or such as `2y`.
pub(super) fn term(period: i64, unit: &str) -> String {
    match (period, unit) {
        (1, "month") => "monthly".to_owned(),
        (1, "year") => "yearly".to_owned(),
        (_, "day" | "week" | "month" | "year") => format!("{period}{}", &unit[..1]),
        _ => "once".to_owned(),
    }
}

/// The TLD of a domain product, which is called `.COM` or `.COM Domain`.
pub(super) fn tld_of(name: &str) -> Option<String> {
    let lower = name.trim().to_lowercase();
    let tld = lower.strip_prefix('.')?;
    let tld = tld.strip_suffix(" domain").unwrap_or(tld).trim();
    (!tld.is_empty() && !tld.contains(' ')).then(|| tld.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{of, term, with_term};

    #[test]
    fn names_become_words_of_a_url() {
        for (name, slug) in [
            ("KVM 2", "kvm-2"),
            ("Ubuntu 22.04 LTS", "ubuntu-22.04-lts"),
            ("Ubuntu 24.04 with Docker", "ubuntu-24.04-with-docker"),
            (".COM", "domain-com"),
            (".CO.UK Domain", "domain-co.uk"),
            ("Business (Email) ", "business-email"),
        ] {
            assert_eq!(of(name), slug);
        }
    }

    #[test]
    fn the_usual_term_goes_without_saying() {
        assert_eq!(with_term("KVM 2", 1, "month"), "kvm-2");
        assert_eq!(with_term("KVM 2", 1, "year"), "kvm-2-1y");
        assert_eq!(with_term(".COM", 1, "year"), "domain-com");
        assert_eq!(with_term(".COM", 2, "year"), "domain-com-2y");
        assert_eq!(with_term("Setup", 0, "none"), "setup");
        assert_eq!(term(1, "year"), "yearly");
        assert_eq!(term(24, "month"), "24m");
    }
}
