use super::{Charge, Effect};
use crate::fault::{Keys, UnknownFault};

pub(super) fn effect(name: &str, keys: &mut Keys<'_>) -> Result<Effect, UnknownFault> {
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
            charge: match keys.either("charge", ["after", "before"])? {
                0 => Charge::After,
                _ => Charge::Before,
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
