//! Locations (RFC 1876), which the library reads and prints only as bytes.

use crate::dns::{RecordData, UnknownData};

/// The number of the type.
pub(super) const NUMBER: u16 = 29;

/// A location in the units of its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Location {
    pub(super) latitude: Angle,
    pub(super) longitude: Angle,
    /// In centimetres over the reference ellipsoid.
    pub(super) altitude: i64,
    /// Size, horizontal and vertical precision in centimetres.
    pub(super) sizes: [u64; 3],
}

/// Degrees, minutes and thousandths of seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Angle {
    pub(super) degrees: u32,
    pub(super) minutes: u32,
    pub(super) thousandths: u32,
    pub(super) direction: char,
}

const EQUATOR: i64 = 1 << 31;
const REFERENCE: i64 = 10_000_000;

/// Reads the fields of a LOC record; a fault comes with the number of its field.
pub(super) fn parse(fields: &[&str]) -> Result<RecordData, (usize, String)> {
    let mut at = 0;
    let latitude = angle(fields, &mut at, ['N', 'S'], 90)?;
    let longitude = angle(fields, &mut at, ['E', 'W'], 180)?;
    let wrong = |at: usize| {
        (
            at,
            "a length in metres was expected, such as 10m".to_owned(),
        )
    };
    let altitude = fields
        .get(at)
        .and_then(|text| centimetres(text))
        .ok_or_else(|| wrong(at))?;
    // The defaults of RFC 1876 section 3: 1 m, 10,000 m and 10 m.
    let mut sizes = [100, 1_000_000, 1000];
    for (number, size) in sizes.iter_mut().enumerate() {
        let at = at + 1 + number;
        if let Some(text) = fields.get(at) {
            *size = centimetres(text)
                .and_then(|length| u64::try_from(length).ok())
                .filter(|length| *length <= 9_000_000_000)
                .ok_or_else(|| wrong(at))?;
        }
    }
    if fields.len() > at + 4 {
        return Err((at + 4, "more than a location holds".to_owned()));
    }
    if !(-REFERENCE..=i64::from(u32::MAX) - REFERENCE).contains(&altitude) {
        return Err((
            at,
            "the altitude is from -100000m to 42849672.95m".to_owned(),
        ));
    }
    let location = Location {
        latitude,
        longitude,
        altitude,
        sizes,
    };
    Ok(RecordData::Unknown(UnknownData {
        rtype: NUMBER,
        bytes: location.to_wire().into(),
    }))
}

impl Location {
    /// Reads RDATA of version 0.
    pub(super) fn from_wire(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; 16] = bytes.try_into().ok()?;
        let [0, size, horizontal, vertical, ..] = *bytes else {
            return None;
        };
        let word = |at: usize| {
            let word = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            i64::from(u32::from_be_bytes(word))
        };
        let length = |byte: u8| u64::from(byte >> 4) * 10_u64.pow(u32::from(byte & 15));
        Some(Self {
            latitude: Angle::from_thousandths(word(4) - EQUATOR, ['N', 'S']),
            longitude: Angle::from_thousandths(word(8) - EQUATOR, ['E', 'W']),
            altitude: word(12) - REFERENCE,
            sizes: [length(size), length(horizontal), length(vertical)],
        })
    }

    fn to_wire(&self) -> [u8; 16] {
        let word = |value: i64| {
            u32::try_from(value)
                .expect("the limits were checked")
                .to_be_bytes()
        };
        let mut bytes = [0; 16];
        for (byte, size) in bytes[1..4].iter_mut().zip(self.sizes) {
            let (mut mantissa, mut exponent) = (size, 0);
            while mantissa > 9 {
                mantissa /= 10;
                exponent += 1;
            }
            *byte = u8::try_from(mantissa << 4 | exponent).expect("a digit and less than 16");
        }
        bytes[4..8].copy_from_slice(&word(EQUATOR + self.latitude.to_thousandths()));
        bytes[8..12].copy_from_slice(&word(EQUATOR + self.longitude.to_thousandths()));
        bytes[12..].copy_from_slice(&word(REFERENCE + self.altitude));
        bytes
    }
}

impl Angle {
    fn to_thousandths(self) -> i64 {
        let minutes = i64::from(self.degrees) * 60 + i64::from(self.minutes);
        let value = minutes * 60_000 + i64::from(self.thousandths);
        if matches!(self.direction, 'S' | 'W') {
            -value
        } else {
            value
        }
    }

    fn from_thousandths(value: i64, [positive, negative]: [char; 2]) -> Self {
        let direction = if value < 0 { negative } else { positive };
        let value = u32::try_from(value.abs()).expect("half of 32 bits");
        Self {
            degrees: value / 3_600_000,
            minutes: value / 60_000 % 60,
            thousandths: value % 60_000,
            direction,
        }
    }
}

fn angle(
    fields: &[&str],
    at: &mut usize,
    directions: [char; 2],
    most: u32,
) -> Result<Angle, (usize, String)> {
    let [positive, negative] = directions;
    let mut numbers = [0; 3];
    let start = *at;
    for number in 0..4 {
        let field = fields.get(*at).copied().unwrap_or_default();
        let letter = field.chars().next().map(|c| c.to_ascii_uppercase());
        if number > 0 && field.len() == 1 && letter.is_some_and(|c| directions.contains(&c)) {
            *at += 1;
            let [degrees, minutes, thousandths] = numbers;
            let angle = Angle {
                degrees,
                minutes,
                thousandths,
                direction: letter.unwrap_or(positive),
            };
            if angle.to_thousandths().abs() > i64::from(most) * 3_600_000 {
                return Err((start, format!("an angle is at most {most} degrees")));
            }
            return Ok(angle);
        }
        let value = match number {
            0 => field.parse().ok().filter(|degrees| *degrees <= most),
            1 => field.parse().ok().filter(|minutes| *minutes < 60),
            2 => decimal(field, 3)
                .and_then(|thousandths| u32::try_from(thousandths).ok())
                .filter(|thousandths| *thousandths < 60_000),
            _ => None,
        };
        let wanted =
            format!("degrees, minutes, seconds and {positive} or {negative} were expected");
        numbers[number.min(2)] = value.ok_or((*at, wanted))?;
        *at += 1;
    }
    Err((*at, format!("{positive} or {negative} was expected")))
}

fn centimetres(text: &str) -> Option<i64> {
    decimal(text.strip_suffix(['m', 'M']).unwrap_or(text), 2)
}

/// A decimal number times ten to the power of `places`; further digits must be zeros.
fn decimal(text: &str, places: usize) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let beyond = fraction.get(places..).unwrap_or_default();
    if whole.is_empty()
        || !are_digits(whole)
        || !are_digits(fraction)
        || beyond.bytes().any(|b| b != b'0')
    {
        return None;
    }
    let kept = &fraction[..fraction.len().min(places)];
    format!("{whole}{kept:0<places$}")
        .parse::<i64>()
        .ok()
        .map(|value| sign * value)
}
