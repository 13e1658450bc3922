//! Readers for answers of PHP: numbers as strings, `[]` for an empty object, truth in six spellings.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;

/// The first of those fields that is there and not null; names are compared as [`plain`] texts.
pub(super) fn field<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    let fields = value.as_object()?;
    names.iter().find_map(|wanted| {
        fields
            .iter()
            .find(|(name, value)| plain(name) == plain(wanted) && !value.is_null())
            .map(|(_, value)| value)
    })
}

/// A name without case, spaces, hyphens and underscores.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A string or a number, as a text that is not empty.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A field's text.
pub(super) fn text_of(value: &Value, names: &[&str]) -> Option<String> {
    field(value, names).and_then(text)
}

/// A truth value in any spelling.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(word) => match word.trim().to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "yes" | "active" | "enabled" | "locked" => Some(true),
            "" | "0" | "false" | "off" | "no" | "inactive" | "disabled" | "unlocked" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A field's truth.
pub(super) fn flag_of(value: &Value, names: &[&str]) -> Option<bool> {
    field(value, names).and_then(flag)
}

/// A whole number, also in a string.
pub(super) fn number(value: &Value) -> Option<i64> {
    text(value)?.parse().ok()
}

/// A date in any of its forms; PHP's zero dates and what is before the domain system are none.
pub(super) fn date(value: &Value) -> Option<DateTime<Utc>> {
    let text = text(value)?;
    let whole = DateTime::parse_from_rfc3339(&text)
        .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .map(|at| at.with_timezone(&Utc));
    let local = || {
        ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok())
    };
    let day = || {
        let midnight = chrono::NaiveTime::MIN;
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
        Some(day.and_time(midnight))
    };
    let at = whole
        .ok()
        .or_else(|| local().or_else(day).map(|at| at.and_utc()))?;
    (at.year() > 1985).then_some(at)
}

/// A field's date.
pub(super) fn date_of(value: &Value, names: &[&str]) -> Option<DateTime<Utc>> {
    field(value, names).and_then(date)
}

/// The items of a list, or of the object that PHP makes of a list with gaps.
pub(super) fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => {
            let mut numbered: Vec<(u64, &Value)> = fields
                .iter()
                .filter_map(|(key, value)| Some((key.parse().ok()?, value)))
                .collect();
            numbered.sort_by_key(|(at, _)| *at);
            numbered.into_iter().map(|(_, value)| value).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn dates_come_in_many_forms_and_zero_is_none() {
        for (value, day) in [
            (json!("2027-01-31"), Some("2027-01-31")),
            (json!("2027-01-31T00:00:00+00:00"), Some("2027-01-31")),
            (json!("2027-01-31T00:00:00.000000Z"), Some("2027-01-31")),
            (json!("2027-01-31T02:00:00+0300"), Some("2027-01-30")),
            (json!("2027-01-31 12:00:00"), Some("2027-01-31")),
            (json!("0000-00-00"), None),
            (json!("-0001-11-30"), None),
            (json!("1970-01-01"), None),
            (json!(""), None),
            (json!(null), None),
            (json!(false), None),
        ] {
            let read = super::date(&value).map(|at| at.date_naive().to_string());
            assert_eq!(read.as_deref(), day, "{value}");
        }
    }

    #[test]
    fn truth_has_many_spellings() {
        for (value, flag) in [
            (json!(true), Some(true)),
            (json!("1"), Some(true)),
            (json!(1), Some(true)),
            (json!("on"), Some(true)),
            (json!("locked"), Some(true)),
            (json!("unlocked"), Some(false)),
            (json!(""), Some(false)),
            (json!("0"), Some(false)),
            (json!("maybe"), None),
            (json!([]), None),
        ] {
            assert_eq!(super::flag(&value), flag, "{value}");
        }
    }

    #[test]
    fn a_list_with_gaps_is_an_object() {
        let value = json!({"10": "c", "2": "b", "0": "a", "status": "x"});
        assert_eq!(super::items(&value), ["a", "b", "c"]);
        assert_eq!(super::items(&json!([])).len(), 0);
    }
}
