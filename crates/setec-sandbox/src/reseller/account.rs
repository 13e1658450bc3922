use serde_json::{Map, Value, json};

use super::estate::{
    CURRENCIES, Estate, Kind, LATE_DAYS, REDEMPTION_DAYS, REDEMPTION_FEE, Tld, in_currency,
};
use super::fault::Effect;
use super::path::normal_name;
use super::refusal::{Answer, Refusal, ok};
use super::routes::Ask;

/// `GET order/pricing/domains/register`.
pub(super) fn register_prices(estate: &mut Estate, ask: &Ask) -> Answer {
    prices(estate, ask, Kind::Register)
}

/// `GET order/pricing/domains/transfer`.
pub(super) fn transfer_prices(estate: &mut Estate, ask: &Ask) -> Answer {
    prices(estate, ask, Kind::Transfer)
}

/// `GET order/pricing/domains/renew`.
pub(super) fn renew_prices(estate: &mut Estate, ask: &Ask) -> Answer {
    prices(estate, ask, Kind::Renew)
}

/// Prices by years in the account's currency; PHP's empty array if there are none.
fn prices(estate: &Estate, ask: &Ask, kind: Kind) -> Answer {
    let domain = ask.params.required("domain")?;
    let name = normal_name(domain).ok_or_else(|| Refusal::invalid("Invalid domain name"))?;
    let Ok(tld) = estate.tld_of(&name) else {
        return ok(json!([]));
    };
    let currency = estate.resellers[ask.reseller].currency;
    let prices: Map<String, Value> = tld
        .periods(kind)
        .iter()
        .filter_map(|years| {
            let price = tld.price(kind, *years, currency)?;
            Some((years.to_string(), price.to_string().into()))
        })
        .collect();
    ok(Value::Object(prices))
}

/// `GET billing/credits`: a bare string.
pub(super) fn credits(estate: &mut Estate, ask: &Ask) -> Answer {
    let text = estate.resellers[ask.reseller].credit.to_string();
    if ask.has(&Effect::CreditObject) {
        return ok(json!({"credit": text}));
    }
    if ask.has(&Effect::CreditNumber) {
        let number: serde_json::Number = text.parse().expect("an amount is a JSON number");
        return ok(Value::Number(number));
    }
    ok(json!(text))
}

/// `GET tlds`: with the leading dot.
pub(super) fn tlds(estate: &mut Estate, ask: &Ask) -> Answer {
    let rows = estate.catalog.iter().map(|tld| {
        let suffix = format!(".{}", tld.suffix);
        if ask.has(&Effect::TldObjects) {
            json!({"tld": suffix})
        } else {
            json!(suffix)
        }
    });
    ok(rows.collect())
}

/// `GET tlds/pricing`.
pub(super) fn price_list(estate: &mut Estate, ask: &Ask) -> Answer {
    let own = estate.resellers[ask.reseller].currency;
    let shown = CURRENCIES
        .iter()
        .map(|(currency, _)| *currency)
        .filter(|currency| *currency == own || ask.has(&Effect::Currencies));
    let shown: Vec<&str> = shown.collect();
    let rows = estate
        .catalog
        .iter()
        .flat_map(|tld| shown.iter().map(|currency| row(ask, tld, currency)));
    ok(rows.collect())
}

/// The prices of one year, which are null where no single year is sold; -1 is "not applicable".
fn row(ask: &Ask, tld: &Tld, currency: &str) -> Value {
    let price = |kind| {
        tld.price(kind, 1, currency)
            .filter(|_| tld.years.contains(&1) && !ask.has(&Effect::NullPrices))
            .map(|price| price.to_string())
    };
    let is_late = tld.has_redemption();
    let fee = in_currency(REDEMPTION_FEE, currency).to_string();
    json!({
        "tld": format!(".{}", tld.suffix),
        "registrationPrice": price(Kind::Register),
        "renewalPrice": price(Kind::Renew),
        "transferPrice": price(Kind::Transfer),
        "graceFee": "0.00",
        "graceDays": if is_late { LATE_DAYS } else { -1 },
        "redemptionDays": if is_late { REDEMPTION_DAYS } else { -1 },
        "redemptionFee": if is_late { fee.as_str() } else { "-1.00" },
        "currencyCode": currency,
        "years": tld.years,
    })
}

/// `GET version`.
pub(super) fn version(_: &mut Estate, _: &Ask) -> Answer {
    ok(json!({"version": "5.1.0"}))
}
