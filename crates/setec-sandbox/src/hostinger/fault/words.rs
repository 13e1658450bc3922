use std::fmt::{self, Display};

use super::{Charge, Effect, Fault};

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

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, own) = self.effect.words();
        let filters = [
            self.times.map(|times| format!("times={times}")),
            self.method.as_ref().map(|method| format!("on={method}")),
            self.path.as_ref().map(|path| format!("path={path}")),
        ];
        let keys: Vec<String> = own
            .into_iter()
            .chain(filters.into_iter().flatten())
            .collect();
        f.write_str(name)?;
        if !keys.is_empty() {
            write!(f, ":{}", keys.join(","))?;
        }
        Ok(())
    }
}

impl Effect {
    fn words(&self) -> (&'static str, Option<String>) {
        match self {
            Self::RateLimit { retry_after_secs } => (
                "rate-limit",
                Some(format!("retry-after={retry_after_secs}")),
            ),
            Self::RateLimitSilent => ("rate-limit-silent", None),
            Self::Limit {
                calls,
                window_secs,
                standing: _,
            } => ("limit", Some(format!("calls={calls},window={window_secs}"))),
            Self::ServerError { status } => ("server-error", Some(format!("status={status}"))),
            Self::HtmlError { status } => ("html-error", Some(format!("status={status}"))),
            Self::NotJson => ("not-json", None),
            Self::Forbidden => ("forbidden", None),
            Self::BlockedAgents => ("blocked-agents", None),
            Self::ErrorField => ("error-field", None),
            Self::Slow { millis } => ("slow", Some(format!("ms={millis}"))),
            Self::Cut => ("cut", None),
            Self::LostAnswer => ("lost-answer", None),
            Self::Orders202 => ("orders-202", None),
            Self::DeclinedCard { charge } => {
                let charge = match charge {
                    Charge::Before => "before",
                    Charge::After => "after",
                };
                ("declined-card", Some(format!("charge={charge}")))
            }
            Self::Eventual { millis } => ("eventual", Some(format!("ms={millis}"))),
            Self::StrictPassword => ("strict-password", None),
            Self::HollowAction => ("hollow-action", None),
            Self::StuckAction => ("stuck-action", None),
            Self::FailedAction => ("failed-action", None),
            Self::LockedActions => ("locked-actions", None),
            Self::FailedRegistration => ("failed-registration", None),
            Self::NotLockable => ("not-lockable", None),
            Self::NoPrivacy => ("no-privacy", None),
            Self::DataCenterRetired => ("data-center-retired", None),
        }
    }
}
