//! Values by type.

use crate::dns::{Caa, Mx, Name, Naptr, RecordData, RecordType, Srv};
use crate::zone_file::octodns::yaml::Node;
use crate::zone_file::{escape, loc};

/// The type of DNAME, which has no variant of its own.
pub(super) const DNAME: RecordType = RecordType::Unknown(39);
/// The same of LOC.
pub(super) const LOC: RecordType = RecordType::Unknown(loc::NUMBER);

/// The types that octoDNS's layout and Setec Manager both hold.
const TYPES: [(&str, RecordType); 18] = [
    ("A", RecordType::A),
    ("AAAA", RecordType::Aaaa),
    ("ALIAS", RecordType::Alias),
    ("CAA", RecordType::Caa),
    ("CNAME", RecordType::Cname),
    ("DNAME", DNAME),
    ("DS", RecordType::Ds),
    ("HTTPS", RecordType::Https),
    ("LOC", LOC),
    ("MX", RecordType::Mx),
    ("NAPTR", RecordType::Naptr),
    ("NS", RecordType::Ns),
    ("PTR", RecordType::Ptr),
    ("SRV", RecordType::Srv),
    ("SSHFP", RecordType::Sshfp),
    ("SVCB", RecordType::Svcb),
    ("TLSA", RecordType::Tlsa),
    ("TXT", RecordType::Txt),
];

/// The type of a mnemonic.
pub(super) fn rtype(mnemonic: &str) -> Option<RecordType> {
    let found = TYPES.iter().find(|(name, _)| *name == mnemonic);
    found.map(|(_, rtype)| *rtype)
}

/// Whether the layout has that type.
pub(super) fn holds(rtype: RecordType) -> bool {
    TYPES.iter().any(|(_, held)| *held == rtype)
}

/// Whether the layout has one value of it under `value`.
pub(super) fn is_single(rtype: RecordType) -> bool {
    rtype.is_single() || rtype == DNAME
}

/// Reads one value.
pub(super) fn read(rtype: RecordType, node: &Node<'_>) -> Result<RecordData, String> {
    Ok(match rtype {
        RecordType::Cname => RecordData::Cname(target(node)?),
        RecordType::Alias => RecordData::Alias(target(node)?),
        RecordType::Ns => RecordData::Ns(target(node)?),
        RecordType::Ptr => RecordData::Ptr(target(node)?),
        RecordType::Txt => RecordData::Txt(txt(node)?.into()),
        RecordType::Mx => RecordData::Mx(Mx {
            preference: number(first_of(node, ["preference", "priority"])?, "preference")?,
            exchange: target(first_of(node, ["exchange", "value"])?)?,
        }),
        RecordType::Srv => RecordData::Srv(Srv {
            priority: number(field(node, "priority")?, "priority")?,
            weight: number(field(node, "weight")?, "weight")?,
            port: number(field(node, "port")?, "port")?,
            target: target(field(node, "target")?)?,
        }),
        RecordType::Caa => {
            let tag = text(field(node, "tag")?)?.to_ascii_lowercase();
            if tag.is_empty() || !tag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return Err(format!("'{tag}' is no tag such as issue"));
            }
            RecordData::Caa(Box::new(Caa {
                // octoDNS takes 0 where there are none.
                flags: node
                    .get("flags")
                    .map_or(Ok(0), |flags| number(flags, "flags"))?,
                tag: short(tag.into_bytes())
                    .and_then(|tag| String::from_utf8(tag).map_err(|error| error.to_string()))?
                    .into(),
                value: txt(field(node, "value")?)?.into(),
            }))
        }
        RecordType::Naptr => RecordData::Naptr(Box::new(Naptr {
            order: number(field(node, "order")?, "order")?,
            preference: number(field(node, "preference")?, "preference")?,
            flags: short(txt(field(node, "flags")?)?)?.into(),
            services: short(txt(field(node, "service")?)?)?.into(),
            regexp: short(txt(field(node, "regexp")?)?)?.into(),
            replacement: target(field(node, "replacement")?)?,
        })),
        RecordType::Ds => by_text(
            rtype,
            node,
            &["key_tag", "algorithm", "digest_type", "digest"],
        )?,
        RecordType::Sshfp => by_text(
            rtype,
            node,
            &["algorithm", "fingerprint_type", "fingerprint"],
        )?,
        RecordType::Tlsa => {
            let fields = [
                "certificate_usage",
                "selector",
                "matching_type",
                "certificate_association_data",
            ];
            by_text(rtype, node, &fields)?
        }
        RecordType::Svcb | RecordType::Https => svcb(rtype, node)?,
        LOC => location(node)?,
        DNAME => parse(rtype, &target(node)?.to_zone_text())?,
        _ => parse(rtype, text(node)?)?,
    })
}

fn parse(rtype: RecordType, text: &str) -> Result<RecordData, String> {
    RecordData::parse(rtype, text, &Name::root()).map_err(|error| error.to_string())
}

/// Data whose presentation is its fields one behind the other.
fn by_text(rtype: RecordType, node: &Node<'_>, fields: &[&str]) -> Result<RecordData, String> {
    let mut texts = Vec::new();
    for name in fields {
        let field = text(field(node, name)?)?;
        if !field.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(format!("{name} '{field}' is no number"));
        }
        texts.push(field);
    }
    parse(rtype, &texts.join(" "))
}

fn svcb(rtype: RecordType, node: &Node<'_>) -> Result<RecordData, String> {
    let priority: u16 = number(field(node, "svcpriority")?, "svcpriority")?;
    let target = target(field(node, "targetname")?)?;
    let mut line = format!("{priority} {}", target.to_zone_text());
    let params = node.get("svcparams").filter(|params| !params.is_null());
    let entries = match params {
        None => &[][..],
        Some(params) => params.entries().ok_or("svcparams is a mapping")?,
    };
    for (key, value) in entries {
        let key = text(key)?;
        let values: Vec<&str> = value.items().iter().filter_map(Node::text).collect();
        let value = values.join(",");
        let is_safe = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_graphic() && !b"\"();".contains(&b))
        };
        if !is_safe(key) || !is_safe(&value) {
            return Err(format!(
                "svcparams: {key} holds a character that has no place there"
            ));
        }
        line.push(' ');
        line.push_str(key);
        if !value.is_empty() {
            line.push('=');
            line.push_str(&value);
        }
    }
    parse(rtype, &line)
}

fn location(node: &Node<'_>) -> Result<RecordData, String> {
    const FIELDS: [&str; 12] = [
        "lat_degrees",
        "lat_minutes",
        "lat_seconds",
        "lat_direction",
        "long_degrees",
        "long_minutes",
        "long_seconds",
        "long_direction",
        "altitude",
        "size",
        "precision_horz",
        "precision_vert",
    ];
    let mut texts = Vec::new();
    for name in FIELDS {
        texts.push(text(field(node, name)?)?);
    }
    loc::parse(&texts).map_err(|(at, message)| match FIELDS.get(at) {
        Some(name) => format!("{name}: {message}"),
        None => message,
    })
}

fn field<'n, 't>(node: &'n Node<'t>, name: &str) -> Result<&'n Node<'t>, String> {
    node.get(name).ok_or_else(|| format!("{name} is missing"))
}

fn first_of<'n, 't>(node: &'n Node<'t>, names: [&str; 2]) -> Result<&'n Node<'t>, String> {
    let found = names.iter().find_map(|name| node.get(name));
    found.ok_or_else(|| format!("{} is missing", names[0]))
}

fn text<'n>(node: &'n Node<'_>) -> Result<&'n str, String> {
    node.text().ok_or_else(|| "a text was expected".to_owned())
}

fn number<T: std::str::FromStr>(node: &Node<'_>, name: &str) -> Result<T, String> {
    let text = text(node)?;
    let parsed = text.parse().ok();
    parsed.ok_or_else(|| {
        format!(
            "{name} '{text}' is not a number of {} bits",
            size_of::<T>() * 8
        )
    })
}

/// An absolute name: octoDNS takes one without its dot only when lenient.
fn target(node: &Node<'_>) -> Result<Name, String> {
    let text = text(node)?;
    if !escape::is_absolute(text) {
        return Err(format!("'{text}' needs a dot at its end"));
    }
    escape::name(text, &Name::root()).map_err(|error| error.to_string())
}

/// A text as octoDNS keeps it: presentation format without quotes, with `\;` for `;`.
fn txt(node: &Node<'_>) -> Result<Vec<u8>, String> {
    let text = text(node)?;
    if !text.is_ascii() {
        return Err("write bytes beyond ASCII as \\DDD".to_owned());
    }
    // Quotes around it and between chunks are no part of the value.
    let unquoted = match text.strip_prefix('"') {
        Some(inside) if !inside.is_empty() => inside.strip_suffix('"').unwrap_or(inside),
        _ => text,
    };
    let whole = unquoted.replace("\" \"", "");
    for (at, _) in whole.match_indices(';') {
        let escapes = whole[..at]
            .bytes()
            .rev()
            .take_while(|byte| *byte == b'\\')
            .count();
        if escapes > 0 && escapes % 2 == 0 {
            return Err("double escaped ; write \\; for a semicolon".to_owned());
        }
    }
    escape::unescape(&whole, |_| true)
}

fn short(text: Vec<u8>) -> Result<Vec<u8>, String> {
    if text.len() > 255 {
        return Err("a text of at most 255 bytes was expected".to_owned());
    }
    Ok(text)
}
