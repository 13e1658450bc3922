//! Measurements.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::Value;
use setec_core::server::{Point, Series};
use setec_provider::Result;

use crate::hostinger::client::Client;
use crate::hostinger::lenient;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireMetrics {
    cpu_usage: Option<WireSeries>,
    ram_usage: Option<WireSeries>,
    disk_space: Option<WireSeries>,
    outgoing_traffic: Option<WireSeries>,
    incoming_traffic: Option<WireSeries>,
    uptime: Option<WireSeries>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireSeries {
    #[serde(deserialize_with = "lenient::text")]
    unit: Option<String>,
    // Unix seconds to numbers.
    #[serde(deserialize_with = "lenient::object")]
    usage: BTreeMap<String, Value>,
}

/// What was measured of a server between two times.
pub(super) async fn read(
    client: &Client,
    operation: &'static str,
    path: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Series>> {
    let stamp = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (from, to) = (stamp(from), stamp(to));
    let query = [("date_from", from.as_str()), ("date_to", to.as_str())];
    let found: WireMetrics = client.get_with(operation, path, &query).await?;
    let named = [
        ("cpu_usage", found.cpu_usage),
        ("ram_usage", found.ram_usage),
        ("disk_space", found.disk_space),
        ("outgoing_traffic", found.outgoing_traffic),
        ("incoming_traffic", found.incoming_traffic),
        ("uptime", found.uptime),
    ];
    Ok(named
        .into_iter()
        .filter_map(|(name, series)| Some(series?.named(name)))
        .collect())
}

impl WireSeries {
    fn named(self, name: &str) -> Series {
        let mut points: Vec<Point> = self
            .usage
            .iter()
            .filter_map(|(secs, value)| {
                Some(Point {
                    at: DateTime::from_timestamp(secs.parse().ok()?, 0)?,
                    value: value.as_f64()?,
                })
            })
            .collect();
        points.sort_by_key(|point| point.at);
        Series {
            name: name.to_owned(),
            unit: self.unit.unwrap_or_default(),
            points,
        }
    }
}
