use super::{Effect, Page, Refund, When};

/// The effects without keys.
pub(super) const PLAIN: &[(&str, Effect)] = &[
    ("null-body", Effect::NullBody),
    ("hang", Effect::Hang),
    ("cut", Effect::Cut),
    ("lost-answer", Effect::LostAnswer),
    ("errors-200", Effect::Errors200),
    ("text-html", Effect::TextHtml),
    ("ip-refused", Effect::IpRefused),
    ("key-disabled", Effect::KeyDisabled),
    ("strict-timestamp", Effect::StrictTimestamp),
    ("strict-hour", Effect::StrictHour),
    ("no-credit", Effect::NoCredit),
    ("object-orders", Effect::ObjectOrders),
    ("paid-privacy", Effect::PaidPrivacy),
    ("stuck-transfer", Effect::StuckTransfer),
    ("failed-transfer", Effect::FailedTransfer),
    ("mailed-epp", Effect::MailedEpp),
    ("encoded-epp", Effect::EncodedEpp),
    ("bare-epp", Effect::BareEpp),
    ("merging-dns", Effect::MergingDns),
    ("full-hostnames", Effect::FullHostnames),
    ("nameserver-list", Effect::NameserverList),
    ("nameserver-object", Effect::NameserverObject),
    ("status-field", Effect::StatusField),
    ("plain-dates", Effect::PlainDates),
    ("garbage-dates", Effect::GarbageDates),
    ("technical-role", Effect::TechnicalRole),
    ("underscore-labels", Effect::UnderscoreLabels),
    ("pending-contacts", Effect::PendingContacts),
    ("currencies", Effect::Currencies),
    ("null-prices", Effect::NullPrices),
    ("tld-objects", Effect::TldObjects),
    ("credit-number", Effect::CreditNumber),
    ("credit-object", Effect::CreditObject),
    ("extra-keys", Effect::ExtraKeys),
    ("empty-arrays", Effect::EmptyArrays),
    ("loose-booleans", Effect::LooseBooleans),
];

pub(super) const HELP: &[(&str, &str)] = &[
    (
        "rate-limit",
        "429 with Retry-After (retry-after=SECS, default 1)",
    ),
    (
        "limit",
        "429 above a number of calls (calls=100, window=SECS, default 60)",
    ),
    (
        "server-error",
        "JSON error without a reason (status, default 500; when=before|after the work is done)",
    ),
    (
        "html-error",
        "an HTML page (status=200|4xx|5xx, default 503; page=maintenance|firewall; when=before|after)",
    ),
    (
        "empty-body",
        "an empty answer (status, default 200; when=before|after)",
    ),
    (
        "hollow-error",
        "an error of which only [] is said (status, default 500; when=before|after)",
    ),
    ("null-body", "the work is done, the answer is null"),
    (
        "slow",
        "the work takes its time and is done even if the client gives up (ms, default 1000)",
    ),
    (
        "hang",
        "the change is made, the answer does not come for ten minutes",
    ),
    (
        "cut",
        "the connection is closed in the middle of the answer",
    ),
    (
        "lost-answer",
        "the change is made, then the connection is closed without an answer",
    ),
    ("errors-200", "errors come with status 200"),
    ("text-html", "JSON comes as text/html"),
    ("ip-refused", "403: the address is not on the whitelist"),
    ("key-disabled", "403: the API key is disabled"),
    (
        "skew",
        "the server's clock is ahead when it checks the token (secs, default 3600; may be negative)",
    ),
    (
        "strict-timestamp",
        "a timestamp that is more than 60 s off is refused",
    ),
    (
        "strict-hour",
        "neither the timestamp nor the next hour's token counts",
    ),
    ("no-credit", "500 on orders, whatever the credit is"),
    (
        "registrar-error",
        "500 on orders (charge=before|after: whether it comes after the money is gone)",
    ),
    (
        "pending-orders",
        "orders are accepted and stay pending (ms until they are carried out, default never)",
    ),
    (
        "failed-orders",
        "orders are accepted and fail (ms until then, default 0; refund=no|yes)",
    ),
    (
        "object-orders",
        "orders answer an object instead of \"success\"",
    ),
    (
        "paid-privacy",
        "ID protection in an order costs 2.50 EUR a year",
    ),
    ("stuck-transfer", "transfers stay pending"),
    ("failed-transfer", "transfers fail"),
    ("mailed-epp", "EPP codes are mailed to the registrant"),
    ("encoded-epp", "EPP codes come with HTML entities"),
    ("bare-epp", "EPP codes come as a bare string"),
    (
        "merging-dns",
        "saving DNS records adds and changes, but removes none",
    ),
    (
        "full-hostnames",
        "DNS records are shown with the whole name",
    ),
    ("nameserver-list", "GET nameservers answers an array"),
    (
        "nameserver-object",
        "information shows nameservers as an object",
    ),
    (
        "status-field",
        "information has `status` in place of `registrationStatus`",
    ),
    ("plain-dates", "information has days instead of times"),
    ("garbage-dates", "expiry dates are zero"),
    (
        "technical-role",
        "the technical contact is called Technical, not Tech",
    ),
    ("underscore-labels", "contacts have First_Name"),
    (
        "pending-contacts",
        "changed contacts wait for the registrant's consent",
    ),
    (
        "currencies",
        "/tlds/pricing has a row per TLD and currency, not only in the account's",
    ),
    ("null-prices", "all prices in /tlds/pricing are null"),
    ("tld-objects", "/tlds answers objects"),
    ("credit-number", "the credit is a number"),
    ("credit-object", "the credit is in an object"),
    ("extra-keys", "objects have keys that nobody knows"),
    ("empty-arrays", "{} comes as [], as from PHP"),
    ("loose-booleans", "booleans come as 1 and \"\""),
];

pub(super) fn words(effect: &Effect) -> (&'static str, Option<String>) {
    let (name, keys) = match effect {
        Effect::RateLimit { retry_after_secs } => {
            ("rate-limit", format!("retry-after={retry_after_secs}"))
        }
        Effect::Limit {
            calls,
            window_secs,
            standing: _,
        } => ("limit", format!("calls={calls},window={window_secs}")),
        Effect::ServerError { status, when } => (
            "server-error",
            format!("status={status},when={}", said(*when)),
        ),
        Effect::HtmlError { status, page, when } => {
            let page = match page {
                Page::Maintenance => "maintenance",
                Page::Firewall => "firewall",
            };
            let keys = format!("status={status},page={page},when={}", said(*when));
            ("html-error", keys)
        }
        Effect::EmptyBody { status, when } => (
            "empty-body",
            format!("status={status},when={}", said(*when)),
        ),
        Effect::HollowError { status, when } => (
            "hollow-error",
            format!("status={status},when={}", said(*when)),
        ),
        Effect::Slow { millis } => ("slow", format!("ms={millis}")),
        Effect::Skew { secs } => ("skew", format!("secs={secs}")),
        Effect::RegistrarError { charge } => {
            ("registrar-error", format!("charge={}", said(*charge)))
        }
        Effect::PendingOrders { millis: None } => return ("pending-orders", None),
        Effect::PendingOrders {
            millis: Some(millis),
        } => ("pending-orders", format!("ms={millis}")),
        Effect::FailedOrders { millis, refund } => {
            let refund = match refund {
                Refund::No => "no",
                Refund::Yes => "yes",
            };
            ("failed-orders", format!("ms={millis},refund={refund}"))
        }
        plain => {
            let name = PLAIN
                .iter()
                .find_map(|(name, effect)| (effect == plain).then_some(*name))
                .expect("effects without keys are in the table");
            return (name, None);
        }
    };
    (name, Some(keys))
}

fn said(when: When) -> &'static str {
    match when {
        When::Before => "before",
        When::After => "after",
    }
}
