//! Amounts as people write them.

use std::str::FromStr;

use setec_core::{Currency, Money};

use crate::cli::failure::{Failure, Result};

/// An amount that may be below zero, such as `-5 USD`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed(pub(super) Money);

impl FromStr for Signed {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (sign, rest) = match text.trim().strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let money: Money = rest.parse().map_err(|error| format!("{error}"))?;
        let minor = sign * money.minor;
        Ok(Self(Money { minor, ..money }))
    }
}

/// A limit, or `none`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Limit<T> {
    None,
    At(T),
}

impl<T: FromStr> FromStr for Limit<T>
where
    T::Err: std::fmt::Display,
{
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if text.eq_ignore_ascii_case("none") {
            return Ok(Self::None);
        }
        text.parse()
            .map(Self::At)
            .map_err(|error| format!("{error}, or 'none'"))
    }
}

impl<T> Limit<T> {
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::None => None,
            Self::At(value) => Some(value),
        }
    }
}

/// Hundredths of a percent, of a number such as `12.5`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Percent(pub(super) u32);

impl FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wrong = || "a percentage with up to two decimal places, such as 12.5".to_owned();
        let bare = text.trim().trim_end_matches('%');
        let (whole, part) = bare.split_once('.').unwrap_or((bare, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || part.len() > 2 {
            return Err(wrong());
        }
        let points = format!("{whole}{part:0<2}");
        points.parse().map(Self).map_err(|_| wrong())
    }
}

/// The minor units of an amount that must be in a currency.
pub(super) fn minor_of(flag: &str, money: Money, currency: Currency) -> Result<i64> {
    if money.currency == currency {
        return Ok(money.minor);
    }
    Err(Failure::Usage(format!(
        "{flag}: the currency is {currency}, not {}",
        money.currency
    )))
}

#[cfg(test)]
mod tests {
    use super::{Limit, Percent, Signed};

    #[test]
    fn percentages_are_hundredths() {
        let points = |text: &str| text.parse::<Percent>().map(|percent| percent.0).ok();
        assert_eq!(points("15"), Some(1500));
        assert_eq!(points("12.5%"), Some(1250));
        assert_eq!(points("0.05"), Some(5));
        for wrong in ["", "-1", "1.234", "a", "1.", "99999999999"] {
            assert_eq!(points(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn amounts_may_be_below_zero_and_limits_absent() {
        let minor = |text: &str| text.parse::<Signed>().map(|signed| signed.0.minor).ok();
        assert_eq!(minor("-5 USD"), Some(-500));
        assert_eq!(minor("5.01 USD"), Some(501));
        assert_eq!(minor("--5 USD"), None);
        let limit = |text: &str| text.parse::<Limit<u32>>().map(Limit::value).ok();
        assert_eq!(limit("none"), Some(None));
        assert_eq!(limit("7"), Some(Some(7)));
        assert_eq!(limit("many"), None);
    }
}
