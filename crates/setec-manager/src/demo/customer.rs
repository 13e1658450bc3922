//! The demo's customer: somebody who buys from whoever runs the demo.

use std::sync::Arc;

use setec_app::{Actor, App, CreditInput, CustomerInput, ErrorKind, LedgerKind};
use setec_core::domain::DomainOperation;
use setec_core::reseller::{PriceBasis, PriceRule, ReplyForm, Rounding};
use setec_core::{Currency, Money};

use super::{ACCOUNT, RESELLER};
use crate::serve::with_causes;

const EMAIL: &str = "billing@northwind-hosting.example";

/// A domain of the reseller's account that is the customer's.
const DOMAIN: &str = "fjellvann.eu";

/// Makes the customer with credit, prices and routes, unless it is there; its keys are made by
/// whoever wants one.
pub(super) async fn provide(app: &Arc<App>, actor: &Actor) -> anyhow::Result<()> {
    let input = CustomerInput {
        email: EMAIL.to_owned(),
        name: "Northwind Hosting".to_owned(),
        currency: "EUR".to_owned(),
        reply: ReplyForm::Bare,
        variants: Vec::new(),
        allowed: Vec::new(),
        per_minute: 100,
        burst: 200,
        per_day: 10_000,
        max_domains: None,
        max_order: None,
        max_month: None,
        credit_limit: 0,
        nameservers: vec![
            "ns1.northwind-hosting.example".to_owned(),
            "ns2.northwind-hosting.example".to_owned(),
        ],
    };
    match app.create_customer(actor, input).await {
        Ok(_) => {}
        // A demo that was started before: whatever was changed since stays.
        Err(error) if error.kind == ErrorKind::Exists => return Ok(()),
        Err(error) => return Err(with_causes(error)),
    }
    let currency: Currency = "EUR".parse()?;
    let deposit = CreditInput {
        kind: LedgerKind::Deposit,
        amount: Money {
            minor: 50_000,
            currency,
        },
        reason: "bank transfer of the demo".to_owned(),
        key: None,
    };
    app.move_credit(actor, EMAIL, deposit)
        .await
        .map_err(with_causes)?;
    for rule in rules(currency) {
        app.create_price_rule(actor, rule)
            .await
            .map_err(with_causes)?;
    }
    app.set_exchange_rate(actor, ("USD", "EUR"), "0.92")
        .await
        .map_err(with_causes)?;
    for (tld, accounts) in [("*", [RESELLER, ACCOUNT]), ("com", [ACCOUNT, RESELLER])] {
        app.set_route(actor, tld, &accounts.map(str::to_owned))
            .await
            .map_err(with_causes)?;
    }
    app.assign_domain(actor, EMAIL, (RESELLER, DOMAIN))
        .await
        .map_err(with_causes)?;
    Ok(())
}

/// A fifth on top of everything, up to the next .99; restores bring ten euros at least.
fn rules(currency: Currency) -> [PriceRule; 2] {
    let every = PriceRule {
        customer: None,
        tld: None,
        operation: None,
        currency,
        basis: PriceBasis::Percent { basis_points: 2000 },
        surcharge: 0,
        rounding: Some(Rounding {
            step: 100,
            ending: 99,
        }),
        min_margin: 100,
        min_margin_basis_points: 0,
    };
    let restores = PriceRule {
        operation: Some(DomainOperation::Restore),
        min_margin: 1000,
        ..every.clone()
    };
    [every, restores]
}
