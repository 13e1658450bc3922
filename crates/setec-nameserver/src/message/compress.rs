//! Name compression (RFC 1035 section 4.1.4).

/// Suffixes that are kept for pointers; a message with more names compresses those no better.
const SUFFIXES: usize = 48;
/// Labels of the longest name.
const LABELS: usize = 128;
/// A pointer has 14 bits.
const REACH: usize = 0x4000;

/// Where suffixes of names stand in a message.
pub(super) struct Names {
    suffixes: [(u32, u16); SUFFIXES],
    length: usize,
}

impl Names {
    pub(super) fn new() -> Self {
        Self {
            suffixes: [(0, 0); SUFFIXES],
            length: 0,
        }
    }

    /// Appends a name, with a pointer for as much of its end as stands in the message already.
    /// Gives where the whole name can be pointed to afterwards.
    pub(super) fn append(&mut self, out: &mut Vec<u8>, name: &[u8]) -> Option<u16> {
        let mut starts = [0_u8; LABELS];
        let mut hashes = [0_u32; LABELS];
        let labels = split(name, &mut starts, &mut hashes);
        let found = (0..labels).find_map(|label| {
            let suffix = &name[usize::from(starts[label])..];
            let place = self.find(out, hashes[label], suffix)?;
            Some((label, place))
        });
        let written = found.map_or(labels, |(label, _)| label);
        let here = out.len();
        for label in 0..written {
            self.keep(hashes[label], here + usize::from(starts[label]));
        }
        match found {
            Some((label, place)) => {
                out.extend_from_slice(&name[..usize::from(starts[label])]);
                out.extend_from_slice(&pointer(place));
                if label == 0 {
                    return Some(place);
                }
            }
            None => out.extend_from_slice(name),
        }
        u16::try_from(here).ok().filter(|_| here < REACH)
    }

    /// Takes note of a name that stands in the message uncompressed.
    pub(super) fn note(&mut self, at: usize, name: &[u8]) {
        let mut starts = [0_u8; LABELS];
        let mut hashes = [0_u32; LABELS];
        for label in 0..split(name, &mut starts, &mut hashes) {
            self.keep(hashes[label], at + usize::from(starts[label]));
        }
    }

    /// Forgets what stood at `end` and behind.
    pub(super) fn truncate(&mut self, end: usize) {
        while self.length > 0 && usize::from(self.suffixes[self.length - 1].1) >= end {
            self.length -= 1;
        }
    }

    fn keep(&mut self, hash: u32, at: usize) {
        if let (true, Ok(place)) = (at < REACH && self.length < SUFFIXES, u16::try_from(at)) {
            self.suffixes[self.length] = (hash, place);
            self.length += 1;
        }
    }

    fn find(&self, out: &[u8], hash: u32, suffix: &[u8]) -> Option<u16> {
        let known = self.suffixes[..self.length].iter();
        known
            .filter(|(known, place)| *known == hash && stands_at(out, (*place).into(), suffix))
            .map(|(_, place)| *place)
            .next()
    }
}

pub(super) fn pointer(place: u16) -> [u8; 2] {
    (0xc000 | place).to_be_bytes()
}

/// Finds where each label but the root's starts, and a hash of the name from there on.
fn split(name: &[u8], starts: &mut [u8; LABELS], hashes: &mut [u32; LABELS]) -> usize {
    let (mut at, mut labels) = (0, 0);
    while let Some(length) = name.get(at).filter(|length| **length != 0) {
        starts[labels] = u8::try_from(at).expect("a name has at most 255 bytes");
        labels += 1;
        at += 1 + usize::from(*length);
    }
    let mut hash = 0x811c_9dc5_u32;
    let mut end = at;
    for label in (0..labels).rev() {
        let start = usize::from(starts[label]);
        for byte in &name[start..end] {
            hash = (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193);
        }
        hashes[label] = hash;
        end = start;
    }
    labels
}

/// Whether the name at that place of the message is `suffix`. All pointers in it are ours and lead
/// backwards.
fn stands_at(out: &[u8], mut at: usize, suffix: &[u8]) -> bool {
    let mut rest = suffix;
    loop {
        let Some(length) = out.get(at).copied() else {
            return false;
        };
        if length >= 0xc0 {
            let Some(low) = out.get(at + 1) else {
                return false;
            };
            at = usize::from(length & 0x3f) << 8 | usize::from(*low);
            continue;
        }
        let end = 1 + usize::from(length);
        let (Some(ours), Some(theirs)) = (rest.get(..end), out.get(at..at + end)) else {
            return false;
        };
        if !ours.eq_ignore_ascii_case(theirs) {
            return false;
        }
        if length == 0 {
            return true;
        }
        rest = &rest[end..];
        at += end;
    }
}
