//! The SOA and its serial.

use chrono::{Datelike, NaiveDate};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Soa};

use super::ttl;

/// Seconds after which a secondary asks again; NOTIFY makes it sooner.
const REFRESH: u32 = 10_800;
const RETRY: u32 = 3_600;
const EXPIRE: u32 = 1_209_600;
/// How long "there is no such name" may be kept (RFC 2308); short, for zones that people edit.
const MINIMUM: u32 = 300;
const SOA_TTL: u64 = 3_600;

/// The serial after `serial`: today's first as YYYYMMDD00, or simply the next (RFC 1982).
pub(super) fn next_serial(serial: u32, today: NaiveDate) -> u32 {
    let year = u32::try_from(today.year()).unwrap_or(0);
    let dated = (year * 10_000 + today.month() * 100 + today.day()).saturating_mul(100);
    if is_after(dated, serial) {
        dated
    } else {
        serial.wrapping_add(1)
    }
}

/// Whether `a` comes after `b` in the arithmetic of RFC 1982 section 3.2.
pub(super) fn is_after(a: u32, b: u32) -> bool {
    a != b && a.wrapping_sub(b) < 1 << 31
}

/// The apex key of the SOA.
pub(super) fn key(zone: &Name) -> SetKey {
    SetKey {
        name: zone.clone(),
        rtype: RecordType::Soa,
    }
}

/// The SOA of a new zone.
pub(super) fn new(zone: &Name, primary: &Name, hostmaster: Name, serial: u32) -> RecordSet {
    let soa = Soa {
        mname: primary.clone(),
        rname: hostmaster,
        serial,
        refresh: REFRESH,
        retry: RETRY,
        expire: EXPIRE,
        minimum: MINIMUM,
    };
    RecordSet::new(key(zone), ttl(SOA_TTL), [RecordData::Soa(soa.into())])
}

/// The SOA of a set.
pub(super) fn of(set: &RecordSet) -> Option<&Soa> {
    set.values().iter().find_map(|value| match value {
        RecordData::Soa(soa) => Some(&**soa),
        _ => None,
    })
}

/// The same SOA with another serial.
pub(super) fn with_serial(set: &RecordSet, serial: u32) -> RecordSet {
    let values = set.values().iter().map(|value| match value {
        RecordData::Soa(soa) => {
            let mut soa = soa.clone();
            soa.serial = serial;
            RecordData::Soa(soa)
        }
        other => other.clone(),
    });
    RecordSet::new(set.key.clone(), set.ttl, values)
}

#[cfg(test)]
mod tests {
    use super::{is_after, next_serial};
    use chrono::NaiveDate;

    #[test]
    fn serials_only_move_on() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for (serial, next) in [
            (1, 2_026_112_100),
            (2_026_112_100, 2_026_112_101),
            (2_026_112_199, 2_026_112_200),
            (2_030_010_100, 2_030_010_101),
            (u32::MAX, 2_026_112_100),
            (4_200_000_000, 2_026_112_100),
            // By RFC 1982 today's would be a step back from here.
            (4_100_000_000, 4_100_000_001),
        ] {
            assert_eq!(next_serial(serial, today), next, "{serial}");
            assert!(is_after(next, serial));
        }
    }
}
