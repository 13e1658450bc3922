//! Names in wire form.

/// Bytes of the longest name (RFC 1035 section 2.3.4).
pub(crate) const MAX_NAME: usize = 255;

/// A name of a query: its labels with their lengths, in lower case.
#[derive(Clone, Copy)]
pub(crate) struct QueryName {
    bytes: [u8; MAX_NAME],
    length: u8,
}

impl QueryName {
    /// Reads the uncompressed name that `bytes` begin with.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut name = Self {
            bytes: [0; MAX_NAME],
            length: 0,
        };
        let mut at = 0;
        loop {
            let label = usize::from(*bytes.get(at)?);
            let next = at + 1 + label;
            // 64 and more is a pointer or no label at all; the root's must fit behind this one.
            if label > 63 || next > MAX_NAME {
                return None;
            }
            name.bytes[at..next].copy_from_slice(bytes.get(at..next)?);
            at = next;
            if label == 0 {
                break;
            }
        }
        // Lengths of labels are below 64 and no letters, so that the whole name can be folded.
        name.bytes[..at].make_ascii_lowercase();
        name.length = u8::try_from(at).ok()?;
        Some(name)
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// The name with `suffix` at its end replaced (RFC 6672 section 2.2); `None` if that is too long.
    pub(crate) fn replace_suffix(&self, suffix: &[u8], replacement: &[u8]) -> Option<Self> {
        let prefix = self.as_slice().strip_suffix(suffix)?;
        if prefix.len() + replacement.len() > MAX_NAME {
            return None;
        }
        Self::read(&[prefix, replacement].concat())
    }
}

/// The name without its first label; `None` for the root.
pub(crate) fn parent(name: &[u8]) -> Option<&[u8]> {
    match name.first() {
        None | Some(0) => None,
        Some(label) => name.get(1 + usize::from(*label)..),
    }
}

/// The name itself and all above it, down to the root.
pub(crate) fn ancestors(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::successors(Some(name), |name| parent(name))
}

/// Whether `name` is `zone` or below it.
pub(crate) fn is_in(name: &[u8], zone: &[u8]) -> bool {
    name.len() >= zone.len()
        && ancestors(name)
            .find(|ancestor| ancestor.len() <= zone.len())
            .is_some_and(|ancestor| ancestor == zone)
}

#[cfg(test)]
mod tests {
    use super::{QueryName, ancestors, is_in};

    #[test]
    fn reads_what_is_a_name_only() {
        let name = QueryName::read(b"\x03WwW\x07eXample\0rest").unwrap();
        assert_eq!(name.as_slice(), b"\x03www\x07example\0");
        for bad in [&b""[..], b"\x03ww", b"\xc0\x0c", b"\x40aaaa", b"\x03www"] {
            assert!(QueryName::read(bad).is_none(), "{bad:?}");
        }
        let label = [&[63][..], &[b'a'; 63]].concat();
        let longest = [&label.repeat(3)[..], &[61], &[b'a'; 61], b"\0"].concat();
        assert_eq!(QueryName::read(&longest).unwrap().as_slice().len(), 255);
        let longer = [&label.repeat(3)[..], &[62], &[b'a'; 62], b"\0"].concat();
        assert!(QueryName::read(&longer).is_none());
    }

    #[test]
    fn suffixes_end_at_labels() {
        let name = b"\x03www\x07example\0";
        assert!(is_in(name, b"\x07example\0"));
        assert!(is_in(name, name));
        assert!(is_in(name, b"\0"));
        assert!(!is_in(b"\x07example\0", name));
        assert!(!is_in(b"\x0aan\x07example\0", b"\x07example\0"));
        assert_eq!(ancestors(name).count(), 3);
    }

    #[test]
    fn a_replaced_suffix_may_be_too_long() {
        let name = QueryName::read(b"\x01a\x03old\0").unwrap();
        let new = name
            .replace_suffix(b"\x03old\0", b"\x03new\x02to\0")
            .unwrap();
        assert_eq!(new.as_slice(), b"\x01a\x03new\x02to\0");
        let long = [&[63][..], &[b'a'; 63]].concat().repeat(3);
        let long = [&long[..], &[60], &[b'b'; 60], b"\0"].concat();
        assert!(name.replace_suffix(b"\x03old\0", &long).is_none());
        assert!(name.replace_suffix(b"\x02ld\0", b"\0").is_none());
    }
}
