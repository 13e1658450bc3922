//! PHP's `serialize`, as far as the API wants it.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// `base64_encode(serialize($array))` of texts by name; `YTowOnt9` of none.
pub(super) fn encoded_array(fields: &BTreeMap<String, String>) -> String {
    let mut text = format!("a:{}:{{", fields.len());
    for part in fields.iter().flat_map(|(name, value)| [name, value]) {
        // Lengths count bytes.
        write!(text, "s:{}:\"{part}\";", part.len()).expect("a String takes any text");
    }
    text.push('}');
    STANDARD.encode(text)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn arrays_are_written_as_php_writes_them() {
        assert_eq!(super::encoded_array(&[].into()), "YTowOnt9");
        let fields = [("Legal Type", "Individual"), ("Ñame", "é")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let bytes = STANDARD
            .decode(super::encoded_array(&fields.into()))
            .expect("base64");
        assert_eq!(
            String::from_utf8(bytes).expect("UTF-8"),
            r#"a:2:{s:10:"Legal Type";s:10:"Individual";s:5:"Ñame";s:2:"é";}"#
        );
    }
}
