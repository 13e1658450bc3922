//! What a customer does with its domains: the use cases of the operator, after a look whose the
//! domain is.

use std::sync::Arc;

use setec_core::dns::{FlatRecord, RecordType};
use setec_core::domain::{AuthCode, Contacts, EmailForward};
use setec_core::plan::Guard;
use setec_provider::domains::Switch;

use super::CustomerCaller;
use super::own::Own;
use crate::dns::{Extent, RecordInput};
use crate::registrar::ChildNameserverInput;
use crate::{App, Error, Freshness, Result};

/// Guards that hold for a customer's whole set of records. It names all of them each time, so what
/// goes is told by what is left out: a few sets may, most of a zone may not.
const GUARDS_OVERRIDDEN: [Guard; 5] = [
    Guard::MassChange,
    Guard::RemoveMx,
    Guard::RemoveDmarc,
    Guard::RemoveCaa,
    Guard::RemoveDs,
];

impl App {
    /// Replaces a domain's name servers.
    pub async fn reseller_set_nameservers(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        nameservers: &[String],
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let done = self.set_nameservers(&own.actor, account, name, nameservers);
        let outcome = done.await;
        let servers = nameservers.to_vec();
        self.touched(&own, &outcome, |state| state.nameservers = servers)
            .await;
        outcome
    }

    /// Registers a name server below a domain.
    pub async fn reseller_register_nameserver(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        input: &ChildNameserverInput,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        self.register_child_nameserver(&own.actor, account, name, input)
            .await
    }

    /// Replaces one address of a name server below a domain by another.
    pub async fn reseller_change_nameserver(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        host: &str,
        from_to: (&str, &str),
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        self.change_child_nameserver(&own.actor, account, name, host, from_to)
            .await
    }

    /// Removes a name server below a domain.
    pub async fn reseller_delete_nameserver(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        host: &str,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        self.delete_child_nameserver(&own.actor, account, name, host)
            .await
    }

    /// A domain's contacts as the registrar has them.
    pub async fn reseller_contacts(
        &self,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Contacts> {
        let own = self.own(caller, domain).await?;
        self.contacts(&own.actor, &own.account, own.name.as_str())
            .await
    }

    /// Replaces the contacts of the roles that are given.
    pub async fn reseller_set_contacts(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        contacts: Contacts,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let outcome = self.set_contacts(&own.actor, account, name, contacts).await;
        self.touched(&own, &outcome, |_| {}).await;
        outcome
    }

    /// A domain's DNS records but those that hold the zone itself: SOA, and NS of the apex.
    pub async fn reseller_records(
        &self,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Vec<FlatRecord>> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let list = self
            .records(&own.actor, account, name, Freshness::Cached)
            .await?;
        let is_shown = |record: &&FlatRecord| {
            let holds_the_zone = record.rtype == RecordType::Soa
                || record.rtype == RecordType::Ns && record.name == "@";
            !holds_the_zone && !record.disabled
        };
        Ok(list.records.iter().filter(is_shown).cloned().collect())
    }

    /// Makes these records all that a domain serves. An empty list is refused, and so is one without
    /// most of a larger zone's records unless that guard is overridden.
    pub async fn reseller_set_records(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        records: Vec<RecordInput>,
        overrides: &[Guard],
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        if records.is_empty() {
            let rule = "at least one record; an empty list empties no zone";
            return Err(Error::field("records", rule));
        }
        let extent = Extent::OverwriteServed([&GUARDS_OVERRIDDEN[..], overrides].concat());
        let (account, name) = (&own.account, own.name.as_str());
        self.update_records(&own.actor, account, name, records, extent)
            .await
    }

    /// Where mail to a domain's addresses goes.
    pub async fn reseller_email_forwards(
        &self,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Vec<EmailForward>> {
        let own = self.own(caller, domain).await?;
        self.email_forwards(&own.actor, &own.account, own.name.as_str())
            .await
    }

    /// Replaces all forwards of a domain.
    pub async fn reseller_set_email_forwards(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        forwards: Vec<EmailForward>,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        self.set_email_forwards(&own.actor, account, name, forwards)
            .await
    }

    /// Sets or clears a domain's registrar lock.
    pub async fn reseller_set_lock(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        lock: Switch,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let outcome = self.set_lock(&own.actor, account, name, lock).await;
        let is_on = lock == Switch::On;
        self.touched(&own, &outcome, |state| state.locked = Some(is_on))
            .await;
        outcome
    }

    /// Switches a domain's WHOIS privacy.
    pub async fn reseller_set_privacy(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        privacy: Switch,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let outcome = self.set_privacy(&own.actor, account, name, privacy).await;
        let is_on = privacy == Switch::On;
        self.touched(&own, &outcome, |state| state.privacy = Some(is_on))
            .await;
        outcome
    }

    /// The code for a domain's transfer away.
    pub async fn reseller_auth_code(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<AuthCode> {
        let own = self.own(caller, domain).await?;
        self.auth_code(&own.actor, &own.account, own.name.as_str())
            .await
    }

    /// Hands a domain to the registrar of that tag.
    pub async fn reseller_release(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
        tag: &str,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let (account, name) = (&own.account, own.name.as_str());
        let outcome = self.release_domain(&own.actor, account, name, tag).await;
        self.touched(&own, &outcome, |_| {}).await;
        outcome
    }

    /// Asks the registrar to delete a domain.
    pub async fn reseller_delete(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<()> {
        let own = self.own(caller, domain).await?;
        let Own { name, account, .. } = &own;
        // The path has named it; the API has no second word for it.
        let (actor, name) = (&own.actor, name.as_str());
        let outcome = self
            .request_domain_deletion(actor, account, name, name)
            .await;
        self.touched(&own, &outcome, |_| {}).await;
        outcome
    }
}
