use super::{Charge, Effect};

pub(super) const HELP: &[(&str, &str)] = &[
    (
        "rate-limit",
        "429 with Retry-After (retry-after=SECS, default 1)",
    ),
    ("rate-limit-silent", "429 without Retry-After"),
    (
        "limit",
        "429 above a number of calls, X-RateLimit headers on every answer (calls=60, window=SECS)",
    ),
    (
        "server-error",
        "JSON error (status=500|502|503|504, default 500)",
    ),
    (
        "html-error",
        "Cloudflare's HTML error page (status, default 502)",
    ),
    ("not-json", "200 with a body that is not JSON"),
    (
        "blocked-agents",
        "403 `error code: 1010` for Python's urllib and for no User-Agent, as Cloudflare does live",
    ),
    (
        "forbidden",
        "403 with a JSON body, as for a user without the right",
    ),
    (
        "error-field",
        "400 whose text is in the field `error` instead of `message`",
    ),
    ("slow", "the request is held back (ms, default 1000)"),
    (
        "cut",
        "the connection is closed in the middle of the answer",
    ),
    (
        "lost-answer",
        "the change is made, then the connection is closed without an answer",
    ),
    (
        "orders-202",
        "the four ordering calls answer 202, payment_initiated",
    ),
    (
        "declined-card",
        "402 on orders (charge=before|after the order is made, default after)",
    ),
    (
        "eventual",
        "DNS reads show the state before a write for a while (ms, default 2000)",
    ),
    (
        "strict-password",
        "passwords need upper, lower, digit and punctuation",
    ),
    (
        "hollow-action",
        "VPS calls answer an action with id 0 and do nothing",
    ),
    ("stuck-action", "VPS actions never leave the state `sent`"),
    ("failed-action", "VPS actions end in the state `error`"),
    (
        "locked-actions",
        "a machine refuses an action while another is under way",
    ),
    (
        "failed-registration",
        "bought domains end in the status `failed`",
    ),
    ("not-lockable", "no domain can be locked"),
    ("no-privacy", "no domain can have privacy protection"),
    (
        "data-center-retired",
        "every data center of an order is refused as retired",
    ),
];

pub(super) fn words(effect: &Effect) -> (&'static str, Option<String>) {
    match effect {
        Effect::RateLimit { retry_after_secs } => (
            "rate-limit",
            Some(format!("retry-after={retry_after_secs}")),
        ),
        Effect::RateLimitSilent => ("rate-limit-silent", None),
        Effect::Limit {
            calls,
            window_secs,
            standing: _,
        } => ("limit", Some(format!("calls={calls},window={window_secs}"))),
        Effect::ServerError { status } => ("server-error", Some(format!("status={status}"))),
        Effect::HtmlError { status } => ("html-error", Some(format!("status={status}"))),
        Effect::NotJson => ("not-json", None),
        Effect::Forbidden => ("forbidden", None),
        Effect::BlockedAgents => ("blocked-agents", None),
        Effect::ErrorField => ("error-field", None),
        Effect::Slow { millis } => ("slow", Some(format!("ms={millis}"))),
        Effect::Cut => ("cut", None),
        Effect::LostAnswer => ("lost-answer", None),
        Effect::Orders202 => ("orders-202", None),
        Effect::DeclinedCard { charge } => {
            let charge = match charge {
                Charge::Before => "before",
                Charge::After => "after",
            };
            ("declined-card", Some(format!("charge={charge}")))
        }
        Effect::Eventual { millis } => ("eventual", Some(format!("ms={millis}"))),
        Effect::StrictPassword => ("strict-password", None),
        Effect::HollowAction => ("hollow-action", None),
        Effect::StuckAction => ("stuck-action", None),
        Effect::FailedAction => ("failed-action", None),
        Effect::LockedActions => ("locked-actions", None),
        Effect::FailedRegistration => ("failed-registration", None),
        Effect::NotLockable => ("not-lockable", None),
        Effect::NoPrivacy => ("no-privacy", None),
        Effect::DataCenterRetired => ("data-center-retired", None),
    }
}
