//! Writing zones, and finding out what became of a write whose answer does not say it.

use std::collections::HashSet;

use async_trait::async_trait;
use domain::base::iana::{Rcode, Rtype};
use domain::rdata::Cname;
use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, Zone};
use setec_core::plan::Change;
use setec_provider::dns::{Answer, ApplyError, ZoneWriter};
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::rfc2136::account::Rfc2136;
use crate::rfc2136::client::Failure;
use crate::rfc2136::pack::{DoesNotFit, pack};
use crate::rfc2136::transfer::{Forms, is_of_the_server, zone_at};
use crate::rfc2136::{refusal, update};

const WRITE_RECORDS: &str = "write records";

/// Sets named in a message about a lost race.
const MAX_NAMED: usize = 5;

/// Characters of a set's values in such a message.
const MAX_SHOWN: usize = 200;

#[async_trait]
impl ZoneWriter for Rfc2136 {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Vec<Answer>, ApplyError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        self.require(WRITE_RECORDS, zone)?;
        let violations = faults(zone, changes);
        if !violations.is_empty() {
            return Err(ProviderError::invalid(WRITE_RECORDS, violations).into());
        }
        let messages = pack(&self.client, zone, changes).map_err(|part| too_long(zone, &part))?;
        let mut applied = Vec::new();
        let mut answers = Vec::new();
        for part in messages {
            match self.write(zone, &part).await {
                Ok(text) => {
                    let count = part.len();
                    let noun = if count == 1 { "change" } else { "changes" };
                    answers.push(Answer {
                        call: format!("UPDATE {} {count} {noun}", zone.to_absolute()),
                        text,
                    });
                    applied.extend(part.iter().map(|change| change.key().clone()));
                }
                Err(source) => {
                    return Err(ApplyError {
                        applied,
                        answers,
                        source,
                    });
                }
            }
        }
        Ok(answers)
    }

    fn calls(&self, changes: &[Change]) -> u32 {
        // The zone's name makes a difference of some bytes only.
        let Some(first) = changes.first() else {
            return 0;
        };
        let messages = pack(&self.client, &first.key().name, changes);
        messages.map_or(1, |all| u32::try_from(all.len()).unwrap_or(u32::MAX))
    }
}

impl Rfc2136 {
    /// Carries one message's changes out and gives the server's word.
    async fn write(&self, zone: &Name, changes: &[&Change]) -> Result<String> {
        let (outcome, lost) = match self.update(zone, changes, &Forms::new()).await {
            // The prerequisites make a second message harmless: they hold only if the first one
            // has not been carried out.
            Err(first) if first.answer_is_lost => {
                tracing::warn!(%zone, error = %first.error, "the answer to an update is lost; asking again");
                let second = self.update(zone, changes, &Forms::new()).await;
                (second.map_err(|_| unknown(&first.error)), Some(first.error))
            }
            outcome => (outcome.map_err(ProviderError::from), None),
        };
        let rcode = outcome?;
        if refusal::is_lost_race(rcode) {
            return self.look(zone, changes, rcode, lost.as_ref()).await;
        }
        let text = self.accepted(zone, rcode)?;
        match self.add_left_out(zone, changes).await? {
            0 => Ok(text),
            count => Ok(format!(
                "{text}; {count} CNAME that the server left out by a further message"
            )),
        }
    }

    /// Adds each CNAME that took another set's place and was left out without a word.
    ///
    /// Knot DNS 3.2 does so in a zone that it signs: to it the name is still taken by the signatures
    /// of the set that the same message has deleted.
    async fn add_left_out(&self, zone: &Name, changes: &[&Change]) -> Result<usize> {
        let leaving: HashSet<&Name> = changes
            .iter()
            .filter(|change| change.after().is_none())
            .map(|change| &change.key().name)
            .collect();
        let is_swapped = |change: &&&Change| {
            let key = change.key();
            key.rtype == RecordType::Cname
                && change.before().is_none()
                && leaving.contains(&key.name)
        };
        let mut left_out = Vec::new();
        for change in changes.iter().filter(is_swapped) {
            if !self.serves_cname(&change.key().name).await? {
                left_out.push(*change);
            }
        }
        if left_out.is_empty() {
            return Ok(0);
        }
        match self.update(zone, &left_out, &Forms::new()).await {
            Ok(rcode) if refusal::is_lost_race(rcode) => {
                let look = self.look(zone, &left_out, rcode, None).await;
                look.map_err(|error| error.context("all was changed but a CNAME"))?;
            }
            Ok(rcode) => drop(self.accepted(zone, rcode)?),
            Err(failure) => return Err(unknown(&failure.error)),
        }
        Ok(left_out.len())
    }

    async fn serves_cname(&self, name: &Name) -> Result<bool> {
        let mut connection = self.client.connect(WRITE_RECORDS).await?;
        let request = self.client.question(name, Rtype::CNAME);
        let answer = connection.ask(request).await;
        let answer = answer.map_err(|failure| unknown(&failure.error))?;
        let has_one = answer
            .answer()
            .is_ok_and(|records| records.limit_to_in::<Cname<_>>().next().is_some());
        // Below a delegation the answer is another's; there nothing is signed.
        Ok(has_one || !answer.header().aa())
    }

    async fn update(
        &self,
        zone: &Name,
        changes: &[&Change],
        forms: &Forms,
    ) -> std::result::Result<Rcode, Failure> {
        let request = update::message(&self.client, zone, changes, forms);
        // With the server's own forms it may be longer than it was when it was packed.
        let request = request.map_err(|_| too_long(zone, &DoesNotFit(changes.to_vec())))?;
        let mut connection = self.client.connect(WRITE_RECORDS).await?;
        let answer = connection.ask(request).await?;
        Ok(answer.header().rcode())
    }

    fn accepted(&self, zone: &Name, rcode: Rcode) -> Result<String> {
        if rcode == Rcode::NOERROR {
            return Ok(rcode.to_string());
        }
        let key = self.client.key_name();
        let key = key.as_deref();
        Err(refusal::of_update(WRITE_RECORDS, zone, rcode, key))
    }

    /// A prerequisite does not hold: looks at the zone for the reason.
    async fn look(
        &self,
        zone: &Name,
        changes: &[&Change],
        rcode: Rcode,
        lost: Option<&ProviderError>,
    ) -> Result<String> {
        let owners: HashSet<Name> = changes
            .iter()
            .map(|change| change.key().name.clone())
            .collect();
        let look = zone_at(&self.client, zone, &owners).await;
        let look = look.map_err(|error| match lost {
            Some(lost) => unknown(lost),
            None => conflict(&format!(
                "a set is no longer as it was read ({rcode}), and the zone cannot be read again: {error}"
            )),
        })?;
        let holds = |change: &&Change| look.zone.get(change.key()) == change.after();
        if changes.iter().all(holds) {
            return Ok(match lost {
                Some(_) => format!("{rcode} at the second attempt: the first one was carried out"),
                None => format!("{rcode}: the zone holds these changes already"),
            });
        }
        let differences: Vec<String> = changes
            .iter()
            .filter_map(|change| difference(&look.zone, change))
            .collect();
        if let Some(lost) = lost
            && !differences.is_empty()
        {
            return Err(unknown(lost).context(&in_short(&differences)));
        }
        if !differences.is_empty() {
            return Err(conflict(&in_short(&differences)));
        }
        // The sets are what they were: the server has a value in another form, such as a text in
        // other strings, and compares bytes.
        match self.update(zone, changes, &look.forms).await {
            Ok(rcode) if refusal::is_lost_race(rcode) => Err(conflict(&format!(
                "a set is changing while it is written ({rcode})"
            ))),
            Ok(rcode) => self.accepted(zone, rcode),
            Err(failure) if failure.answer_is_lost => Err(unknown(&failure.error)),
            Err(failure) => Err(failure.error),
        }
    }
}

/// Everything that no update can do, all of it at once.
fn faults(zone: &Name, changes: &[Change]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for change in changes {
        let key = change.key();
        let is_apex = key.name == *zone;
        let rule = if !key.name.is_in(zone) {
            "it is not in the zone"
        } else if key.rtype == RecordType::Soa {
            "the SOA is the server's own: it counts the serial at every update"
        } else if is_of_the_server(key.rtype) {
            "records of that type are the server's own: it makes them when it signs the zone"
        } else if key.rtype == RecordType::Alias && change.after().is_some() {
            "no server of RFC 2136 takes records of that type"
        } else if is_apex && key.rtype == RecordType::Ns && change.after().is_none() {
            "a zone's own NS cannot be deleted by an update (RFC 2136 section 3.4.2.3)"
        } else if change
            .after()
            .is_some_and(|after| !after.disabled().is_empty())
        {
            "a record that is kept without being served cannot be held here"
        } else if change.after().is_some_and(is_too_long) {
            "one of its values is longer than the 65,535 bytes of a record"
        } else {
            continue;
        };
        let field = format!("{}/{}", key.name.relative_to(zone), key.rtype);
        violations.push(Violation::new(field, rule));
    }
    violations
}

fn is_too_long(set: &RecordSet) -> bool {
    // Only a text has no limit of its own; one byte of 256 is a string's length.
    let is_long = |value: &RecordData| match value {
        RecordData::Txt(text) => text.len() + text.len().div_ceil(255) > 65_535,
        _ => false,
    };
    set.values().iter().any(is_long)
}

/// What the set is instead of what it was, and what stands in its way; TTLs do not count.
fn difference(live: &Zone, change: &Change) -> Option<String> {
    let key = change.key();
    let now = live.get(key);
    if values(now) != values(change.before()) {
        let shown = |set: Option<&RecordSet>| match set {
            Some(set) => {
                let all: Vec<String> = set.values().iter().map(ToString::to_string).collect();
                shorten(&all.join(" "))
            }
            None => "nothing".to_owned(),
        };
        return Some(format!(
            "{} {} was {} and is now {}",
            key.name,
            key.rtype,
            shown(change.before()),
            shown(now)
        ));
    }
    let made = change.before().is_none();
    let in_the_way = |set: &&RecordSet| {
        set.key.rtype != key.rtype
            && (set.key.rtype == RecordType::Cname || key.rtype == RecordType::Cname)
    };
    let other = live.at(&key.name).find(in_the_way).filter(|_| made)?;
    Some(format!("{} has {} records", key.name, other.key.rtype))
}

fn values(set: Option<&RecordSet>) -> &[RecordData] {
    set.map_or(&[], RecordSet::values)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

fn in_short(differences: &[String]) -> String {
    let named = differences[..differences.len().min(MAX_NAMED)].join("; ");
    match differences.len().saturating_sub(MAX_NAMED) {
        0 => named,
        more => format!("{named}; and {more} more"),
    }
}

fn conflict(words: &str) -> ProviderError {
    let message = format!("somebody else has changed the zone meanwhile: {words}");
    ProviderError::new(ErrorKind::Conflict, WRITE_RECORDS, message)
}

fn unknown(lost: &ProviderError) -> ProviderError {
    let message = format!(
        "{lost}; whether the changes were made is not known, so look at the zone before you repeat them"
    );
    ProviderError::new(lost.kind, WRITE_RECORDS, message)
}

fn too_long(zone: &Name, part: &DoesNotFit<'_>) -> ProviderError {
    let rule =
        "the set as it is and as it shall be do not fit into the 65,535 bytes of one message";
    let violations = part.0.iter().map(|change| {
        let key = change.key();
        let field = format!("{}/{}", key.name.relative_to(zone), key.rtype);
        Violation::new(field, rule)
    });
    ProviderError::invalid(WRITE_RECORDS, violations.collect())
}
