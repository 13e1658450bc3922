//! Zones in text, and the rules that they trip.

mod fixes;
mod random;
mod report;
mod spf;
mod table;

use crate::dns::{Name, RecordData, RecordSet, SetKey, Ttl, Zone};
use crate::lint::{Finding, Spf, Surroundings, lint};

const CLEAN: &str = "
    @ 3600 SOA ns1.example.net. admin.example.com. 1 7200 3600 1209600 3600
    @ 86400 NS ns1.example.net.
    @ 86400 NS ns2.example.net.
    @ 300 A 93.184.216.34
    @ 300 MX 10 mail
    @ 300 TXT \"v=spf1 mx include:_spf.example.org -all\"
    @ 300 CAA 0 issue \"letsencrypt.org\"
    @ 300 HTTPS 0 www
    _dmarc 300 TXT \"v=DMARC1; p=reject\"
    mail 300 A 93.184.216.35
    www 300 CNAME @
    *.dev 300 A 93.184.216.36
    _sip._tcp 300 SRV 0 0 5060 mail
    k1._domainkey 300 TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"
    sub 3600 NS ns.sub
    sub 3600 DS 12345 13 2 AABBCCDD
    ns.sub 3600 A 93.184.216.37
    unused.sub 3600 A 93.184.216.38
";

fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

/// Reads lines of `owner TTL TYPE data`; a line `-owner TYPE` takes a set out again.
fn zone(lines: &str) -> Zone {
    let apex = name("example.com");
    let mut zone = Zone::empty(apex.clone());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(line) = line.strip_prefix('-') {
            let (owner, rtype) = line.split_once(' ').expect("an owner and a type");
            let removed = zone.remove(&key(owner, rtype));
            assert!(removed.is_some(), "{line} is not there");
            continue;
        }
        let mut words = line.splitn(4, ' ');
        let mut word = || words.next().expect("four words");
        let (owner, ttl, rtype, text) = (word(), word(), word(), word());
        let key = key(owner, rtype);
        let ttl = Ttl::from_secs(ttl.parse().expect("a number")).expect("a TTL");
        let text = match text.strip_suffix(" @") {
            Some(front) => format!("{front} {}", apex.to_absolute()),
            None if text == "@" => apex.to_absolute(),
            None => text.to_owned(),
        };
        let data = RecordData::parse(key.rtype, &text, &apex).expect("data");
        let mut set = match zone.remove(&key) {
            Some(set) => set,
            None => RecordSet::new(key, ttl, []),
        };
        set.insert(data);
        zone.put(set);
    }
    zone
}

fn key(owner: &str, rtype: &str) -> SetKey {
    SetKey {
        name: Name::in_zone(owner, &name("example.com")).expect("a name"),
        rtype: rtype.parse().expect("a type"),
    }
}

fn outside(name: &Name) -> Spf {
    let text = match name.as_str() {
        "_spf.example.org" => "v=spf1 ip4:192.0.2.0/24 ~all",
        "four.example.org" => "v=spf1 a mx a:a.example exists:%{i}.example.org -all",
        "back.example.org" => "v=spf1 include:example.com -all",
        "deep.example.org" => "v=spf1 include:deep1.example.org include:deep1.example.org ~all",
        "deep1.example.org" => "v=spf1 include:four.example.org redirect=_spf.example.org",
        "gone.example.org" => return Spf::Missing,
        "mute.example.org" => return Spf::Failed("no answer in time".to_owned()),
        _ => return Spf::Unknown,
    };
    Spf::Record(text.to_owned())
}

fn around() -> Surroundings<'static> {
    Surroundings {
        issuer: Some("letsencrypt.org"),
        spf: &outside,
        ..Surroundings::default()
    }
}

fn found(lines: &str) -> Vec<(&'static str, String)> {
    let zone = zone(lines);
    shown(&zone, &lint(&zone, &around()))
}

fn shown(zone: &Zone, findings: &[Finding]) -> Vec<(&'static str, String)> {
    let show = |finding: &Finding| (finding.rule, finding.name.relative_to(&zone.name));
    findings.iter().map(show).collect()
}
