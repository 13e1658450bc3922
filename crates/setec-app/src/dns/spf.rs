//! SPF records outside a zone: of the account's other zones, and of the rest of the world.

use std::collections::HashMap;
use std::time::Duration;

use futures::{StreamExt, stream};
use setec_core::dns::{Name, Zone};
use setec_core::lint::{Spf, spf_in, spf_outside};
use tokio::time::timeout;

use crate::App;
use crate::account::Account;
use crate::resolver::Resolver;

/// Names that one lint looks up; a receiver gives up after ten.
const MOST_NAMES: usize = 40;

/// How far includes are followed into each other.
const MOST_ROUNDS: usize = 10;

/// Zones of ours that one lint reads besides its own.
const MOST_ZONES: usize = 8;

/// Queries at once.
const AT_ONCE: usize = 8;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// SPF records by name.
pub(crate) type Answers = HashMap<Name, Spf>;

pub(crate) fn known(answers: &Answers, name: &Name) -> Spf {
    answers.get(name).cloned().unwrap_or(Spf::Unknown)
}

/// What is gathered, and from where.
#[derive(Default)]
struct Gathered {
    answers: Answers,
    /// The account's other zones, once they are known.
    ours: Option<Vec<Name>>,
    /// Those of them that were read.
    zones: HashMap<Name, Option<Zone>>,
}

impl App {
    /// What the SPF records of a zone lead to outside of it. Fails never: what cannot be found out
    /// says so in its place.
    pub(crate) async fn spf_around(&self, account: &Account, live: &Zone) -> Answers {
        let mut gathered = Gathered::default();
        if self.resolver == Resolver::Off {
            return gathered.answers;
        }
        let in_time = timeout(PATIENCE, self.gather(account, live, &mut gathered)).await;
        let reason = match in_time {
            Ok(()) => "the includes lead too far",
            Err(_) => "the look-ups took too long",
        };
        let Gathered { mut answers, .. } = gathered;
        for name in spf_outside(live, &|name| known(&answers, name)) {
            answers.insert(name, Spf::Failed(reason.to_owned()));
        }
        answers
    }

    async fn gather(&self, account: &Account, live: &Zone, gathered: &mut Gathered) {
        for _ in 0..MOST_ROUNDS {
            let mut names = spf_outside(live, &|name| known(&gathered.answers, name));
            names.truncate(MOST_NAMES.saturating_sub(gathered.answers.len()));
            if names.is_empty() {
                return;
            }
            let mut others = Vec::new();
            for name in names {
                match self.spf_of_ours(account, live, &name, gathered).await {
                    Spf::Unknown => others.push(name),
                    known => drop(gathered.answers.insert(name, known)),
                }
            }
            let looked_up = stream::iter(others).map(|name| async {
                let spf = self.look_up_spf(&name).await;
                (name, spf)
            });
            let mut looked_up = looked_up.buffer_unordered(AT_ONCE);
            while let Some((name, spf)) = looked_up.next().await {
                gathered.answers.insert(name, spf);
            }
        }
    }

    /// The record as one of the account's other zones has it: what is not live yet counts as well.
    async fn spf_of_ours(
        &self,
        account: &Account,
        live: &Zone,
        name: &Name,
        gathered: &mut Gathered,
    ) -> Spf {
        let Ok(dns) = account.dns() else {
            return Spf::Unknown;
        };
        let ours = if let Some(ours) = &gathered.ours {
            ours
        } else {
            let listed = dns.zones().await.unwrap_or_else(|error| {
                tracing::debug!(%error, "the account's zones cannot be listed for lint");
                Vec::new()
            });
            let others = listed.into_iter().map(|zone| zone.name);
            let others = others.filter(|zone| *zone != live.name).collect();
            gathered.ours.insert(others)
        };
        let nearest = ours.iter().filter(|zone| name.is_in(zone));
        let Some(zone) = nearest.max_by_key(|zone| zone.as_str().len()).cloned() else {
            return Spf::Unknown;
        };
        if !gathered.zones.contains_key(&zone) {
            if gathered.zones.len() == MOST_ZONES {
                return Spf::Unknown;
            }
            let read = self.look(account, &zone).await.ok();
            gathered.zones.insert(zone.clone(), read);
        }
        match &gathered.zones[&zone] {
            Some(zone) => spf_in(zone, name),
            None => Spf::Unknown,
        }
    }

    async fn look_up_spf(&self, name: &Name) -> Spf {
        match self.resolver.txt(name).await {
            Ok(texts) => {
                let texts = texts.iter().map(|text| String::from_utf8_lossy(text));
                let mut records = texts.filter(|text| setec_core::lint::is_spf(text));
                records
                    .next()
                    .map_or(Spf::Missing, |text| Spf::Record(text.into_owned()))
            }
            Err(reason) => Spf::Failed(reason),
        }
    }
}
