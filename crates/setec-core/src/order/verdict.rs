use chrono::TimeDelta;

/// What a look at the provider shows of an order whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// What was ordered is there; the words say what was seen.
    There(String),
    /// The provider has taken the order and could not carry it out for good.
    Broken(String),
    /// Neither what was ordered is there, nor anything that was paid for it.
    NotThere(String),
    /// What is there may be it or may not, or is not finished.
    Unclear(String),
}

/// What follows from a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The order is completed; the words say how that was decided.
    Completed(String),
    /// The order has failed; the words say how that was decided.
    Failed(String),
    /// Nobody can say yet; the words are for the person who waits.
    Open(String),
}

/// Decides, and only where it is certain: what is not there yet may still come until `patience`
/// has passed since the order was sent.
pub fn judge(finding: Finding, since_sent: TimeDelta, patience: TimeDelta) -> Verdict {
    match finding {
        Finding::There(seen) => Verdict::Completed(seen),
        Finding::Broken(seen) => Verdict::Failed(seen),
        Finding::Unclear(seen) => Verdict::Open(seen),
        Finding::NotThere(seen) if since_sent >= patience => Verdict::Failed(format!(
            "{seen}, {} after it was sent: the provider has not carried it out",
            span(since_sent)
        )),
        Finding::NotThere(seen) => Verdict::Open(format!(
            "{seen}; it counts as failed if that is still so {} after it was sent",
            span(patience)
        )),
    }
}

fn span(time: TimeDelta) -> String {
    if time < TimeDelta::minutes(2) {
        format!("{} seconds", time.num_seconds())
    } else {
        format!("{} minutes", time.num_minutes())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Finding, Verdict, judge};

    #[test]
    fn absence_decides_only_after_the_patience() {
        let patience = TimeDelta::minutes(15);
        let absent = || Finding::NotThere("it is not in the portfolio".to_owned());
        let early = judge(absent(), TimeDelta::minutes(14), patience);
        assert!(matches!(early, Verdict::Open(_)), "{early:?}");
        let late = judge(absent(), patience, patience);
        assert!(
            matches!(&late, Verdict::Failed(words) if words.contains("15 minutes")),
            "{late:?}"
        );
        let unclear = judge(
            Finding::Unclear("two fit".to_owned()),
            TimeDelta::MAX,
            patience,
        );
        assert!(matches!(unclear, Verdict::Open(_)));
    }
}
