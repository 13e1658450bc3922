use std::fmt::{self, Display};
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// An amount in hundredths of a currency, written `150.50`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

/// A text that is no amount with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAmount;

impl Money {
    /// So many times the amount.
    pub(super) fn times(self, count: u32) -> Self {
        Self(self.0 * i64::from(count))
    }
}

impl Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Money {
    type Err = NoAmount;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, cents) = text.split_once('.').ok_or(NoAmount)?;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (negative, whole) = match whole.strip_prefix('-') {
            Some(whole) => (true, whole),
            None => (false, whole),
        };
        if cents.len() != 2 || whole.is_empty() || !is_digits(whole) || !is_digits(cents) {
            return Err(NoAmount);
        }
        let amount: i64 = format!("{whole}{cents}").parse().map_err(|_| NoAmount)?;
        Ok(Self(if negative { -amount } else { amount }))
    }
}

impl Display for NoAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount is written like 150.50")
    }
}

impl std::error::Error for NoAmount {}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
