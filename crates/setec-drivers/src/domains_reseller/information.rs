//! What the API tells of one domain.

use chrono::{DateTime, Utc};
use serde_json::Value;
use setec_core::dns::Name;
use setec_core::domain::{Domain, DomainStatus, DomainSync};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::client::path;
use super::value;

/// `GET information`.
#[derive(Debug, Default, Clone)]
pub(super) struct Information {
    pub(super) status: Option<DomainStatus>,
    pub(super) expires_at: Option<DateTime<Utc>>,
    pub(super) nameservers: Vec<String>,
    pub(super) locked: Option<bool>,
    pub(super) privacy: Option<bool>,
    pub(super) dns: Option<bool>,
    pub(super) restorable: Option<bool>,
    message: Option<String>,
}

impl Information {
    fn read(answer: &Value) -> Self {
        let dates = |names: &[&str]| value::date_of(answer, names);
        let restorable = value::flag_of(answer, &["restorable"]);
        // The vendor's own client reads the one, operators document the other.
        let told = value::text_of(answer, &["registrationStatus", "status"]);
        let status = told.map(|word| status(&word)).map(|status| match status {
            // Some operators have no word of their own for redemption.
            DomainStatus::Expired if restorable == Some(true) => DomainStatus::Redemption,
            status => status,
        });
        Self {
            status,
            expires_at: dates(&["expiryDate", "expirydate"]),
            nameservers: value::field(answer, &["nameservers"])
                .map(hosts)
                .unwrap_or_default(),
            locked: value::flag_of(answer, &["transferLock"]),
            privacy: value::flag_of(answer, &["idProtectionStatus"]),
            dns: value::flag_of(answer, &["dnsManagementStatus"]),
            restorable,
            message: waiting(answer),
        }
    }

    pub(super) fn into_domain(self, name: &Name, vendor: &str) -> Domain {
        Domain {
            expires_at: self.expires_at,
            locked: self.locked,
            privacy_protection: self.privacy,
            nameservers: self.nameservers,
            message: self.message,
            ..bare(name, vendor, self.status.unwrap_or(DomainStatus::Unknown))
        }
    }
}

/// A domain of which only name and status are known. The API renews nothing by itself and does not
/// tell what the operator does.
pub(super) fn bare(name: &Name, vendor: &str, status: DomainStatus) -> Domain {
    Domain {
        name: name.to_string(),
        registrar: vendor.to_owned(),
        status,
        registered_at: None,
        expires_at: None,
        auto_renew: None,
        locked: None,
        privacy_protection: None,
        nameservers: Vec::new(),
        message: None,
        incomplete: false,
    }
}

/// What waits for somebody: the check of a new registrant (IRTP), above all.
fn waiting(answer: &Value) -> Option<String> {
    let mut words = Vec::new();
    if value::flag_of(answer, &["domainContactChangePending"]) == Some(true) {
        let until = value::date_of(answer, &["domainContactChangeExpiryDate"])
            .map(|at| format!(" until {}", at.date_naive()))
            .unwrap_or_default();
        words.push(format!(
            "the registrant has to confirm the change of contacts by mail{until}"
        ));
    }
    if value::flag_of(answer, &["willDomainSuspend"]) == Some(true) {
        words.push("the registry will suspend it if the registrant does not answer".to_owned());
    }
    (!words.is_empty()).then(|| words.join("; "))
}

/// Name servers in order, from a list or from `ns1` to `ns5`.
pub(super) fn hosts(value: &Value) -> Vec<String> {
    let texts: Vec<Option<String>> = match value {
        Value::Array(items) => items.iter().map(value::text).collect(),
        // Some registrars' answers carry `success` and the like beside them.
        fields => ["ns1", "ns2", "ns3", "ns4", "ns5"]
            .iter()
            .map(|name| value::text_of(fields, &[name]))
            .collect(),
    };
    texts
        .into_iter()
        .flatten()
        .map(|host| host.trim_end_matches('.').to_lowercase())
        .filter(|host| !host.is_empty())
        .collect()
}

/// WHMCS's words, and those of its registrar modules.
fn status(word: &str) -> DomainStatus {
    match value::plain(word).as_str() {
        "active" | "registered" | "ok" => DomainStatus::Active,
        "pending" | "pendingregistration" => DomainStatus::Requested,
        "pendingtransfer" => DomainStatus::PendingTransfer,
        "expired" | "grace" => DomainStatus::Expired,
        "redemption" | "pendingdelete" => DomainStatus::Redemption,
        "suspended" | "inactive" => DomainStatus::Suspended,
        "transferredaway" => DomainStatus::TransferredAway,
        "deleted" | "archived" | "cancelled" | "fraud" => DomainStatus::Deleted,
        _ => DomainStatus::Unknown,
    }
}

impl Reseller {
    /// What the API tells of a domain now.
    pub(super) async fn information(
        &self,
        operation: &'static str,
        domain: &Name,
    ) -> Result<Information> {
        let answer = self
            .client
            .get(operation, &path(domain, "information"))
            .await?;
        if !answer.is_object() {
            let message = format!("the provider tells nothing of {domain}");
            return Err(ProviderError::new(ErrorKind::Protocol, operation, message));
        }
        let information = Information::read(&answer);
        self.seen.put(domain.clone(), information.clone());
        Ok(information)
    }

    /// State and expiry as the operator's synchronisation gives them.
    pub(super) async fn synced(&self, domain: &Name) -> Result<DomainSync> {
        let operation = "synchronise domain";
        let body = serde_json::json!({"domain": domain.as_str()});
        let answer = self
            .client
            .ask(operation, &path(domain, "sync"), &body)
            .await?;
        let flag = |names: &[&str]| value::flag_of(&answer, names);
        let words = [
            (flag(&["transferredAway"]), DomainStatus::TransferredAway),
            (flag(&["cancelled"]), DomainStatus::Deleted),
            (flag(&["expired"]), DomainStatus::Expired),
            (flag(&["active"]), DomainStatus::Active),
        ];
        let told = words.iter().find(|(flag, _)| *flag == Some(true));
        let mut sync = DomainSync {
            status: told.map_or(DomainStatus::Unknown, |(_, status)| *status),
            expires_at: value::date_of(&answer, &["expirydate", "expiryDate"]),
            transferred_away: words[0].0 == Some(true),
        };
        // A domain that is still on its way is neither active nor expired here, and one in
        // redemption is only expired.
        let is_vague = matches!(sync.status, DomainStatus::Unknown | DomainStatus::Expired);
        if is_vague || (sync.expires_at.is_none() && !sync.transferred_away) {
            let information = self.information(operation, domain).await?;
            sync.expires_at = sync.expires_at.or(information.expires_at);
            if is_vague {
                sync.status = match information.status {
                    Some(DomainStatus::Unknown) | None => sync.status,
                    // The synchronisation asks the registrar, the other may be from a table.
                    Some(DomainStatus::Active) if told.is_some() => sync.status,
                    Some(better) => better,
                };
            }
            if information.restorable == Some(true) && sync.status == DomainStatus::Expired {
                sync.status = DomainStatus::Redemption;
            }
        }
        Ok(sync)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn name_servers_come_as_a_list_or_by_number() {
        let expected = ["ns1.example.net", "ns2.example.net"];
        for value in [
            json!(["ns1.example.net", "NS2.example.net.", ""]),
            json!({"ns1": "ns1.example.net", "ns2": "ns2.example.net", "ns3": "", "ns4": null}),
            json!({"success": true, "ns2": "ns2.example.net", "ns1": "ns1.example.net"}),
        ] {
            assert_eq!(super::hosts(&value), expected, "{value}");
        }
        assert!(super::hosts(&json!([])).is_empty());
    }
}
