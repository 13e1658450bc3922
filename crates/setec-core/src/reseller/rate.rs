//! Exchange rates, as decimal numbers without binary fractions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Currency, Money};

/// Decimal places that a rate may have.
const PLACES: usize = 9;

/// One unit of a rate.
const ONE: u64 = 1_000_000_000;

/// How much one major unit of a currency is in another one; above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "0.9215"))]
pub struct Rate(u64);

/// The text is no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a rate is a decimal number above 0 and below 1000000000 with up to 9 decimal places, such as 0.9215"
)]
pub struct InvalidRate;

impl Rate {
    /// Where both are the same currency.
    pub const PAR: Self = Self(ONE);

    /// The amount in another currency, rounded up to its minor unit; `None` where it does not fit.
    pub fn convert(self, amount: Money, to: Currency) -> Option<Money> {
        let scale = |currency: Currency| 10_i128.pow(currency.digits());
        let above = i128::from(amount.minor) * i128::from(self.0) * scale(to);
        let below = i128::from(ONE) * scale(amount.currency);
        Some(Money {
            minor: i64::try_from(divide_up(above, below)).ok()?,
            currency: to,
        })
    }
}

/// Divides by a number above zero, towards plus infinity.
pub(super) fn divide_up(above: i128, below: i128) -> i128 {
    let floor = above.div_euclid(below);
    if above.rem_euclid(below) == 0 {
        floor
    } else {
        floor + 1
    }
}

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || whole.len() > PLACES || part.len() > PLACES {
            return Err(InvalidRate);
        }
        let parts = format!("{whole}{part:0<PLACES$}");
        let parts: u64 = parts.parse().map_err(|_| InvalidRate)?;
        (parts > 0).then_some(Self(parts)).ok_or(InvalidRate)
    }
}

impl TryFrom<String> for Rate {
    type Error = InvalidRate;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:0PLACES$}", self.0 / ONE, self.0 % ONE);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Rate;
    use crate::Money;

    fn money(minor: i64, code: &str) -> Money {
        let currency = code.parse().expect("a code");
        Money { minor, currency }
    }

    #[test]
    fn amounts_are_converted_in_favour_of_the_seller() {
        for (amount, rate, to, expected) in [
            (money(1000, "USD"), "0.9215", "EUR", Some(922)),
            (money(1000, "USD"), "1", "EUR", Some(1000)),
            (money(1000, "USD"), "149.5", "JPY", Some(1495)),
            (money(1, "JPY"), "0.0067", "USD", Some(1)),
            (money(26_000, "VND"), "0.000039", "USD", Some(102)),
            (money(1000, "USD"), "0.307", "KWD", Some(3070)),
            (money(0, "USD"), "999999999.999999999", "EUR", Some(0)),
            (money(i64::MAX, "USD"), "2", "EUR", None),
        ] {
            let rate: Rate = rate.parse().expect("a rate");
            let to = to.parse().expect("a code");
            let converted = rate.convert(amount, to).map(|money| money.minor);
            assert_eq!(converted, expected, "{amount} at {rate}");
        }
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in [
            "",
            "0",
            "0.0",
            "-1",
            "1e3",
            ".5",
            "1.",
            "1.0000000001",
            "1234567890",
            "1,5",
            "NaN",
        ] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn rates_read_back(parts in 1..1_000_000_000_000_000_000_u64) {
            let rate = Rate(parts);
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
        }
    }
}
