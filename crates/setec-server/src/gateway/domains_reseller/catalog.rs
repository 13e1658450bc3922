//! What is sold, for how much, and what is left to pay it from.

use serde_json::{Map, Value, json};
use setec_app::TldSale;
use setec_core::Money;
use setec_core::domain::{DomainOperation, LatePeriod};

use super::call::Call;
use super::receive::Ask;
use super::reply::Answer;

/// `GET order/pricing/domains/...`: prices by years, PHP's empty array where there are none.
pub(super) async fn prices(ask: &Ask, call: Call) -> Answer {
    let operation = match call {
        Call::TransferPrices => DomainOperation::Transfer,
        Call::RenewPrices => DomainOperation::Renew,
        _ => DomainOperation::Register,
    };
    let domain = ask.domain()?;
    let prices = ask
        .app
        .reseller_prices_by_years(&ask.caller, &domain, operation)
        .await?;
    if prices.is_empty() {
        return Ok(json!([]));
    }
    let rows = prices
        .into_iter()
        .map(|(years, price)| (years.to_string(), Value::from(price.to_decimal())));
    Ok(Value::Object(rows.collect::<Map<_, _>>()))
}

/// `GET billing/credits`: a bare string.
pub(super) async fn credits(ask: &Ask) -> Answer {
    let credit = ask.app.reseller_credit(&ask.caller).await?;
    Ok(json!(credit.to_decimal()))
}

/// `GET tlds`: with the leading dot.
pub(super) async fn tlds(ask: &Ask) -> Answer {
    let tlds = ask.app.reseller_tlds(&ask.caller).await?;
    Ok(tlds.iter().map(|tld| format!(".{tld}")).collect())
}

/// `GET tlds/pricing`.
pub(super) async fn price_list(ask: &Ask) -> Answer {
    let list = ask.app.reseller_price_list(&ask.caller).await?;
    Ok(list.iter().map(row).collect())
}

/// The prices of one year, null where no single year is sold; -1 is "not applicable".
fn row(sale: &TldSale) -> Value {
    let price = |operation| {
        let found = sale
            .prices
            .iter()
            .find(|price| price.operation == operation && price.years == 1);
        found.map(|price| price.price.to_decimal())
    };
    let none = || {
        let minor = -(10_i64.pow(sale.currency.digits()));
        let currency = sale.currency;
        Money { minor, currency }.to_decimal()
    };
    let fee = |late: &Option<LatePeriod>| {
        let fee = late.as_ref().and_then(|late| late.fee);
        fee.map_or_else(none, Money::to_decimal)
    };
    let days = |late: &Option<LatePeriod>| {
        let days = late.as_ref().and_then(|late| late.days);
        days.map_or(-1, i64::from)
    };
    json!({
        "tld": format!(".{}", sale.tld),
        "registrationPrice": price(DomainOperation::Register),
        "renewalPrice": price(DomainOperation::Renew),
        "transferPrice": price(DomainOperation::Transfer),
        "graceFee": fee(&sale.grace),
        "graceDays": days(&sale.grace),
        "redemptionDays": days(&sale.redemption),
        "redemptionFee": fee(&sale.redemption),
        "currencyCode": sale.currency,
        "years": sale.years,
    })
}

/// `GET version`.
pub(super) fn version() -> Value {
    json!({"version": env!("CARGO_PKG_VERSION")})
}
