//! Form bodies nested as PHP nests them (`http_build_query`): `a[b]=1&a[c]=2&list[0]=x`.

use std::fmt::Write;

use serde_json::Value;
use url::form_urlencoded::byte_serialize;

/// The body in `application/x-www-form-urlencoded`, in the order of the value's keys.
///
/// As in PHP, truth values are `1` and `0`, and what is null or empty is left out.
pub(crate) fn encode(body: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, "", body);
    text
}

fn write_value(text: &mut String, name: &str, value: &Value) {
    let nested = |key: &str| match name {
        "" => key.to_owned(),
        name => format!("{name}[{key}]"),
    };
    let plain = match value {
        Value::Null => return,
        Value::Object(fields) => {
            for (key, value) in fields {
                write_value(text, &nested(key), value);
            }
            return;
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                write_value(text, &nested(&at.to_string()), value);
            }
            return;
        }
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(words) => words.clone(),
    };
    if !text.is_empty() {
        text.push('&');
    }
    let escaped = |part: &str| byte_serialize(part.as_bytes()).collect::<String>();
    write!(text, "{}={}", escaped(name), escaped(&plain)).expect("a String takes any text");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn bodies_nest_as_in_php() {
        for (body, text) in [
            (
                json!({"domain": "example.com", "regperiod": 3}),
                "domain=example.com&regperiod=3",
            ),
            (
                json!({"addons": {"dnsmanagement": false, "idprotection": true}}),
                "addons%5Bdnsmanagement%5D=0&addons%5Bidprotection%5D=1",
            ),
            (
                json!({"prefix": ["info", "a b"], "none": [], "null": null, "empty": ""}),
                "empty=&prefix%5B0%5D=info&prefix%5B1%5D=a+b",
            ),
            (
                json!({"contactdetails": {"Registrant": {"First Name": "Jürgen & Söhne"}}}),
                "contactdetails%5BRegistrant%5D%5BFirst+Name%5D=J%C3%BCrgen+%26+S%C3%B6hne",
            ),
            (
                json!({"dnsrecords": [{"hostname": "@", "priority": "N/A"}]}),
                "dnsrecords%5B0%5D%5Bhostname%5D=%40&dnsrecords%5B0%5D%5Bpriority%5D=N%2FA",
            ),
            (json!({}), ""),
        ] {
            assert_eq!(super::encode(&body), text);
        }
    }
}
