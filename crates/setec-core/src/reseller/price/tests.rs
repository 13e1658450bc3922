use proptest::prelude::*;

use super::{NotPriced, PriceBasis, PriceRule, Rounding, Wanted, best_rule, sale_price};
use crate::Money;
use crate::domain::DomainOperation::{self, Register, Renew};
use crate::reseller::Rate;

fn money(minor: i64, code: &str) -> Money {
    let currency = code.parse().expect("a code");
    Money { minor, currency }
}

fn rule(code: &str, basis: PriceBasis) -> PriceRule {
    PriceRule {
        customer: None,
        tld: None,
        operation: None,
        currency: code.parse().expect("a code"),
        basis,
        surcharge: 0,
        rounding: None,
        min_margin: 0,
        min_margin_basis_points: 0,
    }
}

fn percent(basis_points: u32) -> PriceBasis {
    PriceBasis::Percent { basis_points }
}

#[test]
fn prices_are_made_as_the_rule_says() {
    let plain = rule("USD", percent(1500));
    let ending = |ending| Some(Rounding { step: 100, ending });
    for (rule, cost, years, expected) in [
        (plain.clone(), 1000, 1, 1150),
        (plain.clone(), 999, 1, 1149),
        (plain.clone(), 0, 1, 0),
        (
            PriceRule {
                surcharge: 50,
                rounding: ending(99),
                ..plain.clone()
            },
            1000,
            1,
            1299,
        ),
        (
            PriceRule {
                rounding: ending(99),
                ..rule("USD", percent(0))
            },
            1299,
            1,
            1299,
        ),
        (
            PriceRule {
                rounding: ending(99),
                ..rule("USD", percent(0))
            },
            1300,
            1,
            1399,
        ),
        (
            PriceRule {
                rounding: ending(0),
                ..plain.clone()
            },
            1000,
            1,
            1200,
        ),
        (
            rule("USD", PriceBasis::PerYear { minor: 1200 }),
            1900,
            2,
            2400,
        ),
        // A fixed price below the cost is none: the floor holds.
        (
            rule("USD", PriceBasis::PerYear { minor: 900 }),
            1000,
            1,
            1000,
        ),
        (
            PriceRule {
                min_margin: 200,
                min_margin_basis_points: 1000,
                ..rule("USD", PriceBasis::PerYear { minor: 900 })
            },
            1000,
            1,
            1200,
        ),
        (
            PriceRule {
                min_margin: 50,
                min_margin_basis_points: 1000,
                ..rule("USD", percent(0))
            },
            1000,
            1,
            1100,
        ),
    ] {
        let priced = sale_price(&rule, money(cost, "USD"), years, None).expect("a price");
        assert_eq!(priced.price, money(expected, "USD"), "{rule:?} of {cost}");
    }
}

#[test]
fn a_cost_in_another_currency_needs_a_rate() {
    let euros = rule("EUR", percent(1000));
    let rate: Rate = "0.9215".parse().expect("a rate");
    let priced = sale_price(&euros, money(1000, "USD"), 1, Some(rate)).expect("a price");
    assert_eq!(priced.cost, money(922, "EUR"));
    assert_eq!(priced.price, money(1015, "EUR"));
    let without = sale_price(&euros, money(1000, "USD"), 1, None);
    assert!(matches!(without, Err(NotPriced::NoRate { .. })));
    let huge = sale_price(&euros, money(i64::MAX, "EUR"), 1, None);
    assert_eq!(huge, Err(NotPriced::TooMuch));
}

#[test]
fn the_most_specific_rule_decides() {
    let base = rule("USD", percent(0));
    let with =
        |customer: Option<&str>, tld: Option<&str>, operation: Option<DomainOperation>| PriceRule {
            customer: customer.map(str::to_owned),
            tld: tld.map(str::to_owned),
            operation,
            ..base.clone()
        };
    let rules = [
        with(Some("anna"), None, None),
        with(None, Some("com"), Some(Renew)),
        with(None, Some("com"), None),
        with(None, None, Some(Renew)),
        with(None, None, None),
        with(None, None, None),
        rule("EUR", percent(0)),
    ];
    let best = |customer: &str, tld: &str, operation, code: &str| {
        let wanted = Wanted {
            customer,
            tld,
            operation,
            currency: code.parse().expect("a code"),
        };
        let best = best_rule(&rules, &wanted).ok()?;
        rules.iter().position(|rule| std::ptr::eq(rule, best))
    };
    assert_eq!(best("anna", "com", Renew, "USD"), Some(0));
    assert_eq!(best("bert", "com", Renew, "USD"), Some(1));
    assert_eq!(best("bert", "com", Register, "USD"), Some(2));
    assert_eq!(best("bert", "net", Renew, "USD"), Some(3));
    assert_eq!(best("bert", "net", Register, "USD"), Some(5));
    assert_eq!(best("bert", "net", Register, "EUR"), Some(6));
    assert_eq!(best("bert", "net", Register, "JPY"), None);
}

#[test]
fn rules_that_cannot_be_meant_are_named() {
    let wrong = PriceRule {
        surcharge: -1,
        min_margin: -1,
        min_margin_basis_points: u32::MAX,
        rounding: Some(Rounding { step: 0, ending: 5 }),
        ..rule("USD", PriceBasis::PerYear { minor: -5 })
    };
    let fields: Vec<String> = wrong.violations().into_iter().map(|v| v.field).collect();
    assert_eq!(
        fields,
        [
            "surcharge",
            "min_margin",
            "basis.minor",
            "min_margin_basis_points",
            "rounding.step",
            "rounding.ending"
        ]
    );
    assert!(rule("USD", percent(1500)).violations().is_empty());
}

fn any_rule() -> impl Strategy<Value = PriceRule> {
    let basis = prop_oneof![
        (0..1_000_000_u32).prop_map(percent),
        (0..1_000_000_i64).prop_map(|minor| PriceBasis::PerYear { minor }),
    ];
    let rounding = (1..10_000_i64).prop_flat_map(|step| {
        (Just(step), 0..step).prop_map(|(step, ending)| Rounding { step, ending })
    });
    (
        basis,
        0..100_000_i64,
        proptest::option::of(rounding),
        0..100_000_i64,
        0..20_000_u32,
        proptest::sample::select(vec!["USD", "JPY", "KWD"]),
    )
        .prop_map(
            |(basis, surcharge, rounding, margin, points, code)| PriceRule {
                surcharge,
                rounding,
                min_margin: margin,
                min_margin_basis_points: points,
                ..rule(code, basis)
            },
        )
}

proptest! {
    #[test]
    fn nothing_is_sold_below_its_cost_and_margin(
        rule in any_rule(),
        cost in 0..100_000_000_i64,
        years in 1..=10_u32,
        parts in 1..5_000_000_u64,
    ) {
        prop_assert!(rule.violations().is_empty());
        let rate: Rate = format!("{}.{:06}", parts / 1_000_000, parts % 1_000_000)
            .parse()
            .expect("a rate");
        let cost = money(cost, "EUR");
        let priced = sale_price(&rule, cost, years, Some(rate)).expect("a price");
        // In exact fractions: the cost converted, and the margin, each without any rounding.
        let scale = 10_i128.pow(rule.currency.digits());
        let exact_cost = i128::from(cost.minor) * i128::from(parts) * scale;
        let unit = 1_000_000 * 100;
        let price = i128::from(priced.price.minor);
        prop_assert!((price - i128::from(rule.min_margin)) * unit >= exact_cost);
        let whole = 10_000 + i128::from(rule.min_margin_basis_points);
        prop_assert!(price * unit * 10_000 >= exact_cost * whole);
        prop_assert!(priced.price.minor >= priced.floor.minor);
        if let Some(rounding) = rule.rounding {
            prop_assert_eq!((priced.price.minor - rounding.ending).rem_euclid(rounding.step), 0);
        }
    }

    #[test]
    fn a_higher_cost_is_never_a_lower_price(
        rule in any_rule(),
        cost in 0..100_000_000_i64,
        more in 0..1_000_000_i64,
        years in 1..=10_u32,
    ) {
        let currency = rule.currency.to_string();
        let price = |minor| {
            sale_price(&rule, money(minor, &currency), years, None).map(|priced| priced.price.minor)
        };
        prop_assert!(price(cost).expect("a price") <= price(cost + more).expect("a price"));
    }
}
