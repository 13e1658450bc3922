mod demo;
mod pace;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::billing::{Item, Method, Order, Subscription};
use super::dns::Zone;
use super::domains::{Forwarding, Holding, Move, Profile, Throttle, Transfer, Verification};
use super::vps::{DataCenter, Firewall, Machine, PublicKey, Script, Template};

pub use pace::Pace;

/// Everything that the simulated account owns.
#[derive(Debug, Default)]
pub(super) struct Estate {
    pub(super) pace: Pace,
    pub(super) zones: BTreeMap<String, Zone>,
    /// Domains that other customers of the vendor own.
    pub(super) foreign: Vec<String>,
    pub(super) portfolio: Vec<Holding>,
    pub(super) forwardings: Vec<Forwarding>,
    pub(super) profiles: Vec<Profile>,
    pub(super) verifications: Vec<Verification>,
    pub(super) transfers: Vec<Transfer>,
    pub(super) incoming: Vec<Move>,
    pub(super) outgoing: Vec<Move>,
    pub(super) availability: Throttle,
    pub(super) machines: Vec<Machine>,
    pub(super) data_centers: Vec<DataCenter>,
    pub(super) templates: Vec<Template>,
    pub(super) keys: Vec<PublicKey>,
    pub(super) scripts: Vec<Script>,
    pub(super) firewalls: Vec<Firewall>,
    pub(super) catalog: Vec<Item>,
    pub(super) methods: Vec<Method>,
    pub(super) subscriptions: Vec<Subscription>,
    pub(super) orders: Vec<Order>,
    pub(super) last_id: i64,
    last_machine_id: i64,
}

impl Estate {
    /// Carries out everything asynchronous that is due.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) {
        self.settle_portfolio(now);
        self.settle_transfers();
        self.settle_moves(now);
        self.settle_machines(now);
    }

    pub(super) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn next_machine_id(&mut self) -> i64 {
        self.last_machine_id += 1;
        self.last_machine_id
    }

    /// A text like `Azz36nUfKX1S1MSF`.
    pub(super) fn next_subscription_id(&mut self) -> String {
        const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        let mut mixed = self.next_id().unsigned_abs();
        (0..16)
            .map(|_| {
                // A linear congruential step, after Knuth's MMIX.
                mixed = mixed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let index = usize::try_from(mixed >> 40).unwrap_or(0) % LETTERS.len();
                char::from(LETTERS[index])
            })
            .collect()
    }
}
