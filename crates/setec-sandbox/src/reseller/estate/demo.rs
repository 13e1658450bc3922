use chrono::{DateTime, TimeDelta, Utc};

use super::{Addons, Due, Estate, Foreign, Holding, Outcome, Pace, Record, Reseller, State, Tld};
use super::{catalog, ledger};
use crate::reseller::contact::Contacts;
use crate::reseller::money::Money;
use crate::reseller::{API_KEY, OTHER_API_KEY, OTHER_USERNAME, USERNAME};

/// The domains of the demo's reseller, with the days until they expire.
const DOMAINS: [(&str, i64); 13] = [
    ("nordlund-studio.com", 212),
    ("harborline-freight.net", 12),
    ("lakeside-clinic.org", -5),
    ("tinkerlab.dev", 341),
    ("savanna-tours.africa", 96),
    ("mombasa-divers.com", 508),
    ("kilimani-bakery.co.ke", 27),
    ("sunrise-cafe.co.ke", 180),
    ("fjellvann.eu", 140),
    ("olivegrove.gr", 455),
    ("brightmoor-brewery.co.uk", 61),
    ("oldbrand.info", 88),
    ("riverbend-law.com", 73),
];

impl Estate {
    /// The operator of an invented web agency and of a second reseller.
    pub(in crate::reseller) fn demo(now: DateTime<Utc>) -> Self {
        let catalog = catalog::tlds();
        let mut estate = Self {
            pace: Pace::default(),
            resellers: vec![
                reseller(USERNAME, API_KEY, "EUR", Money(15_050)),
                reseller(OTHER_USERNAME, OTHER_API_KEY, "KES", Money(2_500_000)),
            ],
            catalog,
            foreign: vec![
                foreign("riverbend-law.com", "Rv9#kit", now, 73),
                foreign("granite-peak.com", "Gr4n!te&Peak", now, 150),
                foreign("frozen-lake.net", "Fr0zen-lake", now, 300),
                foreign("olympus-hotel.gr", "Olymp-88", now, 400),
                foreign("wharfside.co.uk", "", now, 120),
                foreign("example.org", "nobody", now, 200),
                foreign("google.com", "nobody", now, 700),
                foreign("wikipedia.org", "nobody", now, 500),
            ],
            premium: vec![("voice.com".to_owned(), Money(250_000))],
            orders: Vec::new(),
            charges: Vec::<ledger::Charge>::new(),
            last_id: 7300,
        };
        estate.foreign[2].is_locked = true;
        for (name, days) in DOMAINS {
            let holding = estate.holding(name, now, days);
            estate.resellers[0].put(holding);
        }
        for (name, days) in [("savanna-hosting.co.ke", 44), ("acacia-lodge.com", 310)] {
            let holding = estate.holding(name, now, days);
            estate.resellers[1].put(holding);
        }
        furnish(&mut estate.resellers[0], now);
        estate
    }

    /// A domain with a small zone and the reseller's contacts.
    pub(in crate::reseller) fn holding(
        &mut self,
        name: &str,
        now: DateTime<Utc>,
        days: i64,
    ) -> Holding {
        let tld: Tld = self.tld_of(name).expect("the TLDs of the estate are sold");
        let serial = self.next_id();
        // Registries write down a second, not a fraction of it.
        let today = DateTime::from_timestamp(now.timestamp(), 0).expect("now is a time");
        let expires = today + TimeDelta::days(days);
        let mut holding = Holding::new(name, tld, expires, contacts(), serial);
        holding.nameservers = ["ns1.hostraha.example", "ns2.hostraha.example"]
            .map(str::to_owned)
            .to_vec();
        holding.addons = Addons {
            dns: true,
            email: false,
            privacy: tld.has_privacy,
        };
        for (host, kind, address, priority) in [
            ("@", "A", "192.0.2.44", None),
            ("www", "CNAME", name, None),
            ("@", "MX", "mail.nordlund-studio.com", Some(10)),
            ("@", "TXT", "v=spf1 mx -all", None),
        ] {
            let id = holding.next_record_id();
            holding.records.push(Record {
                id,
                host: host.to_owned(),
                kind: kind.to_owned(),
                address: address.to_owned(),
                priority,
            });
        }
        holding
    }
}

/// What sets single domains apart.
fn furnish(owner: &mut Reseller, now: DateTime<Utc>) {
    let mut change = |name: &str, change: &dyn Fn(&mut Holding)| {
        change(owner.holding_mut(name).expect("it is in the list"));
    };
    change("nordlund-studio.com", &|holding| {
        holding.addons.email = true;
        holding.forwarders = [("hello", "maja@nordlund-studio.se")]
            .map(|(prefix, target)| (prefix.to_owned(), target.to_owned()))
            .to_vec();
    });
    change("mombasa-divers.com", &|holding| {
        for (host, address) in [("ns1", [192, 0, 2, 53]), ("ns2", [198, 51, 100, 53])] {
            let name = format!("{host}.mombasa-divers.com");
            holding.glue.insert(name, address.into());
        }
        holding.nameservers = holding.glue.keys().cloned().collect();
        holding.addons.dns = false;
        holding.records.clear();
    });
    change("tinkerlab.dev", &|holding| holding.is_locked = false);
    change("sunrise-cafe.co.ke", &|holding| {
        holding.addons.dns = false;
        holding.records.clear();
    });
    change("oldbrand.info", &|holding| {
        holding.state = State::TransferredAway;
    });
    change("riverbend-law.com", &|holding| {
        holding.state = State::PendingTransfer;
        holding.queue.push(Due {
            order_id: 0,
            at: Some(now + TimeDelta::days(4)),
            outcome: Outcome::Activate {
                expires: holding.expires + TimeDelta::days(365),
            },
        });
    });
}

fn reseller(username: &str, api_key: &str, currency: &'static str, credit: Money) -> Reseller {
    Reseller {
        username: username.to_owned(),
        api_key: api_key.to_owned(),
        currency,
        credit,
        whitelist: None,
        holdings: Vec::new(),
    }
}

fn foreign(name: &str, eppcode: &str, now: DateTime<Utc>, days: i64) -> Foreign {
    Foreign {
        name: name.to_owned(),
        eppcode: eppcode.to_owned(),
        is_locked: false,
        expires: now + TimeDelta::days(days),
    }
}

fn contacts() -> Contacts {
    Contacts::same(&[
        ("firstname", "Maja"),
        ("lastname", "Ekdahl"),
        ("companyname", "Nordlund Web Studio AB"),
        ("email", "hostmaster@nordlund-studio.se"),
        ("address1", "Kornhamnstorg 12"),
        ("city", "Stockholm"),
        ("postcode", "111 27"),
        ("country", "SE"),
        ("phonenumber", "+46.855501482"),
    ])
}
