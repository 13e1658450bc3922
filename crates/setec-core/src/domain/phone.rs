//! Telephone numbers in E.164, and in the form of registries.

/// Calling codes of two digits; 1 and 7 are of one digit, all others of three (ITU-T E.164 annex).
const TWO_DIGITS: [u8; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56,
    57, 58, 60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// The number as `+` and up to 15 digits, from any writing that begins with `+`.
///
/// Spaces, dots, hyphens and brackets are for the eye; `(0)` is none of the number.
pub fn normalize(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix('+')?.replace("(0)", "");
    let mut digits = String::new();
    for c in rest.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' => {}
            _ => return None,
        }
    }
    let is_number = (7..=15).contains(&digits.len()) && !digits.starts_with('0');
    is_number.then(|| format!("+{digits}"))
}

/// The number as EPP writes it (RFC 5733 section 2.5): `+254712345678` is `+254.712345678`.
pub fn to_epp(number: &str) -> Option<String> {
    let number = normalize(number)?;
    let digits = &number[1..];
    let length = match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        [tens, ones, ..] if TWO_DIGITS.contains(&((tens - b'0') * 10 + (ones - b'0'))) => 2,
        _ => 3,
    };
    let (code, rest) = digits.split_at(length);
    Some(format!("+{code}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::{normalize, to_epp};

    #[test]
    fn every_writing_of_a_number_is_one_number() {
        for (text, number) in [
            ("+254.712345678", Some("+254712345678")),
            ("+254 712 345 678", Some("+254712345678")),
            ("+49 (0)30 / 1234-567", Some("+49301234567")),
            ("+1 (202) 555-0100", Some("+12025550100")),
            ("0712345678", None),
            ("254712345678", None),
            ("+0712345678", None),
            ("+1", None),
            ("+1234567890123456", None),
            ("+254 712 x 12", None),
            ("", None),
        ] {
            assert_eq!(normalize(text).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn registries_want_a_dot_after_the_calling_code() {
        for (number, epp) in [
            ("+254712345678", "+254.712345678"),
            ("+12025550100", "+1.2025550100"),
            ("+74951234567", "+7.4951234567"),
            ("+442071838750", "+44.2071838750"),
            ("+380441234567", "+380.441234567"),
            ("+27211234567", "+27.211234567"),
            ("+85212345678", "+852.12345678"),
        ] {
            assert_eq!(to_epp(number).as_deref(), Some(epp));
        }
    }
}
