//! A plan that somebody has seen.

use std::path::Path;

use super::plan::{Planned, document};
use crate::cli::answer::Answer;
use crate::cli::column::printable;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;

/// What was reviewed: a digest, or all that `dns plan --output json` has said.
pub(super) struct Reviewed {
    /// The digest over all zones.
    pub(super) digest: String,
    zones: Option<Answer>,
}

impl Reviewed {
    /// Reads the digest, or the file that has it.
    pub(super) fn read(text: &str) -> Result<Self> {
        let is_digest =
            |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_digest(text) {
            return Ok(Self {
                digest: text.to_lowercase(),
                zones: None,
            });
        }
        let kept: Answer = serde_json::from_str(&input::text(Path::new(text))?)
            .map_err(|error| Failure::Failed(format!("{text} is no plan: {error}")))?;
        let digest = kept.str("digest");
        if !is_digest(digest) {
            return Err(Failure::Failed(format!(
                "{text} holds no plan with changes"
            )));
        }
        Ok(Self {
            digest: digest.to_owned(),
            zones: Some(kept.get("zones").clone()),
        })
    }

    /// What is different now.
    pub(super) fn is_stale(&self, planned: &[Planned]) -> String {
        let text = format!(
            "this is not what was reviewed as {}; nothing was changed",
            self.digest
        );
        let Some(reviewed) = &self.zones else {
            return text;
        };
        let now = document(planned, &[]);
        let found = |zones: &Answer, wanted: &Answer| -> String {
            let is_same = |zone: &&Answer| {
                ["account", "zone"]
                    .iter()
                    .all(|key| zone.str(key) == wanted.str(key))
            };
            let zone = zones.entries().iter().find(is_same);
            let plan = zone.map_or(&Answer::Null, |zone| zone.get("plan"));
            if plan.get("changes").entries().is_empty() {
                return String::new();
            }
            plan.str("digest").to_owned()
        };
        let (mut seen, mut lines) = (Vec::new(), vec![text]);
        for zone in reviewed.entries().iter().chain(now.get("zones").entries()) {
            let name = format!("{} at {}", zone.str("zone"), zone.str("account"));
            let (before, after) = (found(reviewed, zone), found(now.get("zones"), zone));
            if before == after || seen.contains(&name) {
                continue;
            }
            let what = match (before.is_empty(), after.is_empty()) {
                (true, _) => "has changes that nobody has reviewed",
                (_, true) => "needs no change any more",
                _ => "needs other changes, or is not as it was",
            };
            lines.push(printable(&format!("  {name} {what}")));
            seen.push(name);
        }
        lines.join("\n")
    }
}
