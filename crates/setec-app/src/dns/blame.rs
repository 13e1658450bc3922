//! Which change of a refused batch the vendor means.
//!
//! Only means that leave nothing half done are used. The vendor's own words come first: drivers turn
//! them into violations. Where they name no set, the vendor's validation is asked about parts of the
//! batch. Parts are never applied to find out: at an atomic provider that would leave the good half
//! of a batch standing, and taking it back could fail.

use std::collections::BTreeMap;

use setec_core::dns::Name;
use setec_core::plan::Change;
use setec_core::{Violation, join_violations};
use setec_provider::dns::{ZoneValidator, set_field};
use setec_provider::{ErrorKind, ProviderError};

/// Calls that one search may cost; a bad change among a thousand takes about a dozen.
const MOST_CALLS: u32 = 40;

/// What one name asks for: its changes depend on each other and are looked at together.
type Group = Vec<Change>;

/// Whether the vendor refused what was in the batch: with another batch it may take all of it.
pub(crate) fn is_about_content(error: &ProviderError) -> bool {
    match error.kind {
        ErrorKind::Invalid | ErrorKind::Exists | ErrorKind::Conflict | ErrorKind::NotSupported => {
            true
        }
        ErrorKind::NotFound
        | ErrorKind::Credentials
        | ErrorKind::PaymentRequired
        | ErrorKind::RateLimited { .. }
        | ErrorKind::Protocol
        | ErrorKind::Unavailable
        | ErrorKind::Timeout => false,
    }
}

/// Whether the vendor names that change.
pub(crate) fn is_named(error: &ProviderError, zone: &Name, change: &Change) -> bool {
    let field = set_field(zone, change.key());
    error
        .violations
        .iter()
        .any(|violation| violation.field == field)
}

/// The refusal with a violation for each change that the vendor would refuse by itself; as it is
/// where the vendor has named them already, or where nobody can tell.
pub(crate) async fn blame(
    validator: Option<&dyn ZoneValidator>,
    zone: &Name,
    changes: &[Change],
    refused: ProviderError,
) -> ProviderError {
    let has_names = || {
        changes
            .iter()
            .any(|change| is_named(&refused, zone, change))
    };
    let Some(validator) = validator else {
        return refused;
    };
    if changes.len() < 2 || !is_about_content(&refused) || has_names() {
        return refused;
    }
    let mut search = Search {
        validator,
        zone,
        calls: 0,
    };
    let mut violations = Vec::new();
    let mut groups = by_name(changes);
    let ended = loop {
        match search.culprits(&groups).await {
            Ok(Some((found, error))) => {
                violations.extend(violations_of(zone, &groups, &found, &error));
                let mut at = 0..;
                groups.retain(|_| at.next().is_none_or(|at| !found.contains(&at)));
            }
            Ok(None) => break Ended::Complete,
            Err(Stopped) => break Ended::Early,
        }
    };
    if violations.is_empty() {
        return refused;
    }
    let mut message = join_violations(&violations);
    if matches!(ended, Ended::Early) {
        message.push_str("; there may be more");
    }
    ProviderError {
        message,
        violations,
        ..refused
    }
}

enum Ended {
    Complete,
    Early,
}

/// The search costs too much, or the vendor says something else than yes or no.
struct Stopped;

struct Search<'a> {
    validator: &'a dyn ZoneValidator,
    zone: &'a Name,
    calls: u32,
}

impl Search<'_> {
    /// The first groups that are refused, and why; `None` where all of them are taken together.
    ///
    /// Mostly it is one. Two that are only refused together are found as well: the second by where
    /// the refusal begins, the first by what the second needs for it.
    async fn culprits(
        &mut self,
        groups: &[Group],
    ) -> Result<Option<(Vec<usize>, ProviderError)>, Stopped> {
        let Some(mut error) = self.refusal(groups, &[], groups.len()).await? else {
            return Ok(None);
        };
        let mut found: Vec<usize> = Vec::new();
        let mut end = groups.len();
        loop {
            // Taken with `low` groups, refused with `high` of them.
            let (mut low, mut high) = (0, end);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                match self.refusal(groups, &found, middle).await? {
                    Some(refused) => (high, error) = (middle, refused),
                    None => low = middle,
                }
            }
            found.push(high - 1);
            end = high - 1;
            if end == 0 {
                return Ok(Some((found, error)));
            }
            if let Some(refused) = self.refusal(groups, &found, 0).await? {
                return Ok(Some((found, refused)));
            }
        }
    }

    /// What the vendor has against those groups and the first `count` ones.
    async fn refusal(
        &mut self,
        groups: &[Group],
        those: &[usize],
        count: usize,
    ) -> Result<Option<ProviderError>, Stopped> {
        if self.calls == MOST_CALLS {
            return Err(Stopped);
        }
        self.calls += 1;
        let first = groups[..count].iter();
        let others = those.iter().map(|at| &groups[*at]);
        let changes: Vec<Change> = first.chain(others).flatten().cloned().collect();
        match self.validator.validate(self.zone, &changes).await {
            Ok(()) => Ok(None),
            Err(error) if is_about_content(&error) => Ok(Some(error)),
            Err(_) => Err(Stopped),
        }
    }
}

fn by_name(changes: &[Change]) -> Vec<Group> {
    let mut groups: BTreeMap<&Name, Group> = BTreeMap::new();
    for change in changes {
        let group = groups.entry(&change.key().name).or_default();
        group.push(change.clone());
    }
    groups.into_values().collect()
}

/// One violation for each set that would be written; deletions are not what a vendor refuses.
fn violations_of(
    zone: &Name,
    groups: &[Group],
    found: &[usize],
    error: &ProviderError,
) -> Vec<Violation> {
    let names: Vec<String> = found
        .iter()
        .filter_map(|at| groups[*at].first())
        .map(|change| change.key().name.relative_to(zone))
        .collect();
    let words = match names.as_slice() {
        [_] => error.message.clone(),
        _ => format!("only together ({}): {}", names.join(", "), error.message),
    };
    let written = found.iter().flat_map(|at| &groups[*at]);
    written
        .filter(|change| change.after().is_some())
        .map(|change| Violation::new(set_field(zone, change.key()), words.clone()))
        .collect()
}
