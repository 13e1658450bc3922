//! PHP's `serialize` format, for `domainfields`: plain data only. Objects are refused, for reading
//! them runs code in PHP and has no meaning here.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Longer than the fields of any TLD.
const LONGEST: usize = 64 << 10;

const DEEPEST: usize = 8;

const MOST_VALUES: usize = 1000;

/// A value as PHP wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Null,
    Text(String),
    Array(Vec<(String, Value)>),
}

/// The additional fields of a TLD by name, of `base64_encode(serialize($fields))`.
///
/// Arrays in it become names such as `a[b]`.
pub(super) fn domain_fields(text: &str) -> Result<BTreeMap<String, String>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(BTreeMap::new());
    }
    if text.len() > LONGEST {
        return Err("it is longer than 64 KiB");
    }
    // A form that was not encoded makes spaces of the pluses.
    let decoded = STANDARD
        .decode(text.replace(' ', "+"))
        .map_err(|_| "it is not the base64 of a serialized PHP array")?;
    let fields = parse(&decoded)?;
    let mut flat = BTreeMap::new();
    match fields {
        Value::Array(items) => flatten(None, items, &mut flat),
        Value::Null => {}
        Value::Text(text) if text.is_empty() => {}
        Value::Text(_) => return Err("it is not a serialized PHP array"),
    }
    Ok(flat)
}

fn flatten(above: Option<&str>, items: Vec<(String, Value)>, flat: &mut BTreeMap<String, String>) {
    for (key, value) in items {
        let name = above.map_or_else(|| key.clone(), |above| format!("{above}[{key}]"));
        match value {
            Value::Null => {}
            Value::Text(text) => drop(flat.insert(name, text)),
            Value::Array(items) => flatten(Some(&name), items, flat),
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Value, &'static str> {
    let mut reader = Reader {
        rest: bytes,
        values: 0,
    };
    let value = reader.value(0)?;
    if reader.rest.iter().all(u8::is_ascii_whitespace) {
        Ok(value)
    } else {
        Err(DAMAGED)
    }
}

const DAMAGED: &str = "the serialized PHP array is damaged";

struct Reader<'a> {
    rest: &'a [u8],
    values: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value, &'static str> {
        self.values += 1;
        if depth > DEEPEST || self.values > MOST_VALUES {
            return Err("the serialized PHP array is too large");
        }
        let kind = self.take(1)?[0];
        if kind == b'N' {
            self.expect(b';')?;
            return Ok(Value::Null);
        }
        self.expect(b':')?;
        match kind {
            b'b' => match self.until(b';')? {
                b"0" => Ok(Value::Text("0".to_owned())),
                b"1" => Ok(Value::Text("1".to_owned())),
                _ => Err(DAMAGED),
            },
            b'i' => {
                let number: i64 = number(self.until(b';')?)?;
                Ok(Value::Text(number.to_string()))
            }
            b'd' => {
                let text = utf8(self.until(b';')?)?;
                let is_number =
                    text.parse::<f64>().is_ok() || matches!(text.as_str(), "INF" | "-INF" | "NAN");
                is_number.then_some(Value::Text(text)).ok_or(DAMAGED)
            }
            b's' => {
                let text = self.text()?;
                self.expect(b';')?;
                Ok(Value::Text(text))
            }
            b'a' => self.array(depth),
            b'O' | b'C' | b'E' => Err("it holds a PHP object, which is never read"),
            b'r' | b'R' => Err("it holds a PHP reference, which is never read"),
            _ => Err(DAMAGED),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, &'static str> {
        let count: usize = number(self.until(b':')?)?;
        self.expect(b'{')?;
        let mut items = Vec::new();
        // The count is the sender's word: nothing is set aside for it.
        for _ in 0..count {
            let key = match self.value(DEEPEST)? {
                Value::Text(key) => key,
                Value::Null | Value::Array(_) => return Err(DAMAGED),
            };
            items.push((key, self.value(depth + 1)?));
        }
        self.expect(b'}')?;
        Ok(Value::Array(items))
    }

    /// Its length is in bytes.
    fn text(&mut self) -> Result<String, &'static str> {
        let length: usize = number(self.until(b':')?)?;
        self.expect(b'"')?;
        let text = utf8(self.take(length)?)?;
        self.expect(b'"')?;
        Ok(text)
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(DAMAGED)?;
        self.rest = rest;
        Ok(taken)
    }

    fn expect(&mut self, byte: u8) -> Result<(), &'static str> {
        if self.take(1)?[0] == byte {
            Ok(())
        } else {
            Err(DAMAGED)
        }
    }

    fn until(&mut self, end: u8) -> Result<&'a [u8], &'static str> {
        let at = self
            .rest
            .iter()
            .position(|byte| *byte == end)
            .ok_or(DAMAGED)?;
        let taken = self.take(at)?;
        self.take(1)?;
        Ok(taken)
    }
}

fn number<T: std::str::FromStr>(bytes: &[u8]) -> Result<T, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| DAMAGED)?;
    text.parse().map_err(|_| DAMAGED)
}

fn utf8(bytes: &[u8]) -> Result<String, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it holds text that is not UTF-8")?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    use super::{domain_fields, parse};

    fn fields(text: &str) -> Result<Vec<(String, String)>, &'static str> {
        Ok(domain_fields(&STANDARD.encode(text))?.into_iter().collect())
    }

    #[test]
    fn plain_data_is_read() {
        assert_eq!(domain_fields("YTowOnt9"), Ok([].into()));
        assert_eq!(domain_fields(""), Ok([].into()));
        let text = "a:4:{s:8:\"VAT code\";s:4:\"J\u{f6}1\";i:0;i:-7;s:1:\"b\";b:1;s:1:\"x\";a:2:{i:0;d:0.5;s:1:\"n\";N;}}";
        let expected = [
            ("0", "-7"),
            ("VAT code", "J\u{f6}1"),
            ("b", "1"),
            ("x[0]", "0.5"),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(fields(text), Ok(expected.to_vec()));
    }

    #[test]
    fn objects_and_damage_are_refused() {
        for text in [
            "O:8:\"stdClass\":0:{}",
            "a:1:{i:0;O:8:\"stdClass\":0:{}}",
            "a:1:{i:0;C:3:\"Foo\":0:{}}",
            "a:1:{i:0;r:1;}",
            "a:2:{i:0;i:1;}",
            "a:99999999999:{",
            "s:99:\"x\";",
            "a:0:{}x",
            "s:1:\"x\";",
            "b:2;",
            "",
        ] {
            if !text.is_empty() {
                assert!(fields(text).is_err(), "{text}");
            }
        }
        assert!(domain_fields("not base64!").is_err());
        let deep = format!("{}i:1;{}", "a:1:{i:0;".repeat(20), "}".repeat(20));
        assert!(fields(&deep).is_err());
    }

    proptest! {
        #[test]
        fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "([asidbNOC:;{}\"0-9-]){0,60}") {
            let _ = parse(&bytes);
            let _ = parse(text.as_bytes());
            let _ = domain_fields(&text);
        }
    }
}
