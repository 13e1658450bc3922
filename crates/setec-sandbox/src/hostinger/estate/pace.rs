use std::time::Duration;

/// How long asynchronous work takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// What is only queued: lock, privacy, nameservers, contacts, a reset without `sync`.
    pub queue: Duration,
    /// An action on a virtual machine.
    pub action: Duration,
    /// From the order of a domain to its registration.
    pub registration: Duration,
    /// From the set-up of a virtual machine until it runs.
    pub creation: Duration,
}

impl Pace {
    /// Everything is done by the next request.
    pub const fn instant() -> Self {
        Self {
            queue: Duration::ZERO,
            action: Duration::ZERO,
            registration: Duration::ZERO,
            creation: Duration::ZERO,
        }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            queue: Duration::from_millis(200),
            action: Duration::from_millis(300),
            registration: Duration::from_secs(2),
            creation: Duration::from_secs(2),
        }
    }
}
