//! Record sets as the database keeps them.

use setec_core::dns::{InvalidRecordText, Name, RecordData, RecordSet, SetKey, Ttl};
use setec_store::HostedSet;

/// A stored set that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the stored set {name} {rtype} cannot be read: {reason}")]
pub(super) struct BrokenRow {
    name: String,
    rtype: String,
    reason: String,
}

pub(super) fn read(row: &HostedSet) -> Result<RecordSet, BrokenRow> {
    let broken = |reason: String| BrokenRow {
        name: row.name.clone(),
        rtype: row.rtype.clone(),
        reason,
    };
    let key = SetKey {
        name: row
            .name
            .parse()
            .map_err(|error| broken(format!("{error}")))?,
        rtype: row
            .rtype
            .parse()
            .map_err(|error| broken(format!("{error}")))?,
    };
    let ttl = Ttl::from_secs(row.ttl.into()).map_err(|error| broken(error.to_string()))?;
    let rtype = key.rtype;
    let values = |text: &str| -> Result<Vec<RecordData>, InvalidRecordText> {
        text.lines()
            .map(|line| RecordData::parse(rtype, line, &Name::root()))
            .collect()
    };
    let served = values(&row.served).map_err(|error| broken(error.to_string()))?;
    let mut set = RecordSet::new(key, ttl, served);
    for value in values(&row.disabled).map_err(|error| broken(error.to_string()))? {
        set.insert_disabled(value);
    }
    Ok(set)
}

pub(super) fn write(set: &RecordSet) -> HostedSet {
    // The zone file form escapes line breaks, so a line is a value.
    let lines = |values: &[RecordData]| -> String {
        let texts: Vec<String> = values.iter().map(RecordData::to_text).collect();
        texts.join("\n")
    };
    HostedSet {
        name: set.key.name.as_str().to_owned(),
        rtype: set.key.rtype.to_string(),
        ttl: set.ttl.secs(),
        served: lines(set.values()),
        disabled: lines(set.disabled()),
    }
}

#[cfg(test)]
mod tests {
    use setec_core::dns::{RecordData, RecordSet, RecordType, SetKey, Ttl};

    use super::{read, write};

    #[test]
    fn what_is_written_reads_back() {
        let key = SetKey {
            name: "*.a\\.b.example.com".parse().unwrap(),
            rtype: RecordType::Txt,
        };
        let texts = [
            &b"v=spf1 -all"[..],
            b"two\nlines; \"quoted\" \\ and \xff",
            &[b'x'; 4_000],
        ];
        let values = texts.map(|text| RecordData::Txt(text.to_vec().into()));
        let mut set = RecordSet::new(key, Ttl::from_secs(60).unwrap(), values);
        set.insert_disabled(RecordData::Txt(b"not served".to_vec().into()));
        assert_eq!(read(&write(&set)).unwrap(), set);
    }
}
