//! The first line of a file that was pulled: by it one sees later whether somebody has edited it.

use super::hash::sha256;
use super::layout::Layout;

const MARK: &str = " pulled by setec-manager, sha256:";

/// A text with its stamp in front.
pub(super) fn stamped(layout: Layout, text: &str) -> String {
    format!("{}{MARK}{}\n{text}", layout.comment(), sha256(text))
}

/// Whether a text is as it was pulled.
pub(super) fn is_untouched(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('\n') else {
        return false;
    };
    let stamp = first.get(1..).and_then(|line| line.strip_prefix(MARK));
    stamp.is_some_and(|stamp| stamp.trim_end() == sha256(rest))
}
