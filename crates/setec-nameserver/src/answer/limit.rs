//! Response rate limiting: like answers to one network, counted in a table of fixed size.

use std::hash::{BuildHasher, Hasher};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use foldhash::fast::RandomState;

use crate::RateLimit;

/// Entries, of 8 bytes each; of two keys that share one the later takes it.
const ENTRIES: usize = 1 << 16;
/// Bits of an entry that say when its allowance is full again, in milliseconds.
const TIME_BITS: u32 = 40;

/// What is to be done with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Send,
    /// Send it without records, so that a real client comes back over TCP.
    Truncate,
    Drop,
}

pub(super) struct Limiter {
    limit: RateLimit,
    /// Each entry is a tag of its key, and the time by which what was sent is paid for: the generic
    /// cell rate algorithm, which needs no more than that one number.
    entries: Box<[AtomicU64]>,
    hasher: RandomState,
    slipped: AtomicU64,
}

/// What counts as like answers.
pub(super) mod subject {
    fn of(kind: u8, name: &[u8]) -> u64 {
        use std::hash::{BuildHasher, Hasher};
        let mut hasher = foldhash::fast::FixedState::default().build_hasher();
        hasher.write_u8(kind);
        hasher.write(name);
        hasher.finish()
    }

    /// Records of that name, or their absence.
    pub(in crate::answer) fn answer(name: &[u8]) -> u64 {
        of(0, name)
    }

    /// Names of that zone that do not exist, made up or not.
    pub(in crate::answer) fn nothing(apex: &[u8]) -> u64 {
        of(1, apex)
    }

    /// Referrals to that zone, and names that the wildcard makes.
    pub(in crate::answer) fn below(name: &[u8]) -> u64 {
        of(2, name)
    }

    /// Refusals and the like.
    pub(in crate::answer) fn error() -> u64 {
        3
    }
}

impl Limiter {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            entries: (0..ENTRIES).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::default(),
            slipped: AtomicU64::new(0),
        }
    }

    /// Counts an answer.
    pub(super) fn check(&self, client: IpAddr, subject: u64, now: Duration) -> Verdict {
        let rate = u64::from(self.limit.responses_per_second.max(1));
        let exempt = &self.limit.exempt;
        if exempt.iter().any(|network| network.contains(&client)) {
            return Verdict::Send;
        }
        let key = self.key(client, subject);
        let at = usize::try_from(key % ENTRIES as u64).expect("there are fewer entries");
        let entry = &self.entries[at];
        let tag = key >> TIME_BITS;
        let mask = (1 << TIME_BITS) - 1;
        // Microseconds would wrap within weeks; a rate above 1,000 counts as 1,000.
        let now = u64::try_from(now.as_millis()).unwrap_or_default() & mask;
        let cost = (1_000 / rate).max(1);
        let burst = u64::from(self.limit.burst_seconds.max(1)) * 1_000;
        let old = entry.load(Ordering::Relaxed);
        let paid_until = if old >> TIME_BITS == tag {
            old & mask
        } else {
            0
        };
        let next = paid_until.max(now) + cost;
        if next > now + burst {
            return self.limited();
        }
        // Two threads at once may count one answer for two; no more than that.
        entry.store(tag << TIME_BITS | next & mask, Ordering::Relaxed);
        Verdict::Send
    }

    fn limited(&self) -> Verdict {
        let slip = u64::from(self.limit.slip);
        if slip > 0
            && self
                .slipped
                .fetch_add(1, Ordering::Relaxed)
                .is_multiple_of(slip)
        {
            Verdict::Truncate
        } else {
            Verdict::Drop
        }
    }

    fn key(&self, client: IpAddr, subject: u64) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write_u64(subject);
        match client {
            IpAddr::V4(client) => {
                let shift = 32_u32.saturating_sub(self.limit.prefix_v4.into());
                hasher.write_u32(client.to_bits().checked_shr(shift).unwrap_or(0));
            }
            IpAddr::V6(client) => {
                let shift = 128_u32.saturating_sub(self.limit.prefix_v6.into());
                hasher.write_u128(client.to_bits().checked_shr(shift).unwrap_or(0));
            }
        }
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Limiter, Verdict, subject};
    use crate::RateLimit;

    #[test]
    fn a_network_is_limited_and_recovers_and_others_are_not() {
        let limiter = Limiter::new(RateLimit {
            responses_per_second: 10,
            burst_seconds: 2,
            slip: 2,
            ..RateLimit::default()
        });
        let name = subject::answer(b"\x01a\0");
        let check = |client: &str, subject, millis: u64| {
            limiter.check(
                client.parse().unwrap(),
                subject,
                Duration::from_millis(1_700_000_000_000 + millis),
            )
        };
        for _ in 0..20 {
            assert_eq!(check("192.0.2.1", name, 0), Verdict::Send);
        }
        assert_eq!(check("192.0.2.2", name, 0), Verdict::Truncate);
        assert_eq!(check("192.0.2.3", name, 0), Verdict::Drop);
        assert_eq!(check("192.0.2.3", name, 0), Verdict::Truncate);
        assert_eq!(check("192.0.3.1", name, 0), Verdict::Send);
        assert_eq!(check("192.0.2.1", subject::error(), 0), Verdict::Send);
        assert_eq!(check("192.0.2.1", name, 100), Verdict::Send);
        assert_eq!(check("192.0.2.1", name, 100), Verdict::Drop);
        for _ in 0..100 {
            assert_eq!(check("127.0.0.1", name, 100), Verdict::Send, "exempt");
        }
        for _ in 0..20 {
            assert_eq!(check("2001:db8::1", name, 0), Verdict::Send);
        }
        assert_ne!(check("2001:db8:0:ff::2", name, 0), Verdict::Send, "one /56");
        assert_eq!(check("2001:db8:0:100::2", name, 0), Verdict::Send);
    }
}
