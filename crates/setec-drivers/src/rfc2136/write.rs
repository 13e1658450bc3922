//! Writing zones, and finding out what became of a write whose answer does not say it.

use std::collections::HashSet;

use async_trait::async_trait;
use domain::base::iana::{Rcode, Rtype};
use domain::rdata::Cname;
use setec_core::dns::{Name, RecordType};
use setec_core::plan::Change;
use setec_provider::dns::{Answer, ApplyError, Written, ZoneWriter};
use setec_provider::{ProviderError, Result};

use crate::rfc2136::account::Rfc2136;
use crate::rfc2136::check::{faults, too_long};
use crate::rfc2136::client::Failure;
use crate::rfc2136::pack::{DoesNotFit, pack};
use crate::rfc2136::race::{conflict, difference, in_short, unknown};
use crate::rfc2136::transfer::{Forms, zone_at};
use crate::rfc2136::{refusal, update};

pub(super) const WRITE_RECORDS: &str = "write records";

/// Queries for which one connection is kept; servers may close it after some.
const QUERIES: usize = 20;

#[async_trait]
impl ZoneWriter for Rfc2136 {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Written, ApplyError> {
        if changes.is_empty() {
            return Ok(Written::default());
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
        Ok(Written {
            answers,
            seen: None,
        })
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
        let text = if refusal::is_lost_race(rcode) {
            self.look(zone, changes, rcode, lost.as_ref()).await?
        } else {
            self.accepted(zone, rcode)?
        };
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
        let is_swapped = |change: &&Change| {
            let key = change.key();
            key.rtype == RecordType::Cname
                && change.before().is_none()
                && leaving.contains(&key.name)
        };
        let swapped: Vec<&Change> = changes.iter().copied().filter(is_swapped).collect();
        let mut left_out = Vec::new();
        for some in swapped.chunks(QUERIES) {
            let asked = self.without_cname(some).await;
            left_out.extend(asked.map_err(|failure| unknown(&failure.error))?);
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

    /// Those whose CNAME the server does not have.
    async fn without_cname<'a>(
        &self,
        changes: &[&'a Change],
    ) -> std::result::Result<Vec<&'a Change>, Failure> {
        let mut connection = self.client.connect(WRITE_RECORDS).await?;
        let mut without = Vec::new();
        for change in changes {
            let question = self.client.question(&change.key().name, Rtype::CNAME);
            let answer = connection.ask(question).await?;
            let has_one = answer
                .answer()
                .is_ok_and(|records| records.limit_to_in::<Cname<_>>().next().is_some());
            // Below a delegation the answer is another's; there nothing is signed.
            if !has_one && answer.header().aa() {
                without.push(*change);
            }
        }
        Ok(without)
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
