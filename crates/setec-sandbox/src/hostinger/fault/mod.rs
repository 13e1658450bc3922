mod answer;
mod meter;
mod parse;
mod words;

use chrono::{DateTime, Utc};
use http::Method;

use meter::{Meter, Standing};

pub use parse::UnknownFault;

/// Something that goes wrong, and for which requests.
///
/// Written `name[:key=value[,key=value...]]`; `times=N`, `on=METHOD` and `path=SUBSTRING` choose
/// the requests, other keys belong to the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    effect: Effect,
    times: Option<u32>,
    method: Option<Method>,
    path: Option<String>,
}

/// What a fault does to a request that it hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
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
pub(super) enum Charge {
    Before,
    After,
}

/// A fault with the number of requests that it will still hit.
#[derive(Debug)]
pub(super) struct Armed {
    fault: Fault,
    left: Option<u32>,
    meter: Meter,
}

impl Fault {
    /// The names of all faults, each with one line of help.
    pub fn all() -> &'static [(&'static str, &'static str)] {
        words::HELP
    }

    fn hits(&self, method: &Method, path: &str) -> bool {
        let verb = match &self.method {
            Some(wanted) => wanted == method,
            None => self.effect.concerns(method),
        };
        let part = match &self.path {
            Some(part) => path.contains(part.as_str()),
            None => self.effect.concerns_path(path),
        };
        verb && part
    }
}

impl Effect {
    /// The verbs that a fault hits unless `on=` says otherwise.
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

    /// The paths that a fault hits unless `path=` says otherwise.
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
}

impl Armed {
    pub(super) fn new(fault: Fault) -> Self {
        let left = fault.times;
        let meter = Meter::default();
        Self { fault, left, meter }
    }

    /// Counts a hit, if this request is one.
    pub(super) fn strike(
        &mut self,
        method: &Method,
        path: &str,
        now: DateTime<Utc>,
    ) -> Option<Effect> {
        if self.left == Some(0) || !self.fault.hits(method, path) {
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        let mut effect = self.fault.effect.clone();
        if let Effect::Limit {
            calls,
            window_secs,
            standing,
        } = &mut effect
        {
            *standing = Some(self.meter.count(*calls, *window_secs, now));
        }
        Some(effect)
    }
}
