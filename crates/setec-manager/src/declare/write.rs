//! What is live goes into the folder.

use std::collections::BTreeSet;

use setec_core::dns::{Name, RecordType, Zone};
use setec_core::plan::Policy;

use super::document::{self, SETTINGS, ZoneEntry, word};
use super::folder::Folder;
use super::layout::Layout;
use super::stamp;

/// What became of a file that a live zone was to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pulled {
    /// The file says the same already.
    Same,
    /// It was written.
    Written,
    /// It differs and was edited by hand; nothing was written.
    Edited,
}

impl Folder {
    /// Puts a live zone into its file.
    pub(crate) fn pull(
        &self,
        entry: &ZoneEntry,
        live: &Zone,
        layout: Layout,
        is_forced: bool,
    ) -> Result<(String, Pulled), String> {
        let file = self.file_of(entry, layout);
        let layout = Layout::of(&file);
        let wrong = |message: String| format!("{}: {message}", self.files.shown(&file));
        if self.files.is_folder(&file) {
            let there = self.zone(entry, &file, &mut BTreeSet::new());
            if there.is_ok_and(|there| declares(&there, live, Layout::Yaml)) {
                return Ok((file, Pulled::Same));
            }
            let reason = "a zone that is split over files differs and is not written; edit the files, or put one file in the folder's place";
            return Err(wrong(reason.to_owned()));
        }
        if let Some(text) = self.files.read(&file).map_err(wrong)? {
            let there = self.zone(entry, &file, &mut BTreeSet::new());
            if there.is_ok_and(|there| declares(&there, live, layout)) {
                return Ok((file, Pulled::Same));
            }
            if !is_forced && !stamp::is_untouched(&text) {
                return Ok((file, Pulled::Edited));
            }
        }
        let text = stamp::stamped(layout, &layout.print(live));
        self.files.write(&file, &text).map_err(wrong)?;
        Ok((file, Pulled::Written))
    }

    /// Adds zones of an account to `setec.toml`.
    pub(crate) fn declare(
        &mut self,
        account: &str,
        policy: Policy,
        zones: &[(Name, Vec<(String, String)>)],
    ) -> Result<(), String> {
        let mut lines = vec![self.text.trim_end().to_owned()];
        if self.text.trim().is_empty() {
            lines = vec![
                format!("account = {}", quoted(account)),
                format!("policy = {}", quoted(word(policy))),
            ];
            self.document.account = Some(account.to_owned());
            self.document.policy = policy;
        }
        for (zone, left_out) in zones {
            lines.push("\n[[zone]]".to_owned());
            lines.push(format!("name = {}", quoted(zone.as_str())));
            if self.document.account.as_deref() != Some(account) {
                lines.push(format!("account = {}", quoted(account)));
            }
            if self.document.policy != policy {
                lines.push(format!("policy = {}", quoted(word(policy))));
            }
            for (name, rtype) in left_out {
                lines.push("[[zone.ignore]]".to_owned());
                lines.push(format!("name = {}", quoted(name)));
                lines.push(format!("types = [{}]", quoted(rtype)));
            }
        }
        let text = lines.join("\n") + "\n";
        // Where it cannot be read again it is not written.
        let document = document::read(SETTINGS, &text)
            .map_err(|faults| format!("{SETTINGS} cannot be added to: {}", faults[0]))?;
        self.files.write(SETTINGS, &text)?;
        (self.text, self.document) = (text, document);
        Ok(())
    }
}

/// Whether a file's zone says what is live, as far as its layout can.
fn declares(there: &Zone, live: &Zone, layout: Layout) -> bool {
    let left_out = layout.cannot_hold(live);
    let served = |zone: &Zone| -> Vec<_> {
        zone.sets()
            .filter(|set| set.key.rtype != RecordType::Soa)
            .filter(|set| !set.values().is_empty())
            .filter(|set| !left_out.iter().any(|left| left.key == set.key))
            .map(|set| (set.key.clone(), set.ttl, set.values().to_vec()))
            .collect()
    };
    served(there) == served(live)
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
