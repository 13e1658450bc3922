//! Plans from the server.

use std::time::Duration;

use serde_json::{Value, json};
use setec_core::plan::Policy;
use setec_core::zone_file;

use super::plan::Planned;
use crate::cli::answer::{Answer, object};
use crate::cli::client::{Path, account};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::declare::{Declared, Ignored, ZoneEntry, word};

/// How often a limit of the rate is waited for, and how long at most.
const RETRIES: u32 = 3;
const MAX_WAIT_SECS: f64 = 60.0;

/// What one request plans at most.
const BATCH_ZONES: usize = 1000;
const BATCH_SETS: usize = 200_000;

/// The path of a zone.
pub(super) fn zone_path(entry: &ZoneEntry) -> Path {
    account(&entry.account).at("dns").at(entry.zone.as_str())
}

/// Batches that a request can hold.
pub(super) fn batches(zones: &[Declared]) -> impl Iterator<Item = &[Declared]> {
    let mut rest = zones;
    std::iter::from_fn(move || {
        let mut sets = 0;
        let fits = |zone: &&Declared| {
            sets += zone.zone.len();
            sets <= BATCH_SETS
        };
        let count = rest.iter().take(BATCH_ZONES).take_while(fits).count();
        // A zone that is larger than a batch is one.
        let (batch, others) = rest.split_at(count.max(1).min(rest.len()));
        rest = others;
        (!batch.is_empty()).then_some(batch)
    })
}

/// Plans the zones of a batch with one request.
pub(super) async fn plan_batch(zones: &[Declared], context: &Context<'_>) -> Result<Vec<Planned>> {
    let requests = zones.iter().map(|zone| {
        let mut request = body(zone, zone.entry.policy);
        request["provider"] = Value::from(zone.entry.account.as_str());
        request["zone"] = Value::from(zone.entry.zone.as_str());
        request
    });
    let requests = json!({ "zones": requests.collect::<Vec<_>>() });
    let path = Path::of(&["api", "dns", "plan"]);
    let answer = context.client.post_body(path, &requests).await?;
    if answer.entries().len() != zones.len() {
        return Err(Failure::Failed(
            "the server has planned other zones".to_owned(),
        ));
    }
    let mut plans = Vec::with_capacity(zones.len());
    for (zone, said) in zones.iter().zip(answer.entries()) {
        let error = said.get("error");
        let outcome = match error.str("error") {
            "" => Ok(said.get("plan").clone()),
            _ if error.str("code") == "rate_limited" => {
                plan_one(zone, zone.entry.policy, context).await
            }
            text => Err(Failure::Failed(text.to_owned())),
        };
        plans.push(Planned::of(zone, outcome));
    }
    Ok(plans)
}

fn body(zone: &Declared, policy: Policy) -> Value {
    let ignore: Vec<Value> = zone.entry.ignore.iter().map(ignore_rule).collect();
    json!({
        "zone_file": zone_file::print(&zone.zone),
        "policy": word(policy),
        "ignore": ignore,
    })
}

/// Plans one zone, which is read as it is now.
pub(super) async fn plan_one(
    zone: &Declared,
    policy: Policy,
    context: &Context<'_>,
) -> Result<Answer> {
    if zone.zone.is_empty() && policy != Policy::Sync {
        // Nothing is declared and nothing may go, which is no plan to the server.
        return Ok(object([("changes", Answer::List(Vec::new()))]));
    }
    let body = body(zone, policy);
    let mut retries = RETRIES;
    loop {
        let outcome = context
            .client
            .post_body(zone_path(&zone.entry).at("plan"), &body)
            .await;
        let wait = match &outcome {
            Err(Failure::Refused { status: 429, body }) if retries > 0 => {
                body.get("retry_after").number().unwrap_or(1.0)
            }
            _ => return outcome,
        };
        retries -= 1;
        tokio::time::sleep(Duration::from_secs_f64(wait.clamp(1.0, MAX_WAIT_SECS))).await;
    }
}

fn ignore_rule(rule: &Ignored) -> Value {
    let types: Vec<String> = rule.types.iter().map(ToString::to_string).collect();
    json!({ "name": rule.name, "types": types, "target": rule.target })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{BATCH_ZONES, batches};
    use crate::declare::Folder;

    #[test]
    fn every_zone_is_in_one_batch() {
        let dir = tempfile::tempdir().unwrap();
        let count = BATCH_ZONES + 5;
        let mut settings = vec!["account = \"a\"".to_owned()];
        for n in 0..count {
            settings.push(format!("[[zone]]\nname = \"z{n}.example\""));
            fs::write(dir.path().join(format!("z{n}.example.zone")), "").unwrap();
        }
        fs::write(dir.path().join("setec.toml"), settings.join("\n")).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let (zones, _) = folder.read(folder.entries().to_vec()).unwrap();
        let sizes: Vec<usize> = batches(&zones).map(<[_]>::len).collect();
        assert_eq!(sizes, [BATCH_ZONES, 5]);
        assert_eq!(batches(&[]).count(), 0);
    }
}
