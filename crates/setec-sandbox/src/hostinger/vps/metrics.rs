use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::machine::find;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

const LONGEST_SERIES: i64 = 200;
const SHORTEST_STEP_SECS: i64 = 300;

/// `GET metrics`; both ends of the time span are required.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut errors = Vec::new();
    let mut date = |field: &str| {
        let words = field.replace('_', " ");
        let Some(text) = ask.query(field) else {
            errors.push((field.to_owned(), format!("The {words} field is required.")));
            return None;
        };
        // An unescaped `+` of a zone arrives as a space.
        let time = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok();
        if time.is_none() {
            let text = format!("The {words} field must be a valid date.");
            errors.push((field.to_owned(), text));
        }
        time.map(|time| time.with_timezone(&Utc))
    };
    let span = (date("date_from"), date("date_to"));
    let (Some(from), Some(to)) = span else {
        return Err(Refusal::invalid(&errors));
    };
    if to <= from {
        let text = "The date to field must be a date after date from.";
        return Err(Refusal::field("date_to", text));
    }
    let machine = find(estate, ask)?;
    let is_on = machine.state == "running";
    let memory_bytes = machine.memory * 1024 * 1024;
    let disk_bytes = machine.disk * 1024 * 1024;
    let end = to.min(ask.now);
    let begin = from.max(machine.created_at);
    let times = times(begin, end);
    let seed = machine.id;
    let created = machine.created_at;
    let busy = |time: i64, most: i64| {
        if is_on {
            most * (20 + wave(seed, time)) / 100
        } else {
            0
        }
    };
    let series = |unit: &str, value: &dyn Fn(i64) -> Value| {
        let usage: Map<String, Value> = times
            .iter()
            .map(|time| (time.to_string(), value(*time)))
            .collect();
        json!({"unit": unit, "usage": usage})
    };
    ok(json!({
        "cpu_usage": series("%", &|time| json!(tenths(busy(time, 400)))),
        "ram_usage": series("bytes", &|time| json!(busy(time, memory_bytes))),
        "disk_space": series("bytes", &|_| json!(disk_bytes / 3)),
        "outgoing_traffic": series("bytes", &|time| json!(busy(time, 18_000_000))),
        "incoming_traffic": series("bytes", &|time| json!(busy(time, 7_000_000))),
        "uptime": series("milliseconds", &|time| {
            json!(if is_on { (time - created.timestamp()) * 1000 } else { 0 })
        }),
    }))
}

fn times(begin: DateTime<Utc>, end: DateTime<Utc>) -> Vec<i64> {
    let (begin, end) = (begin.timestamp(), end.timestamp());
    if end <= begin {
        return Vec::new();
    }
    let step = ((end - begin) / LONGEST_SERIES).max(SHORTEST_STEP_SECS);
    (0..=(end - begin) / step)
        .map(|index| begin + index * step)
        .collect()
}

/// A daily rhythm with some noise, from 0 to 60.
fn wave(seed: i64, time: i64) -> i64 {
    let hour = time / 3600 % 24;
    let day = (12 - (hour - 14).abs()).max(0) * 4;
    let noise = (time / 60 * 31 + seed * 17).rem_euclid(13);
    day + noise
}

fn tenths(value: i64) -> f64 {
    f64::from(i32::try_from(value).unwrap_or(i32::MAX)) / 10.0
}
