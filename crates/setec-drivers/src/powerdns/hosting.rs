//! Making and removing zones.

use async_trait::async_trait;
use http::{Method, StatusCode};
use setec_core::Violation;
use setec_core::dns::Name;
use setec_provider::dns::{Answer, MadeZone, NewZone, ZoneHosting};
use setec_provider::http::{Repeat, Reply};
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::powerdns::account::PowerDns;
use crate::powerdns::changes::replacement;
use crate::powerdns::client::{Request, accept, expect_status, zone_path};
use crate::powerdns::{wire, zones};

const CREATE_ZONE: &str = "create zone";

/// How often a zone is sent that the server has failed to make.
const ATTEMPTS: u32 = 2;

#[async_trait]
impl ZoneHosting for PowerDns {
    async fn create(&self, zone: &NewZone) -> Result<MadeZone> {
        let body = wire::NewZone {
            name: zone.name.to_absolute(),
            kind: kind(zone.kind.as_deref())?,
            nameservers: zone.nameservers.iter().map(Name::to_absolute).collect(),
            rrsets: zone.sets.iter().map(replacement).collect::<Result<_>>()?,
        };
        let request =
            Request::new(CREATE_ZONE, Method::POST, "/zones", Repeat::WhenLimited).body(&body);
        let mut outcome = self.client.exchange(&request).await;
        for _ in 1..ATTEMPTS {
            if !has_failed(&outcome) || !self.is_cleared(&zone.name).await {
                break;
            }
            outcome = self.client.exchange(&request).await;
        }
        if has_failed(&outcome) {
            self.is_cleared(&zone.name).await;
        }
        let reply = accept(&request, outcome).map_err(|mut error| {
            if error.kind == ErrorKind::Conflict {
                error.kind = ErrorKind::Exists;
                error.message = format!("zone {} exists already", zone.name);
            }
            error
        })?;
        expect_status(&reply, StatusCode::CREATED)?;
        let answer = Answer {
            call: "POST /zones".to_owned(),
            text: reply.status.to_string(),
        };
        // The server reads the zone from its database for this answer, after the commit.
        let made = zones::read(&zone.name, reply).inspect_err(|error| {
            tracing::warn!(zone = %zone.name, %error, "the answer to the zone's creation cannot be read");
        });
        Ok(MadeZone {
            answer,
            zone: made.ok(),
        })
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

impl PowerDns {
    /// Takes away what a failed creation has left; whether the zone is surely not there now.
    ///
    /// The server makes the zone before the transaction that fills it, so a failure in between, such
    /// as a busy SQLite's, leaves a zone without even a SOA, which nobody else can have wanted.
    async fn is_cleared(&self, zone: &Name) -> bool {
        let path = zone_path(zone);
        let request = Request::new("look for zone", Method::GET, &path, Repeat::Idempotent)
            .query(&[("rrsets", "true")]);
        let left = match self.client.send_about(zone, request).await {
            Err(error) => return error.kind == ErrorKind::NotFound,
            Ok(reply) => reply.json::<wire::Zone<SetCount>>(),
        };
        if !left.is_ok_and(|left| left.rrsets.0 == 0) {
            return false;
        }
        match self.delete(zone).await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%zone, %error, "a zone that was made without records cannot be removed");
                false
            }
        }
    }
}

/// Whether the server itself has said that it failed; with any other lost answer it may be at work.
fn has_failed(outcome: &Result<Reply>) -> bool {
    let failed = |reply: &Reply| reply.status == StatusCode::INTERNAL_SERVER_ERROR;
    outcome.as_ref().is_ok_and(failed)
}

/// How many sets an answer holds.
#[derive(Debug, Default)]
struct SetCount(usize);

impl<'a> Extend<wire::RrSet<'a>> for SetCount {
    fn extend<I: IntoIterator<Item = wire::RrSet<'a>>>(&mut self, rrsets: I) {
        self.0 += rrsets.into_iter().count();
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
