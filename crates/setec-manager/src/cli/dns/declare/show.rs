//! Plans over many zones as people read them.

use super::super::counted;
use super::super::diff::set_line;
use super::plan::Planned;
use crate::cli::answer::{Answer, object};
use crate::cli::column::{Mood, printable};
use crate::cli::failure::Failure;
use crate::cli::printer::Printer;

/// How many sets a plan makes, changes and deletes.
#[derive(Default, Clone, Copy)]
struct Counts {
    created: usize,
    replaced: usize,
    deleted: usize,
}

impl Counts {
    fn of<'a>(changes: impl IntoIterator<Item = &'a Answer>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change.str("action") {
                "create" => counts.created += 1,
                "delete" => counts.deleted += 1,
                _ => counts.replaced += 1,
            }
        }
        counts
    }

    fn words(self) -> String {
        format!("+{} ~{} -{}", self.created, self.replaced, self.deleted)
    }
}

/// Numbers over all zones.
pub(super) fn summary(planned: &[Planned]) -> Answer {
    let counts = Counts::of(planned.iter().flat_map(Planned::changes));
    let failed = failed(planned);
    let changed = changed(planned);
    object([
        ("zones", planned.len().into()),
        ("changed", changed.into()),
        ("unchanged", (planned.len() - changed - failed).into()),
        ("failed", failed.into()),
        ("create_zones", new_zones(planned).into()),
        ("create", counts.created.into()),
        ("replace", counts.replaced.into()),
        ("delete", counts.deleted.into()),
    ])
}

/// The zones that change or cannot be planned, then a line over all.
pub(super) fn rendered(planned: &[Planned], printer: &Printer) -> String {
    let mut lines: Vec<String> = planned
        .iter()
        .flat_map(|zone| zone_lines(zone, printer))
        .collect();
    let counts = Counts::of(planned.iter().flat_map(Planned::changes));
    let (changed, failed) = (changed(planned), failed(planned));
    let zones = counted(planned.len(), "zone");
    let total = match changed {
        0 if failed == 0 => format!("{zones}: nothing to change"),
        0 => format!("{zones}: nothing to change in {}", planned.len() - failed),
        _ => format!("{zones}: {changed} to change ({})", counts.words()),
    };
    let made = match new_zones(planned) {
        0 => String::new(),
        new => format!(", {new} of them to be made"),
    };
    let failed = match failed {
        0 => String::new(),
        _ => format!(", {failed} failed"),
    };
    let calls: f64 = planned
        .iter()
        .filter_map(|zone| zone.outcome.as_ref().ok()?.get("calls").number())
        .sum();
    let calls = match changed {
        0 => String::new(),
        _ => format!(", about {calls} calls at the providers"),
    };
    lines.push(format!("{total}{made}{failed}{calls}"));
    lines.join("\n")
}

fn zone_lines(zone: &Planned, printer: &Printer) -> Vec<String> {
    let head = format!("{} at {}", zone.entry.zone, zone.entry.account);
    let plan = match &zone.outcome {
        Ok(plan) => plan,
        Err(failure) => {
            let line = printable(&format!("{head}: {}", failed_words(failure)));
            return vec![printer.painted(&line, Mood::Bad)];
        }
    };
    plan_lines(&head, plan, printer)
}

/// A plan with its zone's line in front; nothing where nothing changes and nothing is to be said.
pub(in crate::cli::dns) fn plan_lines(head: &str, plan: &Answer, printer: &Printer) -> Vec<String> {
    let changes = plan.get("changes").entries();
    let warnings = plan.get("warnings").entries();
    if changes.is_empty() && warnings.is_empty() {
        return Vec::new();
    }
    let new = if plan.get("creates_zone").is_true() {
        "a new zone, "
    } else {
        ""
    };
    let counts = Counts::of(changes).words();
    let mut lines = vec![printable(&format!("{head}: {new}{counts}"))];
    for change in changes {
        let mood = match change.str("action") {
            "create" => Mood::Good,
            "delete" => Mood::Bad,
            _ => Mood::Waiting,
        };
        let line = printable(&format!("  {}", set_line(change)));
        lines.push(printer.painted(&line, mood));
    }
    for warning in warnings {
        let line = printable(&format!("  warning: {}", warning.words()));
        lines.push(printer.painted(&line, Mood::Waiting));
    }
    for guard in plan.get("guards").entries() {
        let line = printable(&format!(
            "  guard: {}; override with --override {}",
            guard.str("message"),
            guard.str("guard")
        ));
        lines.push(printer.painted(&line, Mood::Bad));
    }
    lines
}

fn failed_words(failure: &Failure) -> String {
    format!("error: {}", failure.words())
}

fn changed(planned: &[Planned]) -> usize {
    let has_changes = |zone: &&Planned| !zone.changes().is_empty();
    planned.iter().filter(has_changes).count()
}

fn new_zones(planned: &[Planned]) -> usize {
    planned.iter().filter(|zone| zone.creates_zone()).count()
}

fn failed(planned: &[Planned]) -> usize {
    planned.iter().filter(|zone| zone.outcome.is_err()).count()
}
