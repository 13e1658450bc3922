//! Record data from fields, with the field that is at fault.

use crate::dns::{Mx, Name, RecordData, RecordType, Soa, Srv};
use crate::zone_file::entry::Field;
use crate::zone_file::{escape, loc, ttl};

/// Why the fields are no data of the type, and where: the offset of a field.
pub(super) type RdataFault = (usize, String);

/// Reads the data of a record; `end` is where the entry would go on.
///
/// The types that zones are full of are read here, all others by the library: its reading of a
/// record on its own costs some microseconds, which a million records would feel.
pub(super) fn read(
    rtype: RecordType,
    fields: &[Field<'_>],
    origin: &Name,
    end: usize,
) -> Result<RecordData, RdataFault> {
    let Some(first) = fields.first() else {
        return Err((end, format!("the data of the {rtype} record is missing")));
    };
    if first.text == "\\#" {
        return read_generic(rtype, fields, origin);
    }
    let names = Names { origin };
    match rtype {
        RecordType::Cname => Ok(RecordData::Cname(names.one(rtype, fields, end)?)),
        RecordType::Alias => Ok(RecordData::Alias(names.one(rtype, fields, end)?)),
        RecordType::Ns => Ok(RecordData::Ns(names.one(rtype, fields, end)?)),
        RecordType::Ptr => Ok(RecordData::Ptr(names.one(rtype, fields, end)?)),
        RecordType::Mx => {
            let [preference, exchange] = exactly(rtype, fields, end, "a preference and a name")?;
            Ok(RecordData::Mx(Mx {
                preference: number(preference)?,
                exchange: names.read(exchange)?,
            }))
        }
        RecordType::Srv => {
            let [priority, weight, port, target] =
                exactly(rtype, fields, end, "priority, weight, port and a name")?;
            Ok(RecordData::Srv(Srv {
                priority: number(priority)?,
                weight: number(weight)?,
                port: number(port)?,
                target: names.read(target)?,
            }))
        }
        RecordType::Soa => {
            let wanted = "two names, a serial and four spans of time";
            let [mname, rname, serial, refresh, retry, expire, minimum] =
                exactly(rtype, fields, end, wanted)?;
            let span = |field: Field<'_>| {
                ttl::parse_span(field.text).map_err(|message| (field.at, message))
            };
            Ok(RecordData::Soa(Box::new(Soa {
                mname: names.read(mname)?,
                rname: names.read(rname)?,
                serial: number(serial)?,
                refresh: span(refresh)?,
                retry: span(retry)?,
                expire: span(expire)?,
                minimum: span(minimum)?,
            })))
        }
        RecordType::Txt => {
            let mut text = Vec::new();
            for field in fields {
                let bytes = escape::unquote(field.text).map_err(|message| (field.at, message))?;
                if bytes.len() > 255 {
                    let message = "a character string holds at most 255 bytes; write several";
                    return Err((field.at, message.to_owned()));
                }
                text.extend_from_slice(&bytes);
            }
            Ok(RecordData::Txt(text.into()))
        }
        RecordType::Unknown(loc::NUMBER) => {
            let texts: Vec<&str> = fields.iter().map(|field| field.text).collect();
            loc::parse(&texts).map_err(|(field, message)| {
                (fields.get(field).map_or(end, |field| field.at), message)
            })
        }
        _ => read_by_library(rtype, fields, origin),
    }
}

fn read_by_library(
    rtype: RecordType,
    fields: &[Field<'_>],
    origin: &Name,
) -> Result<RecordData, RdataFault> {
    RecordData::parse(rtype, &joined(fields), origin)
        .map_err(|error| (fields[0].at, error.to_string()))
}

/// `\# 4 C0000201`, of any type (RFC 3597 section 5).
fn read_generic(
    rtype: RecordType,
    fields: &[Field<'_>],
    origin: &Name,
) -> Result<RecordData, RdataFault> {
    // Read as of a type without a meaning, so that these are the bytes and nothing else.
    let data = RecordData::parse(RecordType::Unknown(65_280), &joined(fields), origin)
        .map_err(|error| (fields[0].at, error.to_string()))?;
    match (data, rtype) {
        (RecordData::Unknown(mut data), RecordType::Unknown(number)) => {
            data.rtype = number;
            Ok(RecordData::Unknown(data))
        }
        (RecordData::Unknown(data), _) => RecordData::from_wire(rtype, &data.bytes)
            .map_err(|reason| (fields[0].at, format!("no data of type {rtype}: {reason}"))),
        (data, _) => Ok(data),
    }
}

fn joined(fields: &[Field<'_>]) -> String {
    let texts: Vec<&str> = fields.iter().map(|field| field.text).collect();
    texts.join(" ")
}

/// The fields of a type that has a fixed number of them.
fn exactly<'t, const N: usize>(
    rtype: RecordType,
    fields: &[Field<'t>],
    end: usize,
    wanted: &str,
) -> Result<[Field<'t>; N], RdataFault> {
    if let Ok(fields) = fields.try_into() {
        return Ok(fields);
    }
    let at = fields.get(N).map_or(end, |field| field.at);
    let what = if fields.len() > N { "more" } else { "less" };
    Err((at, format!("{what} than {wanted}, the data of {rtype}")))
}

fn number<T: std::str::FromStr>(field: Field<'_>) -> Result<T, RdataFault> {
    let is_number = field.text.bytes().all(|byte| byte.is_ascii_digit());
    let bits = size_of::<T>() * 8;
    field
        .text
        .parse()
        .ok()
        .filter(|_| is_number)
        .ok_or_else(|| {
            (
                field.at,
                format!("'{}' is not a number of {bits} bits", field.text),
            )
        })
}

struct Names<'a> {
    origin: &'a Name,
}

impl Names<'_> {
    fn read(&self, field: Field<'_>) -> Result<Name, RdataFault> {
        escape::name(field.text, self.origin).map_err(|error| (field.at, error.to_string()))
    }

    fn one(&self, rtype: RecordType, fields: &[Field<'_>], end: usize) -> Result<Name, RdataFault> {
        let [field] = exactly(rtype, fields, end, "one name")?;
        self.read(field)
    }
}
