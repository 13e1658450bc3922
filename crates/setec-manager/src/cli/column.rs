//! What a table shows of an answer.

use setec_core::{Currency, Money};

use crate::cli::answer::Answer;

/// A column, or a line of a single thing's details.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    /// Its heading.
    pub(crate) title: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Field(&'static str),
    State(&'static str),
    Time(&'static str),
    Price(&'static str),
    Cents(&'static str),
    Made(fn(&Answer) -> String),
}

/// How a cell's content is to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    Plain,
    Good,
    Bad,
    Waiting,
}

/// A field as it is.
pub(crate) const fn field(title: &'static str, key: &'static str) -> Column {
    Column {
        title,
        kind: Kind::Field(key),
    }
}

/// A field that says how something stands.
pub(crate) const fn state(title: &'static str, key: &'static str) -> Column {
    Column {
        title,
        kind: Kind::State(key),
    }
}

/// A point in time.
pub(crate) const fn time(title: &'static str, key: &'static str) -> Column {
    Column {
        title,
        kind: Kind::Time(key),
    }
}

/// A price in major units; the currency stands beside it.
pub(crate) const fn price(title: &'static str, key: &'static str) -> Column {
    Column {
        title,
        kind: Kind::Price(key),
    }
}

/// A price in minor units; the currency stands beside it.
pub(crate) const fn cents(title: &'static str, key: &'static str) -> Column {
    Column {
        title,
        kind: Kind::Cents(key),
    }
}

/// Something made of several fields.
pub(crate) const fn made(title: &'static str, make: fn(&Answer) -> String) -> Column {
    Column {
        title,
        kind: Kind::Made(make),
    }
}

impl Column {
    /// The cell of one entry.
    pub(crate) fn cell(&self, entry: &Answer) -> (String, Mood) {
        let (text, mood) = match self.kind {
            Kind::Field(key) => (entry.get(key).words(), Mood::Plain),
            Kind::State(key) => {
                let words = entry.get(key).words();
                let mood = mood_of(&words);
                (words, mood)
            }
            Kind::Time(key) => (short_time(&entry.get(key).words()), Mood::Plain),
            Kind::Price(key) => (money(entry, entry.get(key)), Mood::Plain),
            Kind::Cents(key) => (cents_of(entry, entry.get(key)), Mood::Plain),
            Kind::Made(make) => (make(entry), Mood::Plain),
        };
        (printable(&text), mood)
    }
}

/// A price in major units with its currency, such as `9.99 USD`.
pub(crate) fn money(entry: &Answer, amount: &Answer) -> String {
    let Some(amount) = amount.number() else {
        return "-".to_owned();
    };
    let code = entry.str("currency");
    let digits = code.parse::<Currency>().map_or(2, Currency::digits) as usize;
    format!("{amount:.digits$} {code}").trim_end().to_owned()
}

/// A price in minor units with its currency.
pub(crate) fn cents_of(entry: &Answer, amount: &Answer) -> String {
    let minor = match amount {
        Answer::Number(number) => number.as_i64(),
        _ => None,
    };
    match (minor, entry.str("currency").parse()) {
        (Some(minor), Ok(currency)) => Money { minor, currency }.to_string(),
        (Some(minor), Err(_)) => minor.to_string(),
        (None, _) => "-".to_owned(),
    }
}

/// An amount that stands with its currency in an object of its own.
pub(crate) fn money_of(money: &Answer) -> String {
    cents_of(money, money.get("minor"))
}

/// `2026-03-15 08:30` of an RFC 3339 time; the answer itself has the rest.
pub(crate) fn short_time(text: &str) -> String {
    match chrono::DateTime::parse_from_rfc3339(text) {
        Ok(time) => time.to_utc().format("%Y-%m-%d %H:%M").to_string(),
        Err(_) => text.to_owned(),
    }
}

/// Control characters written out: a record's content must not steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            clean.extend(c.escape_default());
        } else {
            clean.push(c);
        }
    }
    clean
}

fn mood_of(state: &str) -> Mood {
    match state {
        "running" | "active" | "success" | "done" | "ok" | "yes" | "same" => Mood::Good,
        "error" | "failed" | "suspended" | "expired" | "cancelled" | "no" | "unknown"
        | "different" | "missing" | "no_answer" => Mood::Bad,
        "creating"
        | "requested"
        | "pending_setup"
        | "pending_verification"
        | "paused"
        | "warning" => Mood::Waiting,
        _ => Mood::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::{cents, field, price, time};
    use crate::cli::answer::Answer;

    fn answer(text: &str) -> Answer {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn money_has_its_currency_and_its_digits() {
        let entry = answer(r#"{"price":9.9,"price_cents":1199,"currency":"USD","none":null}"#);
        assert_eq!(price("", "price").cell(&entry).0, "9.90 USD");
        assert_eq!(cents("", "price_cents").cell(&entry).0, "11.99 USD");
        assert_eq!(price("", "none").cell(&entry).0, "-");
        let entry = answer(r#"{"price":1200,"price_cents":1200,"currency":"JPY"}"#);
        assert_eq!(price("", "price").cell(&entry).0, "1200 JPY");
        assert_eq!(cents("", "price_cents").cell(&entry).0, "1200 JPY");
    }

    #[test]
    fn content_cannot_steer_the_terminal() {
        let entry = answer(r#"{"content":"a\u001b[31mb\nc"}"#);
        assert_eq!(field("", "content").cell(&entry).0, "a\\u{1b}[31mb\\nc");
    }

    #[test]
    fn times_are_short() {
        let entry = answer(r#"{"at":"2027-03-15T08:30:59.123Z","none":null}"#);
        assert_eq!(time("", "at").cell(&entry).0, "2027-03-15 08:30");
        assert_eq!(time("", "none").cell(&entry).0, "-");
    }
}
