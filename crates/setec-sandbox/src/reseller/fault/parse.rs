use super::{Effect, Page, Refund, When, words};
use crate::fault::{Keys, UnknownFault};

pub(super) fn effect(name: &str, keys: &mut Keys<'_>) -> Result<Effect, UnknownFault> {
    Ok(match name {
        "rate-limit" => Effect::RateLimit {
            retry_after_secs: keys.take("retry-after")?.unwrap_or(1),
        },
        "limit" => Effect::Limit {
            calls: keys.take("calls")?.unwrap_or(100),
            window_secs: keys.take("window")?.unwrap_or(60),
            standing: None,
        },
        "server-error" => Effect::ServerError {
            status: keys.status(500)?,
            when: when("when", keys)?,
        },
        "html-error" => Effect::HtmlError {
            status: any_status(503, keys)?,
            page: match keys.either("page", ["maintenance", "firewall"])? {
                0 => Page::Maintenance,
                _ => Page::Firewall,
            },
            when: when("when", keys)?,
        },
        "empty-body" => Effect::EmptyBody {
            status: any_status(200, keys)?,
            when: when("when", keys)?,
        },
        "hollow-error" => Effect::HollowError {
            status: keys.status(500)?,
            when: when("when", keys)?,
        },
        "slow" => Effect::Slow {
            millis: keys.take("ms")?.unwrap_or(1000),
        },
        "skew" => Effect::Skew {
            secs: seconds(keys)?,
        },
        "registrar-error" => Effect::RegistrarError {
            charge: when("charge", keys)?,
        },
        "pending-orders" => Effect::PendingOrders {
            millis: keys.take("ms")?,
        },
        "failed-orders" => Effect::FailedOrders {
            millis: keys.take("ms")?.unwrap_or(0),
            refund: match keys.either("refund", ["no", "yes"])? {
                0 => Refund::No,
                _ => Refund::Yes,
            },
        },
        _ => words::PLAIN
            .iter()
            .find_map(|(known, effect)| (*known == name).then(|| effect.clone()))
            .ok_or_else(|| UnknownFault::new(format!("no fault is called `{name}`")))?,
    })
}

fn when(key: &str, keys: &mut Keys<'_>) -> Result<When, UnknownFault> {
    Ok(match keys.either(key, ["before", "after"])? {
        0 => When::Before,
        _ => When::After,
    })
}

/// A day is more than any clock is off.
fn seconds(keys: &mut Keys<'_>) -> Result<i64, UnknownFault> {
    let secs: i64 = keys.take("secs")?.unwrap_or(3600);
    if secs.abs() > 86_400 {
        let text = format!("secs is between -86400 and 86400, not {secs}");
        return Err(UnknownFault::new(text));
    }
    Ok(secs)
}

/// Pages and empty answers come with 200 too.
fn any_status(default: u16, keys: &mut Keys<'_>) -> Result<u16, UnknownFault> {
    let status = keys.take("status")?.unwrap_or(default);
    if status == 200 || (400..600).contains(&status) {
        Ok(status)
    } else {
        Err(UnknownFault::new(format!(
            "status is 200 or that of an error, not {status}"
        )))
    }
}
