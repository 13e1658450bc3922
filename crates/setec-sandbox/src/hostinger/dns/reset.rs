use chrono::TimeDelta;

use super::owned;
use super::zone::RecordSet;
use crate::hostinger::dns::Zone;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, accepted};
use crate::hostinger::routes::Ask;

/// `POST zones/{domain}/reset`.
pub(super) fn reset(estate: &mut Estate, ask: &Ask) -> Answer {
    ask.require_body()?;
    let mut form = ask.form();
    let is_sync = form.boolean("sync", true);
    let with_mail = form.boolean("reset_email_records", true);
    let kept_types = if form.get("whitelisted_record_types").is_some() {
        form.strings("whitelisted_record_types")
    } else {
        Vec::new()
    };
    form.done()?;
    let domain = ask.domain();
    let delay = estate.pace.queue;
    let id = estate.next_id();
    let zone = owned(estate, &domain)?;
    let before = zone.sets().to_vec();
    let is_kept = |set: &RecordSet| {
        set.kind == "SOA"
            || (set.kind == "NS" && set.name == "@")
            || kept_types.contains(&set.kind)
            || (!with_mail && is_mail(set))
    };
    let mut sets: Vec<RecordSet> = before.iter().filter(|set| is_kept(set)).cloned().collect();
    for set in Zone::standard(&domain).sets() {
        let is_occupied = sets.iter().any(|kept| {
            kept.is(&set.name, &set.kind)
                || (kept.name == set.name && (kept.kind == "CNAME" || set.kind == "CNAME"))
        });
        if !is_occupied && !is_kept(set) {
            sets.push(set.clone());
        }
    }
    zone.commit(ask, id, "Zone reset request", sets);
    if !is_sync {
        let delay = TimeDelta::from_std(delay).unwrap_or(TimeDelta::MAX);
        zone.lag(ask.now, delay, &before);
    }
    accepted()
}

fn is_mail(set: &RecordSet) -> bool {
    let name = set.name.as_str();
    let is_sender_policy = set.kind == "TXT"
        && set
            .records
            .iter()
            .any(|record| record.content.contains("v=spf1"));
    set.kind == "MX"
        || is_sender_policy
        || matches!(name, "_dmarc" | "autoconfig" | "autodiscover")
        || name.ends_with("_domainkey")
}

impl Zone {
    /// The zone that a domain with hosting and mail starts with (spec 1.2).
    pub(in crate::hostinger) fn standard(domain: &str) -> Self {
        let mut zone = Self::bare();
        zone.put("@", "ALIAS", 300, &[&format!("{domain}.cdn.hstgr.net.")]);
        zone.put(
            "www",
            "CNAME",
            300,
            &[&format!("www.{domain}.cdn.hstgr.net.")],
        );
        zone.put_vendor_mail();
        zone
    }

    /// The zone of a domain that points nowhere yet.
    pub(in crate::hostinger) fn parked(domain: &str) -> Self {
        let mut zone = Self::bare();
        zone.put("@", "A", 300, &["2.57.91.91"]);
        zone.put("www", "CNAME", 300, &[&format!("{domain}.")]);
        zone
    }

    /// What every zone has.
    pub(in crate::hostinger) fn bare() -> Self {
        let mut zone = Self::default();
        let soa = "ns1.dns-parking.com. dns.hostinger.com. 2026073001 10000 2400 604800 600";
        zone.put("@", "SOA", 3600, &[soa]);
        let servers = ["ns1.dns-parking.com.", "ns2.dns-parking.com."];
        zone.put("@", "NS", 86400, &servers);
        zone
    }

    pub(in crate::hostinger) fn put_vendor_mail(&mut self) {
        let exchanges = ["5 mx1.hostinger.com.", "10 mx2.hostinger.com."];
        self.put("@", "MX", 14400, &exchanges);
        let policy = "v=spf1 include:_spf.mail.hostinger.com ~all";
        self.put("@", "TXT", 3600, &[policy]);
        self.put("_dmarc", "TXT", 3600, &["v=DMARC1; p=none"]);
        for name in ["autoconfig", "autodiscover"] {
            let target = format!("{name}.mail.hostinger.com.");
            self.put(name, "CNAME", 300, &[&target]);
        }
        for key in ["a", "b", "c"] {
            let name = format!("hostingermail-{key}._domainkey");
            let target = format!("hostingermail-{key}.dkim.mail.hostinger.com.");
            self.put(&name, "CNAME", 300, &[&target]);
        }
    }
}
