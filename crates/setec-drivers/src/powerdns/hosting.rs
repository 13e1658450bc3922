//! Making and removing zones.

use async_trait::async_trait;
use http::{Method, StatusCode};
use setec_core::Violation;
use setec_core::dns::Name;
use setec_provider::dns::{NewZone, ZoneHosting};
use setec_provider::http::Repeat;
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::powerdns::account::PowerDns;
use crate::powerdns::changes::replacement;
use crate::powerdns::client::{Request, expect_status, zone_path};
use crate::powerdns::wire;

const CREATE_ZONE: &str = "create zone";

#[async_trait]
impl ZoneHosting for PowerDns {
    async fn create(&self, zone: &NewZone) -> Result<()> {
        let body = wire::NewZone {
            name: zone.name.to_absolute(),
            kind: kind(zone.kind.as_deref())?,
            nameservers: zone.nameservers.iter().map(Name::to_absolute).collect(),
            rrsets: zone.sets.iter().map(replacement).collect::<Result<_>>()?,
        };
        let request =
            Request::new(CREATE_ZONE, Method::POST, "/zones", Repeat::WhenLimited).body(&body);
        let answer = self.client.send(request).await;
        let reply = answer.map_err(|mut error| {
            if error.kind == ErrorKind::Conflict {
                error.kind = ErrorKind::Exists;
                error.message = format!("zone {} exists already", zone.name);
            }
            error
        })?;
        expect_status(&reply, StatusCode::CREATED)
    }

    async fn delete(&self, zone: &Name) -> Result<()> {
        let path = zone_path(zone);
        // A repeat after a lost answer would report the zone as missing.
        let request = Request::new("delete zone", Method::DELETE, &path, Repeat::WhenLimited);
        let reply = self.client.send_about(zone, request).await?;
        expect_status(&reply, StatusCode::NO_CONTENT)
    }

    async fn export(&self, zone: &Name) -> Result<String> {
        let path = format!("{}/export", zone_path(zone));
        let request = Request::new("export zone", Method::GET, &path, Repeat::Idempotent);
        let reply = self.client.send_about(zone, request).await?;
        let export: wire::Export = reply.json()?;
        Ok(export.zone)
    }

    async fn notify(&self, zone: &Name) -> Result<()> {
        let path = format!("{}/notify", zone_path(zone));
        let request = Request::new("notify secondaries", Method::PUT, &path, Repeat::Idempotent);
        let reply = self.client.send_about(zone, request).await?;
        reply.json::<serde_json::Value>().map(|_| ())
    }
}

/// PowerDNS takes an unknown word for `Native` without saying so, and old versions lack `Primary`.
fn kind(word: Option<&str>) -> Result<&'static str> {
    match word.map(str::to_ascii_lowercase).as_deref() {
        None | Some("native") => Ok("Native"),
        Some("master" | "primary") => Ok("Master"),
        Some(_) => Err(ProviderError::invalid(
            CREATE_ZONE,
            vec![Violation::new("kind", "Native, Master or Primary")],
        )),
    }
}
