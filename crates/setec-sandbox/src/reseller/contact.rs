use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::form::{Input, Table};
use super::refusal::Refusal;

/// The fields of a contact: the name in orders, and the label of WHMCS's WHOIS forms.
const FIELDS: [(&str, &str); 13] = [
    ("firstname", "First Name"),
    ("lastname", "Last Name"),
    ("companyname", "Company Name"),
    ("email", "Email Address"),
    ("address1", "Address 1"),
    ("address2", "Address 2"),
    ("city", "City"),
    ("state", "State"),
    ("postcode", "Postcode"),
    ("country", "Country"),
    ("phonenumber", "Phone Number"),
    ("faxnumber", "Fax Number"),
    ("tax_id", "Tax ID"),
];

/// What an order cannot do without; vendors' own modules leave out the rest (spec 2).
const REQUIRED: [&str; 7] = [
    "firstname",
    "lastname",
    "email",
    "address1",
    "city",
    "country",
    "phonenumber",
];

const ROLES: [&str; 4] = ["Registrant", "Admin", "Tech", "Billing"];

/// The four contacts of a domain, in the order of [`ROLES`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Contacts([Contact; 4]);

type Contact = BTreeMap<&'static str, String>;

impl Contacts {
    /// The contacts of an order; a role that is missing is the registrant.
    pub(super) fn ordered(params: &Table) -> Result<Self, Refusal> {
        let mut roles: [Option<Contact>; 4] = Default::default();
        for (role, fields) in params.required_table("contacts")?.rows() {
            if let (Some(index), Input::Table(fields)) = (role_index(role), fields) {
                roles[index] = Some(contact(fields));
            }
        }
        let [registrant, others @ ..] = roles;
        let registrant = registrant.ok_or_else(|| Refusal::missing("contacts[registrant]"))?;
        let complete = |role: &str, contact: &Contact| {
            for field in REQUIRED {
                if contact.get(field).is_none_or(String::is_empty) {
                    return Err(Refusal::missing(&format!("contacts[{role}][{field}]")));
                }
            }
            check(contact)
        };
        complete("registrant", &registrant)?;
        for (role, contact) in ROLES.iter().skip(1).zip(&others) {
            if let Some(contact) = contact {
                complete(&role.to_ascii_lowercase(), contact)?;
            }
        }
        let [admin, tech, billing] =
            others.map(|contact| contact.unwrap_or_else(|| registrant.clone()));
        Ok(Self([registrant, admin, tech, billing]))
    }

    /// These contacts with the fields of a `contactdetails`; unknown roles are nobody's.
    pub(super) fn changed(&self, details: &Table) -> Result<Self, Refusal> {
        let mut changed = self.clone();
        for (role, fields) in details.rows() {
            if let (Some(index), Input::Table(fields)) = (role_index(role), fields) {
                changed.0[index].extend(contact(fields));
                check(&changed.0[index])?;
            }
        }
        Ok(changed)
    }

    /// A field of the registrant; empty if it has none.
    pub(super) fn registrant(&self, field: &str) -> &str {
        self.0[0].get(field).map_or("", String::as_str)
    }

    /// The form of `GET contact`; the technical role and the space have two spellings each.
    pub(super) fn to_json(&self, technical: &str, space: &str) -> Value {
        let roles = ROLES.iter().zip(&self.0).map(|(role, contact)| {
            let role = if *role == "Tech" { technical } else { role };
            let fields = FIELDS
                .iter()
                .filter(|(name, _)| *name != "tax_id" || contact.contains_key(name))
                .map(|(name, label)| {
                    let value = contact.get(name).map_or("", String::as_str);
                    (label.replace(' ', space), value.into())
                });
            (role.to_owned(), Value::Object(fields.collect()))
        });
        Value::Object(roles.collect::<Map<_, _>>())
    }

    /// Four times the same contact, given as name and value.
    pub(super) fn same(fields: &[(&'static str, &str)]) -> Self {
        let contact: Contact = fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Self([(); 4].map(|()| contact.clone()))
    }
}

fn contact(fields: &Table) -> Contact {
    fields
        .rows()
        .filter_map(|(key, value)| match value {
            Input::Text(text) => Some((field_name(key)?, text.trim().to_owned())),
            Input::Table(_) => None,
        })
        .collect()
}

/// A field by any of its spellings: `zipcode`, `First Name`, `First_Name`.
fn field_name(key: &str) -> Option<&'static str> {
    let key = letters(key);
    let key = match key.as_str() {
        "zipcode" => "postcode",
        "phone" => "phonenumber",
        other => other,
    };
    FIELDS
        .iter()
        .find_map(|(name, label)| (letters(name) == key || letters(label) == key).then_some(*name))
}

fn letters(text: &str) -> String {
    text.to_ascii_lowercase().replace([' ', '_'], "")
}

fn role_index(role: &str) -> Option<usize> {
    Some(match role.to_ascii_lowercase().as_str() {
        "registrant" => 0,
        "admin" | "administrative" => 1,
        "tech" | "technical" => 2,
        "billing" => 3,
        _ => return None,
    })
}

/// Registrars want a country's code and a phone number like `+46.855501482`.
fn check(contact: &Contact) -> Result<(), Refusal> {
    let field = |name| contact.get(name).map_or("", String::as_str);
    let country = field("country");
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Refusal::business("Invalid country code"));
    }
    let (user, host) = field("email").split_once('@').unwrap_or_default();
    if user.is_empty() || !host.contains('.') {
        return Err(Refusal::business("Invalid email address"));
    }
    let digits = |text: &str, range: std::ops::RangeInclusive<usize>| {
        range.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_phone = field("phonenumber")
        .strip_prefix('+')
        .and_then(|number| number.split_once('.'))
        .is_some_and(|(code, number)| digits(code, 1..=3) && digits(number, 4..=14));
    if !is_phone {
        return Err(Refusal::business(
            "Invalid phone number, expected +CC.NNNNNNNN",
        ));
    }
    Ok(())
}
