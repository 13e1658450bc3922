mod answer;
mod parse;
mod words;

use chrono::{DateTime, Utc};
use http::Method;

use crate::fault::{self, FaultEffect, Keys, Meter, Standing};

pub use crate::fault::UnknownFault;

/// Something that goes wrong in the simulated Hostinger API.
pub type Fault = fault::Fault<Effect>;

/// What a fault does to a request that it hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    RateLimit {
        retry_after_secs: u64,
    },
    RateLimitSilent,
    Limit {
        calls: u32,
        window_secs: u32,
        /// What it comes to for one request.
        standing: Option<Standing>,
    },
    ServerError {
        status: u16,
    },
    HtmlError {
        status: u16,
    },
    NotJson,
    Forbidden,
    BlockedAgents,
    ErrorField,
    Slow {
        millis: u64,
    },
    Cut,
    LostAnswer,
    Orders202,
    DeclinedCard {
        charge: Charge,
    },
    Eventual {
        millis: u64,
    },
    StrictPassword,
    HollowAction,
    StuckAction,
    FailedAction,
    LockedActions,
    FailedRegistration,
    NotLockable,
    NoPrivacy,
    DataCenterRetired,
}

/// When a card is declined: the field report has the machine made all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charge {
    Before,
    After,
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
            Self::Orders202 | Self::DeclinedCard { .. } | Self::FailedRegistration => {
                method == Method::POST
            }
            Self::NotLockable | Self::NoPrivacy => {
                method == Method::PUT || method == Method::DELETE || method == Method::GET
            }
            Self::LostAnswer
            | Self::Eventual { .. }
            | Self::HollowAction
            | Self::StuckAction
            | Self::FailedAction
            | Self::LockedActions
            | Self::StrictPassword
            | Self::DataCenterRetired => method != Method::GET,
            _ => true,
        }
    }

    fn concerns_path(&self, path: &str) -> bool {
        match self {
            Self::Orders202 | Self::DeclinedCard { .. } => {
                path.ends_with("/billing/v1/orders")
                    || path.ends_with("/renew")
                    || path.ends_with("/domains/v1/portfolio")
                    || path.ends_with("/vps/v1/virtual-machines")
            }
            // Calls that change nothing would use up the hits.
            Self::Eventual { .. } => path.contains("/dns/v1/") && !path.ends_with("/validate"),
            Self::LostAnswer => !path.ends_with("/validate") && !path.contains("/availability"),
            Self::FailedRegistration | Self::NotLockable | Self::NoPrivacy => {
                path.contains("/domains/v1/portfolio")
            }
            Self::HollowAction
            | Self::StuckAction
            | Self::FailedAction
            | Self::LockedActions
            | Self::StrictPassword
            | Self::DataCenterRetired => path.contains("/vps/v1/"),
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
