/// Whether a text can be the relative name of a record: `@`, `www`, `_dmarc`, `*`, `a.b`.
pub(super) fn is_relative(name: &str) -> bool {
    if name == "@" {
        return true;
    }
    let rest = name.strip_prefix("*.").unwrap_or(name);
    name == "*" || (name.len() <= 253 && rest.split('.').all(is_label))
}

/// Whether a label can stand in a record's name; underscores are common there.
pub(super) fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether `name` lies below `above` in the same zone.
pub(super) fn is_below(name: &str, above: &str) -> bool {
    name.strip_suffix(above)
        .is_some_and(|rest| rest.ends_with('.'))
}
