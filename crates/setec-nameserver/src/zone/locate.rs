//! Where in a zone a name is (RFC 1034 section 4.3.2, RFC 4592 section 3.3.1).

use super::store::{NodeId, Store};
use crate::name::{MAX_NAME, parent};

/// Where a name leaves the zone's authority, or is sent elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// At or above the name another zone begins.
    Delegation(NodeId),
    /// Above the name its tree is renamed.
    Dname(NodeId),
}

/// Whether a name exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// It does, perhaps without records.
    Node(NodeId),
    /// It does not, but a wildcard stands for it.
    Wildcard(NodeId),
    /// It does not.
    Nothing,
}

/// Where a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The topmost cut on the way from the apex.
    pub(crate) cut: Option<Cut>,
    pub(crate) found: Found,
}

impl Store {
    /// Looks a name up that is at the apex or below it.
    pub(crate) fn locate(&self, name: &[u8]) -> Place {
        if let Some(node) = self.find(name) {
            return Place {
                cut: self.cut_above(node, Some(node)),
                found: Found::Node(node),
            };
        }
        let mut above = name;
        let encloser = loop {
            above = parent(above).unwrap_or_default();
            if above.len() <= self.apex().len() {
                break NodeId::APEX;
            }
            if let Some(node) = self.find(above) {
                break node;
            }
        };
        let cut = self.cut_above(encloser, None);
        let found = match cut {
            Some(_) => Found::Nothing,
            None => self.wildcard_below(encloser),
        };
        Place { cut, found }
    }

    fn wildcard_below(&self, encloser: NodeId) -> Found {
        let above = self.name(encloser);
        let mut wildcard = [0; MAX_NAME + 2];
        wildcard[..2].copy_from_slice(b"\x01*");
        wildcard[2..2 + above.len()].copy_from_slice(above);
        match self.find(&wildcard[..2 + above.len()]) {
            Some(node) => Found::Wildcard(node),
            None => Found::Nothing,
        }
    }

    /// The topmost cut at `node` or above; a DNAME does not count at `name` itself.
    fn cut_above(&self, node: NodeId, name: Option<NodeId>) -> Option<Cut> {
        let mut topmost = None;
        let mut next = Some(node);
        while let Some(node) = next {
            if self.is_cut(node) {
                topmost = Some(Cut::Delegation(node));
            } else if self.has_dname(node) && Some(node) != name {
                topmost = Some(Cut::Dname(node));
            }
            next = self.parent(node);
        }
        topmost
    }
}
