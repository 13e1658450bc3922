use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::str::FromStr;

use http::Method;

use super::words::HELP;
use super::{Charge, Effect, Fault};

/// Why a text names no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFault {
    problem: String,
}

/// The `key=value` pairs after the name, each taken once.
struct Keys<'a>(BTreeMap<&'a str, &'a str>);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, rest) = text.split_once(':').unwrap_or((text, ""));
        let mut keys = Keys::parse(rest)?;
        let times = keys.take("times")?;
        let method = match keys.text("on") {
            Some(verb) => Some(
                Method::from_bytes(verb.to_ascii_uppercase().as_bytes())
                    .map_err(|_| UnknownFault::new(format!("`{verb}` is no HTTP method")))?,
            ),
            None => None,
        };
        let path = keys.text("path").map(str::to_owned);
        let effect = effect(name.trim(), &mut keys)?;
        if let Some(key) = keys.0.keys().next() {
            return Err(UnknownFault::new(format!(
                "fault `{name}` has no key `{key}`"
            )));
        }
        Ok(Self {
            effect,
            times,
            method,
            path,
        })
    }
}

fn effect(name: &str, keys: &mut Keys) -> Result<Effect, UnknownFault> {
    Ok(match name {
        "rate-limit" => Effect::RateLimit {
            retry_after_secs: keys.take("retry-after")?.unwrap_or(1),
        },
        "rate-limit-silent" => Effect::RateLimitSilent,
        "limit" => Effect::Limit {
            calls: keys.take("calls")?.unwrap_or(60),
            window_secs: keys.take("window")?.unwrap_or(60),
            standing: None,
        },
        "server-error" => Effect::ServerError {
            status: keys.status(500)?,
        },
        "html-error" => Effect::HtmlError {
            status: keys.status(502)?,
        },
        "not-json" => Effect::NotJson,
        "forbidden" => Effect::Forbidden,
        "blocked-agents" => Effect::BlockedAgents,
        "error-field" => Effect::ErrorField,
        "slow" => Effect::Slow {
            millis: keys.take("ms")?.unwrap_or(1000),
        },
        "cut" => Effect::Cut,
        "lost-answer" => Effect::LostAnswer,
        "orders-202" => Effect::Orders202,
        "declined-card" => Effect::DeclinedCard {
            charge: match keys.text("charge") {
                None | Some("after") => Charge::After,
                Some("before") => Charge::Before,
                Some(other) => {
                    return Err(UnknownFault::new(format!(
                        "charge is `before` or `after`, not `{other}`"
                    )));
                }
            },
        },
        "eventual" => Effect::Eventual {
            millis: keys.take("ms")?.unwrap_or(2000),
        },
        "strict-password" => Effect::StrictPassword,
        "hollow-action" => Effect::HollowAction,
        "stuck-action" => Effect::StuckAction,
        "failed-action" => Effect::FailedAction,
        "locked-actions" => Effect::LockedActions,
        "failed-registration" => Effect::FailedRegistration,
        "not-lockable" => Effect::NotLockable,
        "no-privacy" => Effect::NoPrivacy,
        "data-center-retired" => Effect::DataCenterRetired,
        _ => return Err(UnknownFault::new(format!("no fault is called `{name}`"))),
    })
}

impl<'a> Keys<'a> {
    fn parse(text: &'a str) -> Result<Self, UnknownFault> {
        let mut keys = BTreeMap::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair
                .split_once('=')
                .ok_or_else(|| UnknownFault::new(format!("`{pair}` is not key=value")))?;
            keys.insert(key.trim(), value.trim());
        }
        Ok(Self(keys))
    }

    fn text(&mut self, key: &str) -> Option<&'a str> {
        self.0.remove(key)
    }

    fn take<N: FromStr>(&mut self, key: &str) -> Result<Option<N>, UnknownFault> {
        let Some(text) = self.text(key) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|_| UnknownFault::new(format!("{key} is a number, not `{text}`")))
    }

    fn status(&mut self, default: u16) -> Result<u16, UnknownFault> {
        let status = self.take("status")?.unwrap_or(default);
        if (400..600).contains(&status) {
            Ok(status)
        } else {
            Err(UnknownFault::new(format!("{status} is no error status")))
        }
    }
}

impl UnknownFault {
    fn new(problem: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
        }
    }
}

impl Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = HELP.iter().map(|(name, _)| *name).collect();
        write!(f, "{}; faults are {}", self.problem, names.join(", "))
    }
}

impl std::error::Error for UnknownFault {}
