//! Parameters read one by one, with everything that is wrong told at once.

use setec_core::Violation;
use setec_core::dns::Name;

use super::form::{Input, Table};
use super::reply::{REQUIRED, Refusal};

/// The longest term that registries sell.
const MOST_YEARS: u32 = 10;

/// Reads parameters and gathers what is wrong with them.
pub(super) struct Fields<'a> {
    pub(super) table: &'a Table,
    violations: Vec<Violation>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a Table) -> Self {
        Self {
            table,
            violations: Vec::new(),
        }
    }

    pub(super) fn fault(&mut self, field: &str, rule: impl Into<String>) {
        self.violations.push(Violation::new(field, rule));
    }

    pub(super) fn faults(&mut self, violations: Vec<Violation>) {
        self.violations.extend(violations);
    }

    /// Everything that was found wrong, as one refusal.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        if self.violations.is_empty() {
            return Ok(());
        }
        Err(Refusal::invalid(&self.violations))
    }

    /// A text that must be there; empty where it is not.
    pub(super) fn required(&mut self, field: &str) -> String {
        if let Some(text) = self.table.text(field) {
            return text.to_owned();
        }
        let is_array = matches!(self.table.get(field), Some(Input::Table(_)));
        self.fault(
            field,
            if is_array {
                "it must be a text"
            } else {
                REQUIRED
            },
        );
        String::new()
    }

    /// Whole years, which cost money each: nothing is guessed.
    pub(super) fn years(&mut self) -> u32 {
        let text = self.required("regperiod");
        if text.is_empty() {
            return 0;
        }
        let is_whole = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let years = text.parse().ok().filter(|_| is_whole);
        let years = years.filter(|years| (1..=MOST_YEARS).contains(years));
        years.unwrap_or_else(|| {
            self.fault(
                "regperiod",
                format!("a whole number of years from 1 to {MOST_YEARS}"),
            );
            0
        })
    }

    /// The domain of an order.
    pub(super) fn domain(&mut self) -> String {
        let text = self.required("domain");
        if text.is_empty() {
            return text;
        }
        match name(&text) {
            Ok(name) => name.to_string(),
            Err(rule) => {
                self.fault("domain", rule);
                String::new()
            }
        }
    }

    /// On or off of a group, in any of the words for it; `None` where it is not there.
    pub(super) fn flag_in(&mut self, group: &str, field: &str) -> Option<bool> {
        let table = self.table.table(group)?;
        let Some(Input::Text(text)) = table.get(field) else {
            return None;
        };
        let flag = flag(text);
        if flag.is_none() {
            self.fault(&format!("{group}.{field}"), "1 or 0");
        }
        flag
    }
}

/// On or off, as clients write it.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "on" | "yes" | "enable" | "enabled" => Some(true),
        "0" | "false" | "off" | "no" | "disable" | "disabled" | "" => Some(false),
        _ => None,
    }
}

/// A domain in A-labels and lower case, from any writing.
pub(super) fn name(text: &str) -> Result<Name, String> {
    let text = text.trim();
    let name: Name = text.parse().map_err(|error| format!("{error}"))?;
    if name.is_single_label() || name.is_wildcard() {
        return Err(format!("'{text}' is no domain that can be registered"));
    }
    Ok(name)
}

/// The domain of a call: of its path, or of the parameter where the path has none. Both must be the
/// same where both are there.
pub(super) fn domain(path: Option<&str>, table: &Table) -> Result<Name, Refusal> {
    let invalid = |rule: String| Refusal::field("domain", rule);
    let given = table
        .text("domain")
        .map(name)
        .transpose()
        .map_err(invalid)?;
    let Some(path) = path else {
        return given.ok_or_else(|| Refusal::field("domain", REQUIRED));
    };
    let of_path = name(path).map_err(invalid)?;
    match given {
        Some(given) if given != of_path => Err(invalid(format!(
            "'{given}' does not match the domain of the action, '{of_path}'"
        ))),
        _ => Ok(of_path),
    }
}

/// Name servers in their order, from `ns1` to `ns5`, `nameserver1`, or by position; of a group, or
/// of the top level.
pub(super) fn nameservers(fields: &mut Fields<'_>) -> Vec<String> {
    let group = fields.table.table("nameservers");
    let mut servers = Vec::new();
    for at in 0..5 {
        let number = at + 1;
        let names = [format!("ns{number}"), format!("nameserver{number}")];
        let names = names.each_ref().map(String::as_str);
        let position = at.to_string();
        let in_group = group
            .as_ref()
            .and_then(|group| group.text_of(&names).or_else(|| group.text(&position)));
        if let Some(server) = in_group.or_else(|| fields.table.text_of(&names)) {
            servers.push((number, server.trim_end_matches('.').to_ascii_lowercase()));
        }
    }
    let missing = (1..)
        .zip(&servers)
        .find(|(wanted, (number, _))| wanted != number);
    if let Some((wanted, _)) = missing {
        fields.fault(&format!("ns{wanted}"), REQUIRED);
    } else if servers.len() == 1 {
        fields.fault("ns2", REQUIRED);
    }
    for (number, server) in &servers {
        if let Err(rule) = name(server) {
            fields.fault(&format!("ns{number}"), rule);
        }
    }
    servers.into_iter().map(|(_, server)| server).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::{Fields, domain, nameservers};
    use crate::gateway::domains_reseller::form::{Table, read};

    fn table(form: &str) -> Table {
        read(&HeaderMap::new(), Some(form), b"").expect("a form")
    }

    #[test]
    fn years_are_never_guessed() {
        for (form, expected) in [
            ("regperiod=1", Some(1)),
            ("regperiod=+10+", Some(10)),
            ("regperiod=", None),
            ("", None),
            ("regperiod=0", None),
            ("regperiod=11", None),
            ("regperiod=1.5", None),
            ("regperiod=%2B1", None),
            ("regperiod=-1", None),
            ("regperiod=1y", None),
            ("regperiod=001", None),
            ("regperiod[]=1", None),
        ] {
            let table = table(form);
            let mut fields = Fields::new(&table);
            let years = fields.years();
            assert_eq!(fields.finish().ok().map(|()| years), expected, "{form}");
        }
    }

    #[test]
    fn the_domain_is_the_paths() {
        for (path, form, expected) in [
            (Some("Example.COM"), "", Ok("example.com")),
            (
                Some("example.com"),
                "domain=EXAMPLE.com.",
                Ok("example.com"),
            ),
            (
                Some("m\u{fc}nchen.de"),
                "domain=xn--mnchen-3ya.de",
                Ok("xn--mnchen-3ya.de"),
            ),
            (None, "domain=example.com", Ok("example.com")),
            (
                Some("example.com"),
                "domain=example.net",
                Err("does not match"),
            ),
            (None, "", Err("required")),
            (None, "domain=com", Err("no domain")),
            (Some("exa mple.com"), "", Err("invalid")),
        ] {
            let found = domain(path, &table(form));
            match (found, expected) {
                (Ok(name), Ok(expected)) => assert_eq!(name.as_str(), expected),
                (Err(refusal), Err(words)) => assert!(refusal.text.contains(words), "{refusal:?}"),
                (found, _) => panic!("{path:?} {form}: {found:?}"),
            }
        }
    }

    #[test]
    fn name_servers_come_in_many_ways() {
        let two = ["ns1.h.net", "ns2.h.net"];
        for form in [
            "nameservers[ns1]=ns1.h.net&nameservers[ns2]=NS2.h.net.&nameservers[ns3]=",
            "nameservers[]=ns1.h.net&nameservers[]=ns2.h.net",
            "nameserver1=ns1.h.net&nameserver2=ns2.h.net",
            "ns1=ns1.h.net&ns2=ns2.h.net&ns3=",
            "nameservers={\"ns1\":\"ns1.h.net\",\"ns2\":\"ns2.h.net\"}",
        ] {
            let table = table(form);
            let mut fields = Fields::new(&table);
            assert_eq!(nameservers(&mut fields), two, "{form}");
            assert!(fields.finish().is_ok());
        }
        for form in [
            "ns1=ns1.h.net",
            "ns1=ns1.h.net&ns3=ns3.h.net",
            "ns1=a&ns2=b.net",
            "ns2=ns2.h.net",
        ] {
            let table = table(form);
            let mut fields = Fields::new(&table);
            nameservers(&mut fields);
            assert!(fields.finish().is_err(), "{form}");
        }
    }
}
