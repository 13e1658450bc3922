use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

// The one limit that the document gives (spec 1.1).
const CALLS_PER_MINUTE: usize = 90;

/// The availability calls of the last minute.
#[derive(Debug, Default)]
pub(in crate::hostinger) struct Throttle(VecDeque<DateTime<Utc>>);

/// `POST availability`.
pub(super) fn check(estate: &mut Estate, ask: &Ask) -> Answer {
    estate.availability.count(ask.now)?;
    let mut form = ask.form();
    let label = form.string("domain").to_ascii_lowercase();
    let tlds = form.strings("tlds");
    let with_alternatives = form.boolean("with_alternatives", false);
    let is_label = label
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_label {
        form.reject("domain", "The domain field format is invalid.");
    }
    for (index, tld) in tlds.iter().enumerate() {
        if tld.starts_with('.') {
            let field = format!("tlds.{index}");
            form.reject(&field, format!("The {field} field format is invalid."));
        }
    }
    form.done()?;
    let mut rows: Vec<Value> = tlds
        .iter()
        .map(|tld| row(estate, &label, &tld.to_ascii_lowercase(), false))
        .collect();
    if with_alternatives && let [only] = &tlds[..] {
        let others = ["com", "net", "org", "io"];
        rows.extend(
            others
                .iter()
                .filter(|tld| **tld != only.to_ascii_lowercase())
                .map(|tld| row(estate, &label, tld, true)),
        );
    }
    ok(rows)
}

/// `POST availability/alternatives-from-description`.
pub(super) fn from_description(estate: &mut Estate, ask: &Ask) -> Answer {
    estate.availability.count(ask.now)?;
    let mut form = ask.form();
    let description = form.string("description");
    let limit = form.integer("limit");
    form.length("description", &description, 2, 1000);
    form.done()?;
    let words: Vec<String> = description
        .split_whitespace()
        .map(letters)
        .filter(|word| word.len() > 2)
        .collect();
    ok(alternatives(estate, &words.concat(), limit))
}

/// `POST availability/alternatives-from-domain`.
pub(super) fn from_domain(estate: &mut Estate, ask: &Ask) -> Answer {
    estate.availability.count(ask.now)?;
    let mut form = ask.form();
    let domain = form.string("domain");
    let limit = form.integer("limit");
    form.length("domain", &domain, 1, 255);
    form.done()?;
    let label = domain.split('.').next().unwrap_or_default();
    ok(alternatives(estate, &letters(label), limit))
}

/// Whether nobody can register a domain.
pub(super) fn is_taken(estate: &Estate, domain: &str) -> bool {
    const TAKEN: [&str; 4] = [
        "cool-project.io",
        "google.com",
        "hostinger.com",
        "wikipedia.org",
    ];
    TAKEN.contains(&domain)
        || estate.foreign.iter().any(|foreign| foreign == domain)
        || estate.zones.contains_key(domain)
        || estate.portfolio.iter().any(|holding| holding.is(domain))
}

fn row(estate: &Estate, label: &str, tld: &str, is_alternative: bool) -> Value {
    let domain = format!("{label}.{tld}");
    let is_sold = estate
        .catalog
        .iter()
        .any(|item| item.id == format!("hostingercom-domain-{}", tld.replace('.', "-")));
    let restriction = match tld {
        "eu" => Some("Registrant must reside in the European Union"),
        "se" => Some("Registrant must provide an identification number"),
        _ if !is_sold => Some("TLD is not supported"),
        _ => None,
    };
    json!({
        "is_available": is_sold && !is_taken(estate, &domain),
        "domain": domain,
        "is_alternative": is_alternative,
        "restriction": restriction,
    })
}

fn alternatives(estate: &Estate, stem: &str, limit: i64) -> Vec<String> {
    let stem: String = stem.chars().take(24).collect();
    let prefixes = ["", "get", "my", "the", "go"];
    let tlds = ["com", "net", "org", "io", "dev", "shop"];
    let wanted = usize::try_from(limit).unwrap_or(0).min(30);
    prefixes
        .iter()
        .flat_map(|prefix| tlds.map(|tld| format!("{prefix}{stem}.{tld}")))
        .filter(|domain| !is_taken(estate, domain))
        .take(wanted)
        .collect()
}

fn letters(word: &str) -> String {
    word.chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

impl Throttle {
    fn count(&mut self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let minute_ago = now - TimeDelta::minutes(1);
        while self.0.front().is_some_and(|call| *call <= minute_ago) {
            self.0.pop_front();
        }
        if let Some(oldest) = self.0.front()
            && self.0.len() >= CALLS_PER_MINUTE
        {
            let left = (*oldest - minute_ago).num_seconds() + 1;
            return Err(Refusal::throttled(90, u64::try_from(left).ok()));
        }
        self.0.push_back(now);
        Ok(())
    }
}
