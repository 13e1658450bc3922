use chrono::{DateTime, Months, Utc};

use super::fault::Effect;
use super::routes::Ask;

/// `2027-01-31`.
pub(super) fn day(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d").to_string()
}

/// The day of an expiry in the answers of the two syncs.
pub(super) fn sync_day(ask: &Ask, time: DateTime<Utc>) -> String {
    if ask.has(&Effect::GarbageDates) {
        return "0000-00-00".to_owned();
    }
    day(time)
}

/// A time in `information`, as PHP's Carbon writes it.
pub(super) fn moment(ask: &Ask, time: DateTime<Utc>) -> String {
    if ask.has(&Effect::GarbageDates) {
        return "-0001-11-30T00:00:00.000000Z".to_owned();
    }
    if ask.has(&Effect::PlainDates) {
        return day(time);
    }
    time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// So many years later; the 29th of February becomes the 28th.
pub(super) fn years_later(time: DateTime<Utc>, years: u32) -> DateTime<Utc> {
    time.checked_add_months(Months::new(12 * years))
        .expect("periods are of at most ten years")
}
