//! People and organisations behind domains.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{country, phone};
use crate::Violation;
use crate::dns::Name;

/// The longest line of an address (RFC 5733 `postalLineType`).
const MAX_LINE: usize = 255;

/// The longest postcode (RFC 5733 `pcType`).
const MAX_POSTCODE: usize = 16;

/// Somebody whom a registry knows by name. What a provider has may lack anything; what is sent to
/// one is checked first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The organisation; empty for a person.
    pub organization: String,
    /// E-mail address.
    pub email: String,
    /// E.164, such as `+254712345678`.
    pub phone: String,
    /// E.164, where there is one.
    pub fax: String,
    /// Street and number.
    pub address1: String,
    /// Second line of the address.
    pub address2: String,
    /// City.
    pub city: String,
    /// State, province or county.
    pub state: String,
    /// Postcode, up to 16 characters.
    pub postcode: String,
    /// ISO 3166-1 alpha-2 code, upper-case.
    pub country: String,
    /// Tax or company number.
    pub tax_id: String,
    /// What the TLD's registry asks for besides, by the registry's own keys.
    pub extra: BTreeMap<String, String>,
}

/// What somebody is to a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Whose domain it is.
    Registrant,
    /// Decides for the registrant.
    Admin,
    /// Runs the name servers.
    Tech,
    /// Pays.
    Billing,
}

impl Role {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Registrant, Self::Admin, Self::Tech, Self::Billing];

    /// The word of the API, such as `registrant`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Registrant => "registrant",
            Self::Admin => "admin",
            Self::Tech => "tech",
            Self::Billing => "billing",
        }
    }
}

/// A domain's contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contacts {
    /// Whose domain it is.
    pub registrant: Option<Contact>,
    /// The registrant where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<Contact>,
    /// The registrant where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech: Option<Contact>,
    /// The registrant where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub billing: Option<Contact>,
}

impl Contacts {
    /// The contact of a role as it was given.
    pub fn given(&self, role: Role) -> Option<&Contact> {
        match role {
            Role::Registrant => self.registrant.as_ref(),
            Role::Admin => self.admin.as_ref(),
            Role::Tech => self.tech.as_ref(),
            Role::Billing => self.billing.as_ref(),
        }
    }

    /// Where the contact of a role stands.
    pub fn place(&mut self, role: Role) -> &mut Option<Contact> {
        match role {
            Role::Registrant => &mut self.registrant,
            Role::Admin => &mut self.admin,
            Role::Tech => &mut self.tech,
            Role::Billing => &mut self.billing,
        }
    }

    /// The contact of a role; the registrant is everything that nobody else is.
    pub fn of(&self, role: Role) -> Option<&Contact> {
        self.given(role).or(self.registrant.as_ref())
    }

    /// Every rule that contacts for an order break; `path` is their name in the input.
    pub fn check(&self, path: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.registrant.is_none() {
            violations.push(Violation::new(
                format!("{path}.registrant"),
                "whose domain it is",
            ));
        }
        for role in Role::ALL {
            if let Some(contact) = self.given(role) {
                violations.extend(contact.check(&format!("{path}.{}", role.word())));
            }
        }
        violations
    }

    /// The same with telephone numbers in E.164 and countries in capitals, where they can be read.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        for role in Role::ALL {
            let place = self.place(role);
            *place = place.take().map(Contact::normalized);
        }
        self
    }
}

impl Contact {
    /// Every rule that it breaks, all at once; `path` is its name in the input.
    pub fn check(&self, path: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut fault = |field: &str, rule: &str| {
            violations.push(Violation::new(format!("{path}.{field}"), rule));
        };
        for (field, text, required) in self.lines() {
            if required && text.trim().is_empty() {
                fault(field, "it is required");
            } else if text.chars().any(char::is_control) {
                fault(field, "one line of text");
            } else if text.chars().count() > MAX_LINE {
                fault(field, "255 characters at most");
            }
        }
        if self.postcode.chars().count() > MAX_POSTCODE {
            fault("postcode", "16 characters at most");
        }
        if let Some(rule) = email_fault(&self.email) {
            fault("email", rule);
        }
        let number = "a number in E.164 form, such as +254712345678";
        if phone::normalize(&self.phone).is_none() {
            fault("phone", number);
        }
        if !self.fax.is_empty() && phone::normalize(&self.fax).is_none() {
            fault("fax", number);
        }
        if !country::is_code(&self.country) {
            fault("country", "an ISO 3166-1 code of two capitals, such as KE");
        }
        for (key, value) in &self.extra {
            if key.is_empty() || key.chars().chain(value.chars()).any(char::is_control) {
                fault(&format!("extra.{key}"), "one line of text under a name");
            }
        }
        violations
    }

    /// The same with telephone numbers in E.164 and the country in capitals, where they can be
    /// read; what cannot stays, for [`Self::check`] to name.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        for number in [&mut self.phone, &mut self.fax] {
            if let Some(normal) = phone::normalize(number) {
                *number = normal;
            }
        }
        self.country = self.country.trim().to_ascii_uppercase();
        self
    }

    /// Given and family name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }

    fn lines(&self) -> [(&'static str, &str, bool); 10] {
        [
            ("first_name", &self.first_name, true),
            ("last_name", &self.last_name, true),
            ("organization", &self.organization, false),
            ("address1", &self.address1, true),
            ("address2", &self.address2, false),
            ("city", &self.city, true),
            ("state", &self.state, false),
            ("postcode", &self.postcode, false),
            ("tax_id", &self.tax_id, false),
            ("fax", &self.fax, false),
        ]
    }
}

/// Why a text is no address that mail could go to.
pub(super) fn email_fault(text: &str) -> Option<&'static str> {
    let rule = "an e-mail address";
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Some(rule);
    };
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>[]:;,\"\\@".contains(c);
    let is_host = domain
        .parse::<Name>()
        .is_ok_and(|name| !name.is_single_label() && !name.is_wildcard());
    let fits = !local.is_empty() && local.len() <= 64 && text.len() <= 254;
    (!fits || !is_host || !local.chars().all(is_plain)).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::{Contact, Contacts};

    fn jane() -> Contact {
        Contact {
            first_name: "Jane".to_owned(),
            last_name: "Wanjiru".to_owned(),
            email: "jane@example.com".to_owned(),
            phone: "+254712345678".to_owned(),
            address1: "1 Moi Avenue".to_owned(),
            city: "Nairobi".to_owned(),
            country: "KE".to_owned(),
            ..Contact::default()
        }
    }

    #[test]
    fn a_whole_contact_has_no_fault() {
        let contacts = Contacts {
            registrant: Some(jane()),
            ..Contacts::default()
        };
        assert_eq!(contacts.check("contacts"), []);
    }

    #[test]
    fn every_fault_is_named_at_once_with_its_path() {
        let bad = Contact {
            last_name: " ".to_owned(),
            email: "jane@localhost".to_owned(),
            phone: "0712345678".to_owned(),
            fax: "none".to_owned(),
            city: "Nai\nrobi".to_owned(),
            postcode: "0".repeat(17),
            country: "Kenya".to_owned(),
            ..jane()
        };
        let contacts = Contacts {
            admin: Some(bad),
            ..Contacts::default()
        };
        let fields: Vec<String> = contacts
            .check("contacts")
            .into_iter()
            .map(|violation| violation.field)
            .collect();
        assert_eq!(
            fields,
            [
                "contacts.registrant",
                "contacts.admin.last_name",
                "contacts.admin.city",
                "contacts.admin.postcode",
                "contacts.admin.email",
                "contacts.admin.phone",
                "contacts.admin.fax",
                "contacts.admin.country",
            ]
        );
    }

    #[test]
    fn what_people_write_is_brought_into_form_first() {
        let written = Contact {
            phone: "+254 712 345-678".to_owned(),
            country: "ke".to_owned(),
            ..jane()
        };
        assert_eq!(written.normalized(), jane());
    }
}
