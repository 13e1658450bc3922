//! `dns create`, `dns update` and `dns delete`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::{Zone, counted};
use crate::cli::answer::Answer;
use crate::cli::column::{Column, field, made, printable};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;

/// A record.
#[derive(Debug, Args)]
pub(crate) struct CreateFlags {
    #[command(flatten)]
    zone: Zone,
    /// Name relative to the zone, @ for its apex
    #[arg(long, short)]
    name: String,
    /// Type, such as A or TXT
    #[arg(long = "type", short = 't', value_name = "TYPE")]
    rtype: String,
    /// The data; a TXT without quotes
    #[arg(long, short, allow_hyphen_values = true)]
    content: String,
    /// Seconds; the set's own or the provider's default where absent
    #[arg(long)]
    ttl: Option<u64>,
    /// Needed for MX and SRV
    #[arg(long)]
    priority: Option<u64>,
}

/// A batch of records.
#[derive(Debug, Args)]
pub(crate) struct UpdateFlags {
    #[command(flatten)]
    zone: Zone,
    /// JSON or YAML: a list of records, or an object as the API takes it; - for standard input
    #[arg(long, short, value_name = "FILE")]
    file: PathBuf,
    /// Replace the whole zone (but its SOA and apex NS) instead of merging
    #[arg(long)]
    overwrite: bool,
    /// A guard that the overwriting trips and that you override, such as remove-mx; may be given
    /// several times
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
}

/// What a file of records looks like.
pub(super) const UPDATE_HELP: &str = "\
A file of records looks as `dns list --output yaml` prints it; only type, name and content are needed:

  - { type: A, name: \"@\", content: 192.0.2.1, ttl: 300 }
  - { type: MX, name: \"@\", content: mail.example.com, priority: 10 }";

/// Which records.
#[derive(Debug, Args)]
#[group(id = "selection", required = true, multiple = true, args = ["name", "rtype"])]
pub(crate) struct DeleteFlags {
    #[command(flatten)]
    zone: Zone,
    /// Only of this name
    #[arg(long, short)]
    name: Option<String>,
    /// Only of this type
    #[arg(long = "type", short = 't', value_name = "TYPE")]
    rtype: Option<String>,
    /// Only this value of the set
    #[arg(long, short, allow_hyphen_values = true)]
    content: Option<String>,
    /// Priority of that value, for MX and SRV
    #[arg(long)]
    priority: Option<u64>,
    /// mass-delete, where a name or a type alone is more than 30 % of the zone
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
}

/// What is shown of records.
pub(super) const RECORDS: &[Column] = &[
    field("Name", "name"),
    field("Type", "type"),
    field("TTL", "ttl"),
    made("Priority", |entry| match entry.str("type") {
        "MX" | "SRV" => entry.get("priority").words(),
        _ => String::new(),
    }),
    made("Content", |entry| {
        let mark = if entry.get("disabled").is_true() {
            " (disabled)"
        } else {
            ""
        };
        format!("{}{mark}", entry.str("content"))
    }),
];

/// Adds a record.
pub(super) async fn create(flags: CreateFlags, context: &Context<'_>) -> Result<()> {
    let body = input::without_nulls(json!({
        "type": flags.rtype,
        "name": flags.name,
        "content": flags.content,
        "ttl": flags.ttl,
        "priority": flags.priority,
    }));
    let path = flags.zone.path();
    let answer = context.client.post_body(path, &body).await?;
    context.done(&answer, &format!("{} {} created", flags.name, flags.rtype))
}

/// Writes a batch.
pub(super) async fn update(flags: UpdateFlags, context: &Context<'_>) -> Result<()> {
    let (mut body, count) = batch(input::value(&flags.file)?)?;
    let overwrite = flags.overwrite || body["overwrite"] == Value::Bool(true);
    body["overwrite"] = Value::Bool(overwrite);
    if !flags.overrides.is_empty() {
        body["override"] = Value::from(flags.overrides);
    }
    let domain = &flags.zone.domain;
    let path = flags.zone.path();
    if overwrite {
        let present = context.client.get(path.clone()).await?;
        context.confirm(&format!(
            "Replace all {} records of {domain} with the {count} of {}?",
            present.entries().len(),
            flags.file.display()
        ))?;
    }
    let answer = context.client.put(path, &body).await?;
    context.done(
        &answer,
        &format!("{domain}: {} written", counted(count, "record")),
    )
}

/// The API's body of a file that holds either it or the bare records.
pub(super) fn batch(value: Value) -> Result<(Value, usize)> {
    let mut body = match value {
        Value::Array(records) => json!({ "records": records }),
        other => other,
    };
    match body.get_mut("records").and_then(Value::as_array_mut) {
        Some(records) => {
            // A listed zone has its SOA, which the provider keeps in any case.
            records.retain(|record| record["type"] != "SOA");
            let count = records.len();
            Ok((body, count))
        }
        None => Err(Failure::Failed(
            "the file holds no list of records".to_owned(),
        )),
    }
}

/// Deletes records.
pub(super) async fn delete(flags: DeleteFlags, context: &Context<'_>) -> Result<()> {
    let path = flags.zone.path();
    if !context.options.yes {
        let records = context.client.get(path.clone()).await?;
        let hit: Vec<&Answer> = records
            .entries()
            .iter()
            .filter(|record| flags.concerns(record))
            .collect();
        let lines: Vec<String> = hit
            .iter()
            .map(|record| {
                format!(
                    "  {} {} {}",
                    record.str("name"),
                    record.str("type"),
                    record.str("content")
                )
            })
            .collect();
        for line in &lines {
            context.note(&printable(line));
        }
        context.confirm(&format!(
            "Delete {} of {}?",
            counted(hit.len(), "record"),
            flags.zone.domain
        ))?;
    }
    let mut query = Vec::new();
    query.extend(flags.name.map(|name| ("name", name)));
    query.extend(flags.rtype.map(|rtype| ("type", rtype)));
    query.extend(flags.content.map(|content| ("content", content)));
    query.extend(
        flags
            .priority
            .map(|priority| ("priority", priority.to_string())),
    );
    if !flags.overrides.is_empty() {
        query.push(("override", flags.overrides.join(",")));
    }
    let answer = context.client.delete_with(path, &query).await?;
    context.done(&answer, "deleted")
}

impl DeleteFlags {
    /// Whether a record is one of those; what counts is the server's judgement, this is for the question.
    fn concerns(&self, record: &Answer) -> bool {
        let matches = |wanted: &Option<String>, key: &str| {
            wanted
                .as_ref()
                .is_none_or(|wanted| record.str(key).eq_ignore_ascii_case(wanted))
        };
        matches(&self.name, "name")
            && matches(&self.rtype, "type")
            && matches(&self.content, "content")
    }
}
