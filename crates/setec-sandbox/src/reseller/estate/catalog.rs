use super::Kind;
use crate::reseller::contact::Contacts;
use crate::reseller::form::Table;
use crate::reseller::money::Money;
use crate::reseller::refusal::Refusal;

/// The currencies of the price list, with what one EUR is in hundredths of each.
pub(in crate::reseller) const CURRENCIES: [(&str, i64); 3] =
    [("EUR", 100), ("USD", 108), ("KES", 14_050)];

/// A top-level domain, or what is sold like one: prices and rules.
#[derive(Debug, Clone, Copy)]
pub(in crate::reseller) struct Tld {
    /// Without the leading dot.
    pub(in crate::reseller) suffix: &'static str,
    /// The periods that can be bought.
    pub(in crate::reseller) years: &'static [u32],
    /// A year in hundredths of a EUR: registration, renewal, transfer.
    prices: [i64; 3],
    pub(in crate::reseller) has_lock: bool,
    pub(in crate::reseller) has_privacy: bool,
    pub(in crate::reseller) duty: Duty,
}

/// What a registry wants besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reseller) enum Duty {
    Nothing,
    /// Additional fields, by the names that WHMCS gives them.
    Fields(&'static [&'static str]),
    /// A registrant in the European Economic Area, or a citizen of it.
    Europe,
    /// Nominet's way: a domain leaves by its release tag, not by a code.
    Tag,
    /// Transfers are free, take no time and leave the nameservers.
    FreeTransfer,
}

/// What comes after the expiry, as the price list has it: days in which the usual price renews, and
/// days after those in which a fee besides restores.
pub(in crate::reseller) const LATE_DAYS: i64 = 30;
pub(in crate::reseller) const REDEMPTION_DAYS: i64 = 30;
/// In EUR.
pub(in crate::reseller) const REDEMPTION_FEE: Money = Money(8_000);

const UP_TO_TEN: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CITIZENSHIP: &str = "EU Country of Citizenship";
const EUROPE: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL \
     PT RO SE SI SK";

pub(super) fn tlds() -> Vec<Tld> {
    let gtld = |suffix, prices| Tld {
        suffix,
        years: UP_TO_TEN,
        prices,
        has_lock: true,
        has_privacy: true,
        duty: Duty::Nothing,
    };
    let cctld = |suffix, years, prices, duty| Tld {
        suffix,
        years,
        prices,
        has_lock: false,
        has_privacy: false,
        duty,
    };
    let nexus = Duty::Fields(&["Nexus Category", "Application Purpose"]);
    vec![
        gtld("com", [1375, 1375, 1375]),
        gtld("net", [1450, 1550, 1450]),
        gtld("org", [1195, 1395, 1195]),
        gtld("info", [495, 2195, 1995]),
        gtld("io", [4200, 5400, 4200]),
        gtld("dev", [1490, 1690, 1490]),
        gtld("shop", [350, 3400, 3100]),
        gtld("africa", [1290, 1690, 1690]),
        cctld("co.ke", &[1], [990, 990, 990], Duty::Nothing),
        cctld("ke", &[1, 2], [2900, 2900, 2900], Duty::Nothing),
        cctld("eu", UP_TO_TEN, [690, 890, 690], Duty::Europe),
        cctld("gr", &[2, 4, 6, 8, 10], [1100, 1100, 0], Duty::FreeTransfer),
        cctld("co.uk", UP_TO_TEN, [790, 890, 0], Duty::Tag),
        cctld("uk", UP_TO_TEN, [790, 890, 0], Duty::Tag),
        cctld("de", &[1], [750, 750, 750], Duty::Nothing),
        cctld("us", UP_TO_TEN, [1090, 1290, 1090], nexus),
    ]
}

impl Tld {
    /// The periods of an order; a transfer is of one year unless it is free.
    pub(in crate::reseller) fn periods(&self, kind: Kind) -> &'static [u32] {
        match kind {
            Kind::Transfer => &[1],
            Kind::Register | Kind::Renew => self.years,
        }
    }

    /// Whether the list tells of late periods.
    pub(in crate::reseller) fn has_redemption(&self) -> bool {
        self.has_privacy
    }

    /// The price of a period; `None` where it is not sold.
    pub(in crate::reseller) fn price(
        &self,
        kind: Kind,
        years: u32,
        currency: &str,
    ) -> Option<Money> {
        let [register, renew, transfer] = self.prices;
        let year = match kind {
            Kind::Register => register,
            Kind::Renew => renew,
            Kind::Transfer => transfer,
        };
        self.periods(kind)
            .contains(&years)
            .then(|| in_currency(Money(year), currency).times(years))
    }

    /// Whether the registry has what it wants to know.
    pub(in crate::reseller) fn check(
        &self,
        contacts: &Contacts,
        fields: &Table,
    ) -> Result<(), Refusal> {
        let lacks = |field: &str| fields.text(field).is_none();
        match self.duty {
            Duty::Fields(wanted) => match wanted.iter().find(|field| lacks(field)) {
                Some(field) => Err(Refusal::business(format!("{field} is required"))),
                None => Ok(()),
            },
            Duty::Europe => {
                let is_in = |country: &str| EUROPE.split(' ').any(|code| code == country);
                let citizen = fields.text(CITIZENSHIP).unwrap_or_default();
                if is_in(contacts.registrant("country")) || is_in(citizen) {
                    Ok(())
                } else {
                    Err(Refusal::business(
                        "The registrant of a .eu domain must live in the European Union",
                    ))
                }
            }
            Duty::Nothing | Duty::Tag | Duty::FreeTransfer => Ok(()),
        }
    }
}

/// A price in EUR, converted.
pub(in crate::reseller) fn in_currency(price: Money, currency: &str) -> Money {
    let rate = CURRENCIES
        .iter()
        .find_map(|(known, rate)| (*known == currency).then_some(*rate))
        .expect("resellers' currencies are in the table");
    Money(price.0 * rate / 100)
}
