use std::net::{Ipv4Addr, Ipv6Addr};

use super::name::is_label;

/// The content as the API stores and returns it, or `None` if it is not valid for the type.
pub(super) fn stored(kind: &str, text: &str) -> Option<String> {
    let text = text.trim();
    match kind {
        "A" => text.parse::<Ipv4Addr>().ok().map(|ip| ip.to_string()),
        "AAAA" => text.parse::<Ipv6Addr>().ok().map(|ip| ip.to_string()),
        "CNAME" | "ALIAS" | "NS" => dotted(text),
        "MX" => mail_exchange(text),
        "TXT" => quoted(text),
        "SRV" => service(text),
        "CAA" => authority(text),
        "SOA" => start_of_authority(text),
        _ => None,
    }
}

/// The form in which two contents are compared: dots, quotes and case make no difference.
pub(super) fn compared(kind: &str, content: &str) -> String {
    match kind {
        "TXT" => unquoted(content).unwrap_or_else(|| content.to_owned()),
        "CAA" => content.to_owned(),
        _ => content.trim_end_matches('.').to_ascii_lowercase(),
    }
}

/// Whether a text is a host name of at least two labels, with or without the trailing dot.
pub(in crate::hostinger) fn is_host_name(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

fn dotted(text: &str) -> Option<String> {
    is_host_name(text).then(|| format!("{}.", text.trim_end_matches('.')))
}

fn mail_exchange(text: &str) -> Option<String> {
    let (priority, host) = text.split_once(' ')?;
    let priority: u16 = priority.parse().ok()?;
    let host = host.trim();
    // RFC 7505: "0 ." says that the domain takes no mail.
    if host == "." {
        return Some(format!("{priority} ."));
    }
    Some(format!("{priority} {}", dotted(host)?))
}

fn service(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [priority, weight, port, target] = fields[..] else {
        return None;
    };
    for number in [priority, weight, port] {
        number.parse::<u16>().ok()?;
    }
    let target = if target == "." {
        target.to_owned()
    } else {
        dotted(target)?
    };
    Some(format!("{priority} {weight} {port} {target}"))
}

fn authority(text: &str) -> Option<String> {
    let (flags, rest) = text.split_once(' ')?;
    let (tag, value) = rest.trim().split_once(' ')?;
    flags.parse::<u8>().ok()?;
    if tag.is_empty() || !tag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let value = value.trim();
    let value = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value);
    (!value.contains('"')).then(|| format!("{flags} {} \"{value}\"", tag.to_ascii_lowercase()))
}

fn start_of_authority(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [primary, mailbox, numbers @ ..] = &fields[..] else {
        return None;
    };
    if numbers.len() != 5 || numbers.iter().any(|text| text.parse::<u32>().is_err()) {
        return None;
    }
    Some(format!(
        "{} {} {}",
        dotted(primary)?,
        dotted(mailbox)?,
        numbers.join(" ")
    ))
}

/// A TXT content in quotes. A bare one is accepted, and one over 255 bytes is split; whether
/// the vendor splits is not known (spec 1.2).
fn quoted(text: &str) -> Option<String> {
    let plain = if text.starts_with('"') {
        unquoted(text)?
    } else {
        text.to_owned()
    };
    if plain.is_empty() || plain.len() > 4096 {
        return None;
    }
    let strings: Vec<String> = chunks(&plain)
        .into_iter()
        .map(|chunk| format!("\"{}\"", chunk.replace('\\', "\\\\").replace('"', "\\\"")))
        .collect();
    Some(strings.join(" "))
}

fn chunks(text: &str) -> Vec<&str> {
    let mut rest = text;
    let mut chunks = Vec::new();
    while rest.len() > 255 {
        let end = (0..=255)
            .rev()
            .find(|end| rest.is_char_boundary(*end))
            .unwrap_or(rest.len());
        let (chunk, tail) = rest.split_at(end);
        chunks.push(chunk);
        rest = tail;
    }
    chunks.push(rest);
    chunks
}

/// The text of one or more quoted strings, joined; `\195` is one byte (RFC 1035 section 5.1).
fn unquoted(text: &str) -> Option<String> {
    let mut plain = Vec::new();
    let mut inside = false;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => inside = !inside,
            '\\' if inside => {
                let digits = letters.as_str().get(..3).unwrap_or_default();
                if digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
                    plain.push(digits.parse().ok()?);
                    letters.nth(2);
                } else {
                    plain.extend(letters.next()?.to_string().bytes());
                }
            }
            letter if inside => plain.extend(letter.to_string().bytes()),
            letter if letter.is_whitespace() => {}
            _ => return None,
        }
    }
    String::from_utf8(plain).ok().filter(|_| !inside)
}
