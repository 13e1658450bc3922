//! The API's answers as they came: objects keep the order of their fields.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Answer>),
    Object(Vec<(String, Answer)>),
}

impl Answer {
    /// A field of an object; `Null` where there is none.
    pub(crate) fn get(&self, key: &str) -> &Answer {
        match self {
            Self::Object(fields) => fields
                .iter()
                .find(|(name, _)| name == key)
                .map_or(&Self::Null, |(_, value)| value),
            _ => &Self::Null,
        }
    }

    /// The text, where it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a field, or nothing.
    pub(crate) fn str(&self, key: &str) -> &str {
        self.get(key).text().unwrap_or_default()
    }

    /// The number, where it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// Whether it is `true`.
    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Flag(true)
    }

    /// The entries of a list.
    pub(crate) fn entries(&self) -> &[Answer] {
        match self {
            Self::List(entries) => entries,
            _ => &[],
        }
    }

    /// In one line, for people.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Null => "-".to_owned(),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(entries) if entries.is_empty() => "-".to_owned(),
            Self::List(entries) => {
                let words: Vec<String> = entries.iter().map(Self::words).collect();
                words.join(", ")
            }
            Self::Object(fields) => {
                let words: Vec<String> = fields
                    .iter()
                    .map(|(name, value)| format!("{name}={}", value.words()))
                    .collect();
                words.join(" ")
            }
        }
    }
}

/// An object of those fields, in that order.
pub(crate) fn object<const N: usize>(fields: [(&str, Answer); N]) -> Answer {
    Answer::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Answer {
    fn from(number: usize) -> Self {
        Self::Number(number.into())
    }
}

impl<T: Into<Answer>> From<Option<T>> for Answer {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Answer>> FromIterator<T> for Answer {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self::List(entries.into_iter().map(Into::into).collect())
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(entries) => serializer.collect_seq(entries),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Answer, E> {
        Ok(Answer::Null)
    }

    fn visit_none<E>(self) -> Result<Answer, E> {
        Ok(Answer::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Answer, E> {
        Ok(Answer::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Answer, E> {
        Ok(Answer::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Answer, E> {
        Ok(Answer::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Answer, E> {
        Ok(Number::from_f64(number).map_or(Answer::Null, Answer::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Answer, E> {
        Ok(Answer::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Answer, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = seq.next_element()? {
            entries.push(entry);
        }
        Ok(Answer::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answer, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Answer::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn what_comes_in_goes_out_in_the_same_order() {
        let text = r#"{"z":1,"a":[true,null,9.99,-3],"m":{"y":"ä","b":""}}"#;
        let answer: Answer = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&answer).unwrap(), text);
        assert_eq!(answer.get("m").str("y"), "ä");
        assert_eq!(answer.get("none"), &Answer::Null);
    }
}
