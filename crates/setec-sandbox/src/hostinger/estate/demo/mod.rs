mod access;
mod account;
mod catalog;
mod customers;
mod domains;
mod machines;
mod offers;
mod zones;

use chrono::{DateTime, Utc};

use crate::hostinger::estate::Estate;

impl Estate {
    /// The account of an invented web agency: its own domains and those of a dozen customers.
    pub(in crate::hostinger) fn demo(now: DateTime<Utc>) -> Self {
        let mut estate = Self {
            last_id: 52_704_110,
            last_machine_id: 1_268_054,
            foreign: ["taken.example", "brightmoor-brewery.com"]
                .map(str::to_owned)
                .to_vec(),
            catalog: catalog::items(),
            data_centers: offers::data_centers(),
            templates: offers::templates(),
            methods: account::methods(now),
            profiles: account::profiles(),
            keys: access::keys(),
            scripts: access::scripts(),
            firewalls: access::firewalls(),
            ..Self::default()
        };
        account::add_subscriptions(&mut estate, now);
        domains::add_domains(&mut estate, now);
        machines::add_machines(&mut estate, now);
        estate
    }
}
