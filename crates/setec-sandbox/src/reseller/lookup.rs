use serde_json::{Value, json};

use super::estate::{Estate, in_currency};
use super::form::Table;
use super::path::is_host_name;
use super::refusal::{Answer, Refusal, ok};
use super::routes::Ask;

/// What is searched if no TLDs are named.
const USUAL: [&str; 4] = ["com", "net", "org", "co.ke"];

/// `POST domains/lookup`.
pub(super) fn lookup(estate: &mut Estate, ask: &Ask) -> Answer {
    let search = Search::read(&ask.params)?;
    let rows = search
        .tlds
        .iter()
        .map(|tld| search.row(estate, ask, &search.label, tld));
    ok(rows.collect())
}

/// `POST domains/lookup/suggestions`: only what can be had.
pub(super) fn suggestions(estate: &mut Estate, ask: &Ask) -> Answer {
    let search = Search::read(&ask.params)?;
    let label = &search.label;
    let labels = [
        label.clone(),
        format!("get{label}"),
        format!("{label}online"),
        format!("my{label}"),
        format!("{label}hq"),
    ];
    let rows = labels.iter().flat_map(|label| {
        let search = &search;
        let estate = &*estate;
        search
            .tlds
            .iter()
            .map(move |tld| search.row(estate, ask, label, tld))
    });
    ok(rows
        .filter(|row| row["isAvailable"] == true)
        .take(10)
        .collect())
}

struct Search {
    /// The label in front of the TLD, in A-labels.
    label: String,
    /// Without leading dots.
    tlds: Vec<String>,
    shows_premium: bool,
}

impl Search {
    fn read(params: &Table) -> Result<Self, Refusal> {
        let term = match params.text("punyCodeSearchTerm") {
            Some(term) => term,
            None => params.required("searchTerm")?,
        };
        let term = idna::domain_to_ascii(term.trim_end_matches('.'))
            .map_err(|_| Refusal::business("Invalid search term"))?;
        let named = params.table("tldsToInclude")?;
        let mut tlds: Vec<String> = named
            .map(Table::texts)
            .unwrap_or_default()
            .iter()
            .map(|tld| tld.trim().trim_start_matches('.').to_ascii_lowercase())
            .filter(|tld| !tld.is_empty())
            .collect();
        // Some clients search for the whole name.
        let (label, own) = term.split_once('.').unwrap_or((&term, ""));
        if !own.is_empty() && !tlds.iter().any(|tld| tld == own) {
            tlds.insert(0, own.to_owned());
        }
        if tlds.is_empty() {
            tlds = USUAL.map(str::to_owned).to_vec();
        }
        Ok(Self {
            label: label.to_owned(),
            tlds,
            shows_premium: params.flag("premiumEnabled"),
        })
    }

    /// WHMCS's `SearchResult::toArray`.
    fn row(&self, estate: &Estate, ask: &Ask, label: &str, tld: &str) -> Value {
        let name = format!("{label}.{tld}");
        let (unicode, _) = idna::domain_to_unicode(&name);
        let (unicode_label, _) = idna::domain_to_unicode(label);
        let is_valid = is_host_name(&name);
        let is_sold = estate.tld_of(&name).is_ok();
        let premium = estate.premium_price(&name);
        let is_registered = estate.is_registered(&name);
        let is_available =
            is_valid && is_sold && !is_registered && (premium.is_none() || self.shows_premium);
        let status = match (is_valid && is_sold, is_registered, is_available) {
            (false, _, _) => "unknown",
            (true, true, _) => "registered",
            (true, false, false) => "reserved",
            (true, false, true) => "available for registration",
        };
        let currency = estate.resellers[ask.reseller].currency;
        let cost = match premium.filter(|_| is_available) {
            Some(price) => {
                let price = in_currency(price, currency).to_string();
                json!({"register": price, "renew": price, "CurrencyCode": currency})
            }
            None => json!([]),
        };
        json!({
            "domainName": unicode,
            "idnDomainName": name,
            "tld": tld,
            "tldNoDots": tld.replace('.', ""),
            "sld": unicode_label,
            "idnSld": label,
            "status": status,
            "legacyStatus": if is_available { "available" } else { "unavailable" },
            "score": 1,
            "isRegistered": is_registered,
            "isAvailable": is_available,
            "isValidDomain": is_valid,
            "domainErrorMessage": if is_valid { "" } else { "Invalid domain name" },
            "pricing": {},
            "shortestPeriod": {},
            "group": "",
            "minLength": 0,
            "maxLength": 0,
            "isPremium": premium.is_some(),
            "premiumCostPricing": cost,
        })
    }
}
