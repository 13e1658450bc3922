use std::time::Duration;

/// How long asynchronous work takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// From the order of a transfer to its end.
    pub transfer: Duration,
}

impl Pace {
    /// Everything is done by the next request.
    pub const fn instant() -> Self {
        Self {
            transfer: Duration::ZERO,
        }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            transfer: Duration::from_secs(20),
        }
    }
}
