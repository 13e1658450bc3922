//! Money, subscriptions, catalogs and payment methods.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::dns::Name;
use crate::order::Finding;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "USD"))]
pub struct Currency([u8; 3]);

/// The text is not a three-letter ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a currency is a three-letter ISO 4217 code")]
pub struct InvalidCurrency;

impl Currency {
    /// The code as text.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII letters are let in")
    }

    /// How many decimal digits the minor unit has (ISO 4217).
    pub fn digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let code: [u8; 3] = upper.as_bytes().try_into().map_err(|_| InvalidCurrency)?;
        code.iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(code))
            .ok_or(InvalidCurrency)
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidCurrency;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in the minor unit of its currency; two currencies are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// Count of minor units, such as cents.
    #[cfg_attr(feature = "openapi", schema(example = 999))]
    pub minor: i64,
    /// ISO 4217 code of the currency.
    pub currency: Currency,
}

/// The text is not an amount with its currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an amount is written with its currency, such as 12.50 USD")]
pub struct InvalidMoney;

impl FromStr for Money {
    type Err = InvalidMoney;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (amount, code) = text.trim().rsplit_once(' ').ok_or(InvalidMoney)?;
        let currency: Currency = code.parse().map_err(|_| InvalidMoney)?;
        let amount = amount.trim();
        let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
        let digits = currency.digits() as usize;
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let has_point = amount.contains('.');
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(part)
            || part.len() > digits
            || has_point && part.is_empty()
        {
            return Err(InvalidMoney);
        }
        let minor = format!("{whole}{part:0<digits$}");
        Ok(Self {
            minor: minor.parse().map_err(|_| InvalidMoney)?,
            currency,
        })
    }
}

/// What an order would buy and cost, found out before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The name under which it is found afterwards: the domain, or the server's full host name;
    /// `None` where the vendor chooses one.
    pub subject: Option<String>,
    /// What exactly is bought, in words.
    pub what: String,
    /// Price of the first term, as the vendor lists it.
    pub price: Money,
    /// Price of each term after it, where there is one and the vendor says it.
    pub renewal_price: Option<Money>,
    /// Whether the registry asks a price of its own for this name.
    pub is_premium: bool,
}

impl Money {
    /// The amount that a decimal number such as `13.75` in major units is; `None` for any other
    /// text, and for more digits than the currency has unless they are zeros.
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Self> {
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let places = currency.digits() as usize;
        let (kept, rest) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
        let is_number = !whole.is_empty()
            && whole.bytes().all(|b| b.is_ascii_digit())
            && kept.bytes().all(|b| b.is_ascii_digit())
            && rest.bytes().all(|b| b == b'0');
        if !is_number {
            return None;
        }
        let minor: i64 = format!("{whole}{kept:0<places$}").parse().ok()?;
        Some(Self {
            minor: sign * minor,
            currency,
        })
    }

    /// The sum, or `None` where the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self {
            minor: self.minor.checked_add(other.minor)?,
            currency: self.currency,
        })
    }

    /// The amount as a JSON number in major units, the form of the unified API.
    pub fn major(self) -> f64 {
        let text = self.to_decimal();
        text.parse().expect("a decimal number parses")
    }

    /// The amount in major units with all digits of the currency, such as `9.99`.
    pub fn to_decimal(self) -> String {
        let digits = self.currency.digits() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let amount = self.minor.unsigned_abs();
        if digits == 0 {
            return format!("{sign}{amount}");
        }
        let unit = 10u64.pow(self.currency.digits());
        format!("{sign}{}.{:0digits$}", amount / unit, amount % unit)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

/// Something that an account pays for again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subscription {
    /// The provider's id.
    pub id: String,
    /// The product's name.
    pub name: String,
    /// The provider's word for the state, such as `active`.
    pub status: String,
    /// Slug of the product and its term.
    pub plan: String,
    /// The billing period: `monthly`, `yearly`, or the term such as `2y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Price of one billing period in major units.
    pub price: f64,
    /// Price of the next period in major units, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewal_price: Option<f64>,
    /// ISO 4217 code.
    pub currency: String,
    /// When it is next paid, or ends.
    pub renews_at: Option<DateTime<Utc>>,
    /// When it was bought.
    pub created_at: Option<DateTime<Utc>>,
    /// Whether the provider renews it by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_renew: Option<bool>,
}

impl Subscription {
    /// The billing period in months, on average; `None` where it is not known or not repeated.
    pub fn term_months(&self) -> Option<f64> {
        const DAYS_A_MONTH: f64 = 365.25 / 12.0;
        let (count, unit) = self.term()?;
        let months = match unit {
            "d" => 1.0 / DAYS_A_MONTH,
            "w" => 7.0 / DAYS_A_MONTH,
            "m" => 1.0,
            "y" => 12.0,
            _ => return None,
        };
        Some(f64::from(count) * months)
    }

    /// The billing period in years; `None` where it is not known or no whole years.
    pub fn term_years(&self) -> Option<u32> {
        match self.term()? {
            (count, "y") => Some(count),
            (count, "m") if count % 12 == 0 => Some(count / 12),
            _ => None,
        }
    }

    /// A count above zero, and the letter of the unit.
    fn term(&self) -> Option<(u32, &str)> {
        let (count, unit) = match self.period.as_deref()? {
            "monthly" => (1, "m"),
            "yearly" => (1, "y"),
            term => {
                let (count, unit) = term.split_at_checked(term.len().checked_sub(1)?)?;
                (count.parse::<u32>().ok()?, unit)
            }
        };
        (count > 0).then_some((count, unit))
    }

    /// Whether it is one that pays for domains, as far as its product says; which one, it never does.
    pub fn is_for_domains(&self) -> bool {
        self.tld().is_some() || self.plan.starts_with("domain")
    }

    /// Whether it may be what pays for that domain.
    pub fn may_pay_for(&self, domain: &Name) -> bool {
        match self.tld() {
            Some(tld) => {
                let tld = format!(".{}", tld.to_ascii_lowercase());
                domain.as_str().ends_with(&tld)
            }
            None => self.is_for_domains(),
        }
    }

    /// The TLD of a product such as `.COM Domain`.
    fn tld(&self) -> Option<&str> {
        let first = self.name.split_whitespace().next()?;
        first.strip_prefix('.').filter(|tld| !tld.is_empty())
    }

    /// What the next term costs.
    pub fn next_price(&self) -> Option<Money> {
        let currency: Currency = self.currency.parse().ok()?;
        let digits = currency.digits() as usize;
        let major = self.renewal_price.unwrap_or(self.price);
        Money::from_decimal(&format!("{major:.digits$}"), currency)
    }
}

/// An order for the next term of a subscription, before it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionRenewal {
    /// The provider's id of the subscription.
    pub id: String,
    /// End of the paid term when the order was made. It tells one renewal from the next.
    pub current_end: Option<DateTime<Utc>>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// The most that may be charged: above it, nothing is ordered.
    pub price_limit: Option<Money>,
}

/// The shortest term is a week; what moves less is the vendor's bookkeeping.
const TERM_TOLERANCE: TimeDelta = TimeDelta::days(5);

impl SubscriptionRenewal {
    /// What became of it, by how far the end of the term has moved.
    pub fn settled_by(&self, seen: Option<&Subscription>) -> Finding {
        let id = &self.id;
        let Some(seen) = seen else {
            return Finding::Unclear(format!("subscription {id} is not in the account any more"));
        };
        let (Some(before), Some(now)) = (self.current_end, seen.renews_at) else {
            return Finding::Unclear(format!("the end of subscription {id}'s term is not known"));
        };
        let (old, new) = (before.date_naive(), now.date_naive());
        let moved = now - before;
        if moved.abs() <= TERM_TOLERANCE {
            Finding::NotThere(format!("subscription {id} is still paid until {new}"))
        } else if moved > TERM_TOLERANCE {
            Finding::There(format!(
                "subscription {id} is paid until {new} instead of {old}"
            ))
        } else {
            Finding::Unclear(format!(
                "subscription {id} is paid until {new}, before {old}"
            ))
        }
    }
}

/// One thing that can be bought at one price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogEntry {
    /// Slug by which orders name it, such as `kvm-2` or `kvm-2-1y`.
    pub id: String,
    /// The product's name.
    pub name: String,
    /// Group, such as `vps` or `domain`.
    pub category: String,
    /// Price of one period in the minor unit.
    pub price_cents: i64,
    /// Price of the first period in the minor unit, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_period_price_cents: Option<i64>,
    /// ISO 4217 code.
    pub currency: String,
    /// `monthly`, `yearly`, or the term such as `2y`.
    pub period: String,
    /// What the product is, where the provider says it.
    pub description: String,
    /// The provider's own id of the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_id: Option<String>,
}

/// A means of payment that the provider holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentMethod {
    /// The provider's id.
    pub id: String,
    /// The name shown for it.
    pub name: String,
    /// The masked number.
    pub identifier: String,
    /// Kind, such as `card`.
    pub kind: String,
    /// Whether orders use it when they name none.
    pub is_default: bool,
    /// Whether it has expired.
    pub is_expired: bool,
    /// Whether the provider has suspended it.
    pub is_suspended: bool,
    /// When it expires.
    pub expires_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::{Currency, Money, Subscription};

    fn money(minor: i64, code: &str) -> Money {
        Money {
            minor,
            currency: code.parse().expect("a code"),
        }
    }

    fn paid_by(period: Option<&str>) -> Subscription {
        Subscription {
            id: "1".to_owned(),
            name: "KVM 2".to_owned(),
            status: "active".to_owned(),
            plan: "kvm-2".to_owned(),
            period: period.map(str::to_owned),
            price: 9.99,
            renewal_price: None,
            currency: "USD".to_owned(),
            renews_at: None,
            created_at: None,
            auto_renew: None,
        }
    }

    #[test]
    fn a_product_tells_its_tld_at_most() {
        let pays = |name: &str, plan: &str, domain: &str| {
            let subscription = Subscription {
                name: name.to_owned(),
                plan: plan.to_owned(),
                ..paid_by(None)
            };
            subscription.may_pay_for(&domain.parse().expect("a name"))
        };
        assert!(pays(".COM Domain", "domain-com", "example.com"));
        assert!(pays(
            ".COM domain transfer",
            "com-domain-transfer",
            "example.com"
        ));
        assert!(pays(".CO.UK Domain", "domain-co.uk-2y", "example.co.uk"));
        assert!(pays("Domain", "domain", "example.com"));
        assert!(!pays(".CO Domain", "domain-co", "example.com"));
        assert!(!pays(".UK.COM Domain", "domain-uk.com", "example.com"));
        assert!(!pays("KVM 2", "kvm-2", "example.com"));
    }

    #[test]
    fn a_period_has_its_months() {
        let months = |period| paid_by(period).term_months();
        for (period, wanted) in [
            (Some("monthly"), Some(1.0)),
            (Some("yearly"), Some(12.0)),
            (Some("48m"), Some(48.0)),
            (Some("2y"), Some(24.0)),
            (Some("once"), None),
            (Some("0m"), None),
            (Some("y"), None),
            (Some(""), None),
            (Some("2é"), None),
            (None, None),
        ] {
            assert_eq!(months(period), wanted, "{period:?}");
        }
        let weeks = months(Some("4w")).expect("a term");
        assert!((0.9..1.0).contains(&weeks), "{weeks}");
        for (period, wanted) in [
            (Some("yearly"), Some(1)),
            (Some("2y"), Some(2)),
            (Some("12m"), Some(1)),
            (Some("48m"), Some(4)),
            (Some("monthly"), None),
            (Some("18m"), None),
            (Some("4w"), None),
            (Some("once"), None),
            (Some("0y"), None),
            (None, None),
        ] {
            assert_eq!(paid_by(period).term_years(), wanted, "{period:?}");
        }
        assert_eq!(paid_by(None).next_price(), Some(money(999, "USD")));
    }

    #[test]
    fn prints_the_digits_of_the_currency() {
        assert_eq!(money(999, "USD").to_string(), "9.99 USD");
        assert_eq!(money(-5, "eur").to_string(), "-0.05 EUR");
        assert_eq!(money(1200, "JPY").to_string(), "1200 JPY");
        assert_eq!(money(1, "KWD").to_string(), "0.001 KWD");
        assert!((money(1499, "USD").major() - 14.99).abs() < f64::EPSILON);
    }

    #[test]
    fn amounts_are_read_as_they_are_printed() {
        for (text, read) in [
            ("12.50 USD", money(1250, "USD")),
            ("12.5 usd", money(1250, "USD")),
            ("12 USD", money(1200, "USD")),
            ("0.001 KWD", money(1, "KWD")),
            ("1200 JPY", money(1200, "JPY")),
        ] {
            assert_eq!(text.parse(), Ok(read), "{text}");
            assert_eq!(read.to_string().parse(), Ok(read));
        }
        for bad in [
            "",
            "12.50",
            "USD",
            "12,50 USD",
            "1.5 JPY",
            "12. USD",
            ".5 USD",
            "-1 USD",
            "1.234 USD",
            "99999999999999999999 USD",
            "1e3 USD",
        ] {
            assert!(bad.parse::<Money>().is_err(), "{bad}");
        }
    }

    #[test]
    fn never_adds_two_currencies() {
        assert_eq!(money(1, "USD").checked_add(money(1, "EUR")), None);
        assert_eq!(
            money(1, "USD").checked_add(money(2, "USD")),
            Some(money(3, "USD"))
        );
        assert_eq!(money(i64::MAX, "USD").checked_add(money(1, "USD")), None);
    }

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for (text, code, minor) in [
            ("13.75", "EUR", Some(1375)),
            ("13.7", "EUR", Some(1370)),
            ("13", "EUR", Some(1300)),
            ("-1.00", "USD", Some(-100)),
            ("1500.0000", "KES", Some(150_000)),
            ("0.001", "KWD", Some(1)),
            ("1200.00", "JPY", Some(1200)),
            ("13.755", "EUR", None),
            ("1,375.00", "EUR", None),
            ("13.", "EUR", Some(1300)),
            (".5", "EUR", None),
            ("1e3", "EUR", None),
            ("", "EUR", None),
            ("99999999999999999999", "EUR", None),
        ] {
            let currency = code.parse().expect("a code");
            let read = Money::from_decimal(text, currency).map(|money| money.minor);
            assert_eq!(read, minor, "{text} {code}");
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        for bad in ["", "US", "USDX", "U1D", "€"] {
            assert!(bad.parse::<Currency>().is_err(), "{bad}");
        }
    }
}
