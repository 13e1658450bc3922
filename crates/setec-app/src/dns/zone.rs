//! Making and removing whole zones, where the provider hosts them for us.

use std::sync::Arc;

use setec_core::Violation;
use setec_core::dns::Name;
use setec_provider::dns::NewZone;

use crate::dns::read::zone_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

const WHAT: &str = "making and removing zones";

impl App {
    /// Makes a zone.
    pub async fn create_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        name: &str,
        kind: Option<String>,
        nameservers: &[String],
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need(account.dns()?.hosting(), WHAT)?;
        let zone = NewZone {
            name: zone_name(name)?,
            kind,
            nameservers: read_names("nameservers", nameservers)?,
            sets: Vec::new(),
        };
        let app = Arc::clone(self);
        self.change(
            actor,
            Draft::of(&account.name, "zone.create", zone.name.as_str()),
            async move {
                let _lock = app.zone_locks.lock(&account.name, zone.name.as_str()).await;
                let outcome = account
                    .need(account.dns()?.hosting(), WHAT)?
                    .create(&zone)
                    .await;
                app.forget_zone(&account, &zone.name);
                Ok(outcome?)
            },
        )
        .await
    }

    /// Removes a zone with everything in it.
    pub async fn delete_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.need(account.dns()?.hosting(), WHAT)?;
        let zone = zone_name(domain)?;
        self.protected(&account, &zone)
            .await?
            .allow_everything(&zone)?;
        // What is gone can be put back from the journal.
        let text = account
            .need(account.dns()?.hosting(), WHAT)?
            .export(&zone)
            .await?;
        let mut draft = Draft::of(&account.name, "zone.delete", zone.as_str());
        draft.before = Some(text.into());
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let _lock = app.zone_locks.lock(&account.name, zone.as_str()).await;
            let outcome = account
                .need(account.dns()?.hosting(), WHAT)?
                .delete(&zone)
                .await;
            app.forget_zone(&account, &zone);
            Ok(outcome?)
        })
        .await
    }

    /// A zone in zone file form.
    pub async fn export_zone(&self, actor: &Actor, provider: &str, domain: &str) -> Result<String> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let (dns, zone) = (account.dns()?, zone_name(domain)?);
        match dns.hosting() {
            Some(hosting) => Ok(hosting.export(&zone).await?),
            None => Ok(dns.zone(&zone).await?.to_zone_file()),
        }
    }

    /// Tells a zone's secondaries that it has changed.
    pub async fn notify_zone(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let hosting = account.need(account.dns()?.hosting(), "NOTIFY")?;
        Ok(hosting.notify(&zone_name(domain)?).await?)
    }
}

/// Host names of a list, all faults at once.
pub(crate) fn read_names(field: &str, texts: &[String]) -> Result<Vec<Name>> {
    let mut violations = Vec::new();
    let mut names = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        match text.parse::<Name>() {
            Ok(name) if name.is_single_label() || name == Name::root() => {
                violations.push(Violation::new(
                    format!("{field}[{at}]"),
                    format!("'{text}' is not a full host name"),
                ));
            }
            Ok(name) => names.push(name),
            Err(error) => {
                violations.push(Violation::new(format!("{field}[{at}]"), error.to_string()));
            }
        }
    }
    if violations.is_empty() {
        Ok(names)
    } else {
        Err(Error::invalid(violations))
    }
}
