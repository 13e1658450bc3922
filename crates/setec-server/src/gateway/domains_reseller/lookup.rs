//! Which names can be had, in the shape of WHMCS's `SearchResult::toArray`.

use serde_json::{Value, json};
use setec_app::{LookedUp, NameState};
use setec_core::dns::Name;

use super::form::{Input, Table};
use super::receive::Ask;
use super::reply::{Answer, REQUIRED, Refusal};

/// TLDs that are looked at where a search names none.
const USUAL: usize = 20;

/// `POST domains/lookup`: an entry for each TLD, in the order asked.
pub(super) async fn lookup(ask: &Ask) -> Answer {
    let mut search = Search::read(&ask.table)?;
    if search.tlds.is_empty() {
        let list = ask.app.reseller_price_list(&ask.caller).await?;
        let sold = list.iter().filter(|sale| !sale.years.is_empty());
        search.tlds = sold.take(USUAL).map(|sale| sale.tld.clone()).collect();
    }
    let names: Vec<(String, Option<Name>)> = search
        .tlds
        .iter()
        .map(|tld| {
            let text = format!("{}.{tld}", search.label);
            let name = text.parse::<Name>().ok().filter(is_host);
            (text, name)
        })
        .collect();
    let asked: Vec<Name> = names.iter().filter_map(|(_, name)| name.clone()).collect();
    let found = if asked.is_empty() {
        Vec::new()
    } else {
        ask.app.reseller_lookup(&ask.caller, &asked).await?
    };
    let state_of = |name: &Name| {
        let found = found.iter().find(|found| found.domain == *name);
        found.map_or(NameState::Unknown, |found| found.state)
    };
    let rows = names.iter().map(|(text, name)| match name {
        Some(name) => row(name.as_str(), Some(state_of(name))),
        None => row(text, None),
    });
    Ok(rows.collect())
}

/// `POST domains/lookup/suggestions`: only what can be had.
pub(super) async fn suggestions(ask: &Ask) -> Answer {
    let search = Search::read(&ask.table)?;
    let found = ask
        .app
        .reseller_suggestions(&ask.caller, &search.label, &search.tlds)
        .await?;
    let rows = found
        .iter()
        .map(|LookedUp { domain, state }| row(domain.as_str(), Some(*state)));
    Ok(rows.collect())
}

struct Search {
    /// What stands before the TLD.
    label: String,
    /// Without leading dots.
    tlds: Vec<String>,
}

impl Search {
    fn read(table: &Table) -> Result<Self, Refusal> {
        let term = table
            .text_of(&["punyCodeSearchTerm", "searchTerm"])
            .ok_or_else(|| Refusal::field("searchTerm", REQUIRED))?;
        let term = term.trim_matches('.').to_lowercase();
        if term.is_empty() || term.len() > 253 {
            return Err(Refusal::field("searchTerm", "a label or a domain"));
        }
        let mut tlds = Vec::new();
        let mut add = |text: &str| {
            let tld = text.trim().trim_start_matches('.').to_lowercase();
            if !tld.is_empty() && !tlds.contains(&tld) {
                tlds.push(tld);
            }
        };
        // Some clients search for the whole name.
        let (label, own) = term.split_once('.').unwrap_or((&term, ""));
        add(own);
        if let Some(list) = table.table("tldsToInclude") {
            for (_, value) in list.rows() {
                if let Input::Text(text) = value {
                    add(text);
                }
            }
        } else if let Some(text) = table.text("tldsToInclude") {
            text.split([',', ' ']).for_each(add);
        }
        Ok(Self {
            label: label.to_owned(),
            tlds,
        })
    }
}

fn is_host(name: &Name) -> bool {
    let is_label = |label: &str| {
        !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    !name.is_single_label() && name.as_str().split('.').all(is_label)
}

/// One name; `None` is no name at all.
fn row(name: &str, state: Option<NameState>) -> Value {
    let (label, tld) = name.split_once('.').unwrap_or((name, ""));
    let unicode = |text: &str| idna::domain_to_unicode(text).0;
    let is_available = state == Some(NameState::Free);
    let status = match state {
        Some(NameState::Free) => "available for registration",
        Some(NameState::Taken) => "registered",
        Some(NameState::Premium) => "reserved",
        Some(NameState::NotSold | NameState::Unknown) | None => "unknown",
    };
    let words = match state {
        Some(NameState::Free | NameState::Taken) => "",
        Some(NameState::Premium) => "A premium name, which is not sold through this API",
        Some(NameState::NotSold) => "This TLD is not sold here",
        Some(NameState::Unknown) => "The registry could not be asked; try again later",
        None => "Invalid domain name",
    };
    json!({
        "domainName": unicode(name),
        "idnDomainName": name,
        "tld": tld,
        "tldNoDots": tld.replace('.', ""),
        "sld": unicode(label),
        "idnSld": label,
        "status": status,
        "legacyStatus": if is_available { "available" } else { "unavailable" },
        "score": 1,
        "isRegistered": state == Some(NameState::Taken),
        "isAvailable": is_available,
        "isValidDomain": state.is_some(),
        "domainErrorMessage": words,
        "pricing": {},
        "shortestPeriod": {},
        "group": "",
        "minLength": 0,
        "maxLength": 0,
        "isPremium": state == Some(NameState::Premium),
        "premiumCostPricing": [],
    })
}
