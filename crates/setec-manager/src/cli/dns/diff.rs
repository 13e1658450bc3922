//! Plans and changes as people read them.

use super::counted;
use crate::cli::answer::Answer;
use crate::cli::column::{printable, short_time};

/// A plan for people: its changes as a diff, then what speaks against it.
pub(super) fn rendered(plan: &Answer) -> String {
    let mut lines = change_lines(plan.get("changes"));
    if lines.is_empty() {
        lines.push("nothing to change".to_owned());
    }
    for guard in plan.get("guards").entries() {
        lines.push(format!(
            "guard {}: {}",
            guard.str("guard"),
            guard.str("message")
        ));
    }
    for warning in plan.get("warnings").entries() {
        lines.push(format!("warning: {}", warning.words()));
    }
    if !plan.get("changes").entries().is_empty() {
        let changes = counted(plan.get("changes").entries().len(), "record set");
        lines.push(format!(
            "{changes}, {} calls at the provider",
            plan.get("calls").words()
        ));
        lines.push(format!(
            "digest {}, may be applied until {} UTC",
            plan.str("digest"),
            short_time(plan.str("expires_at"))
        ));
    }
    let lines: Vec<String> = lines.iter().map(|line| printable(line)).collect();
    lines.join("\n")
}

/// Changes as a diff of single values.
pub(super) fn change_lines(changes: &Answer) -> Vec<String> {
    let mut lines = Vec::new();
    for change in changes.entries() {
        let before = values(change.get("before"));
        let after = values(change.get("after"));
        let gone = before.iter().filter(|line| !after.contains(line));
        let new = after.iter().filter(|line| !before.contains(line));
        lines.extend(gone.map(|line| format!("- {line}")));
        lines.extend(new.map(|line| format!("+ {line}")));
    }
    lines.iter().map(|line| printable(line)).collect()
}

/// A change in one line: the set as it shall be, or as it was, or both.
pub(super) fn set_line(change: &Answer) -> String {
    let (before, after) = (change.get("before"), change.get("after"));
    let sign = match change.str("action") {
        "create" => '+',
        "delete" => '-',
        _ => '~',
    };
    let set = if after == &Answer::Null {
        before
    } else {
        after
    };
    let key = format!("{sign} {} {}", set.str("name"), set.str("type"));
    if sign == '~' {
        return format!("{key} {} -> {}", data(before), data(after));
    }
    format!("{key} {}", data(set))
}

fn data(set: &Answer) -> String {
    let mut words = vec![set.get("ttl").words()];
    words.extend(set.get("values").entries().iter().map(Answer::words));
    let disabled = set.get("disabled").entries().iter();
    words.extend(disabled.map(|value| format!("disabled:{}", value.words())));
    words.join(" ")
}

fn values(set: &Answer) -> Vec<String> {
    let (name, rtype, ttl) = (set.str("name"), set.str("type"), set.get("ttl").words());
    let line = |value: &Answer| format!("{name} {ttl} {rtype} {}", value.words());
    set.get("values").entries().iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::change_lines;
    use crate::cli::answer::Answer;

    #[test]
    fn a_change_shows_only_what_changes() {
        let changes = json!([
            {"action": "create", "before": null, "after": {"name": "a.example.com", "type": "A", "ttl": 300, "values": ["192.0.2.1"]}},
            {"action": "replace",
             "before": {"name": "example.com", "type": "MX", "ttl": 300, "values": ["10 a.example.", "20 b.example."]},
             "after": {"name": "example.com", "type": "MX", "ttl": 300, "values": ["10 a.example.", "30 c.example."]}},
        ]);
        let changes: Answer = serde_json::from_value(changes).unwrap();
        assert_eq!(
            change_lines(&changes),
            [
                "+ a.example.com 300 A 192.0.2.1",
                "- example.com 300 MX 20 b.example.",
                "+ example.com 300 MX 30 c.example.",
            ]
        );
    }
}
