mod answer;
mod parse;
mod words;

use chrono::{DateTime, Utc};
use http::Method;

use crate::fault::{self, FaultEffect, Keys, Meter, Standing};

pub use crate::fault::UnknownFault;

/// Something that goes wrong in the simulated Domains Reseller API, or a habit of some operator.
pub type Fault = fault::Fault<Effect>;

/// What a fault does to a request that it hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    RateLimit {
        retry_after_secs: u64,
    },
    Limit {
        calls: u32,
        window_secs: u32,
        /// What it comes to for one request.
        standing: Option<Standing>,
    },
    ServerError {
        status: u16,
        when: When,
    },
    HtmlError {
        status: u16,
        page: Page,
        when: When,
    },
    EmptyBody {
        status: u16,
        when: When,
    },
    HollowError {
        status: u16,
        when: When,
    },
    NullBody,
    Slow {
        millis: u64,
    },
    Hang,
    Cut,
    LostAnswer,
    Errors200,
    TextHtml,
    IpRefused,
    KeyDisabled,
    Skew {
        secs: i64,
    },
    StrictTimestamp,
    StrictHour,
    NoCredit,
    RegistrarError {
        charge: When,
    },
    PendingOrders {
        /// Until they are carried out; `None` is never.
        millis: Option<u64>,
    },
    FailedOrders {
        millis: u64,
        refund: Refund,
    },
    ObjectOrders,
    PaidPrivacy,
    StuckTransfer,
    FailedTransfer,
    MailedEpp,
    EncodedEpp,
    BareEpp,
    MergingDns,
    FullHostnames,
    NameserverList,
    NameserverObject,
    StatusField,
    PlainDates,
    GarbageDates,
    TechnicalRole,
    UnderscoreLabels,
    PendingContacts,
    Currencies,
    NullPrices,
    TldObjects,
    CreditNumber,
    CreditObject,
    ExtraKeys,
    EmptyArrays,
    LooseBooleans,
}

/// Whether something comes before the work is done, or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Before,
    After,
}

/// Who speaks in place of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Maintenance,
    Firewall,
}

/// Whether a failed order is paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refund {
    No,
    Yes,
}

impl FaultEffect for Effect {
    const HELP: &'static [(&'static str, &'static str)] = words::HELP;

    fn read(name: &str, keys: &mut Keys<'_>) -> Result<Self, UnknownFault> {
        parse::effect(name, keys)
    }

    fn words(&self) -> (&'static str, Option<String>) {
        words::words(self)
    }

    fn concerns(&self, method: &Method) -> bool {
        match self {
            // What reads may be asked again; orders and changes are what hurts.
            Self::LostAnswer | Self::Hang | Self::MergingDns => method == Method::POST,
            Self::FullHostnames | Self::NameserverObject | Self::NameserverList => {
                method == Method::GET
            }
            _ => true,
        }
    }

    fn concerns_path(&self, path: &str) -> bool {
        match self {
            Self::NoCredit
            | Self::RegistrarError { .. }
            | Self::PendingOrders { .. }
            | Self::FailedOrders { .. }
            | Self::ObjectOrders
            | Self::PaidPrivacy => path.contains("/order/domains/"),
            Self::StuckTransfer | Self::FailedTransfer => path.contains("/order/domains/transfer"),
            Self::LostAnswer | Self::Hang => !path.contains("/lookup"),
            Self::MailedEpp | Self::EncodedEpp | Self::BareEpp => path.contains("/eppcode"),
            Self::MergingDns | Self::FullHostnames => path.contains("/dns"),
            Self::NameserverList => path.contains("/nameservers"),
            Self::NameserverObject | Self::StatusField | Self::PlainDates => {
                path.contains("/information")
            }
            Self::GarbageDates => path.contains("/information") || path.contains("sync"),
            Self::TechnicalRole | Self::UnderscoreLabels | Self::PendingContacts => {
                path.contains("/contact")
            }
            Self::Currencies | Self::NullPrices => path.contains("/tlds/pricing"),
            Self::TldObjects => path.contains("/tlds"),
            Self::CreditNumber | Self::CreditObject => path.contains("/billing/credits"),
            _ => true,
        }
    }

    fn count(&mut self, meter: &mut Meter, now: DateTime<Utc>) {
        if let Self::Limit {
            calls,
            window_secs,
            standing,
        } = self
        {
            *standing = Some(meter.count(*calls, *window_secs, now));
        }
    }
}
