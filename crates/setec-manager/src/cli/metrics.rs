//! `vms metrics`: measurements of a server.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::column::{Column, field, made};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::vms::Machine;

/// Of which time.
#[derive(Debug, Args)]
pub(crate) struct MetricsFlags {
    #[command(flatten)]
    machine: Machine,
    /// How far back: 90m, 24h or 7d
    #[arg(long, value_name = "SPAN", default_value = "24h", value_parser = span)]
    since: TimeDelta,
    /// Beginning (RFC 3339), instead of --since
    #[arg(long, value_name = "TIME", conflicts_with = "since")]
    from: Option<DateTime<Utc>>,
    /// End (RFC 3339); now where absent
    #[arg(long, value_name = "TIME")]
    to: Option<DateTime<Utc>>,
}

fn span(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "it is a number with m, h or d, such as 24h".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number: i64 = text[..text.len() - unit.len_utf8()]
        .parse()
        .map_err(|_| wrong())?;
    let made = match unit {
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        _ => None,
    };
    made.filter(|span| *span > TimeDelta::zero() && *span < TimeDelta::days(3660))
        .ok_or_else(wrong)
}

const LIST: &[Column] = &[
    field("Name", "name"),
    field("Unit", "unit"),
    made("Points", |series| values(series).count().to_string()),
    made("Smallest", |series| shown(values(series).reduce(f64::min))),
    made("Average", |series| {
        let count = u32::try_from(values(series).count()).unwrap_or(u32::MAX);
        let sum: f64 = values(series).sum();
        shown((count > 0).then(|| sum / f64::from(count)))
    }),
    made("Largest", |series| shown(values(series).reduce(f64::max))),
    made("Last", |series| shown(values(series).last())),
];

fn values(series: &Answer) -> impl Iterator<Item = f64> + '_ {
    series
        .get("points")
        .entries()
        .iter()
        .filter_map(|point| point.get("value").number())
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}

impl MetricsFlags {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let rfc3339 = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
        let until = self.to.unwrap_or_else(Utc::now);
        let mut query = vec![(
            "date_from",
            rfc3339(self.from.unwrap_or(until - self.since)),
        )];
        query.extend(self.to.map(|to| ("date_to", rfc3339(to))));
        let answer = context
            .client
            .get_with(self.machine.path().at("metrics"), &query)
            .await?;
        context.printer.list(&answer, LIST, "no measurements")
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::span;

    #[test]
    fn spans_have_a_unit() {
        assert_eq!(span("90m"), Ok(TimeDelta::minutes(90)));
        assert_eq!(span("7d"), Ok(TimeDelta::days(7)));
        for bad in ["", "h", "24", "-1h", "1w", "9999999999999d", "24é"] {
            assert!(span(bad).is_err(), "{bad}");
        }
    }
}
