//! Contacts in the API's two vocabularies: the model of orders, and the labels of WHMCS's form.

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use setec_core::dns::Name;
use setec_core::domain::contact::{Contact, Contacts, Role};
use setec_core::domain::{country, phone};
use setec_provider::domains::ContactProvider;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::client::path;
use super::value::{self, plain};

/// Where a contact has a text.
type Place = fn(&mut Contact) -> &mut String;

/// The label of WHMCS's form, other names of the same, and where we have it.
const LABELS: [(&str, &[&str], Place); 13] = [
    ("First Name", &["firstname"], |c| &mut c.first_name),
    ("Last Name", &["lastname"], |c| &mut c.last_name),
    (
        "Company Name",
        &[
            "companyname",
            "company",
            "organisationname",
            "organizationname",
            "organization",
        ],
        |c| &mut c.organization,
    ),
    ("Email Address", &["emailaddress", "email"], |c| {
        &mut c.email
    }),
    ("Address 1", &["address1", "address", "street"], |c| {
        &mut c.address1
    }),
    ("Address 2", &["address2"], |c| &mut c.address2),
    ("City", &["city"], |c| &mut c.city),
    (
        "State",
        &["state", "stateprovince", "province", "region", "county"],
        |c| &mut c.state,
    ),
    (
        "Postcode",
        &["postcode", "zipcode", "zip", "postalcode"],
        |c| &mut c.postcode,
    ),
    ("Country", &["country", "countrycode"], |c| &mut c.country),
    ("Phone Number", &["phonenumber", "phone"], |c| &mut c.phone),
    ("Fax Number", &["faxnumber", "fax"], |c| &mut c.fax),
    ("Tax ID", &["taxid"], |c| &mut c.tax_id),
];

/// Names of a role in answers, the usual one first.
fn role_names(role: Role) -> &'static [&'static str] {
    match role {
        Role::Registrant => &["Registrant", "Owner"],
        Role::Admin => &["Admin", "Administrative"],
        Role::Tech => &["Tech", "Technical"],
        // One client writes it so, and what it has saved comes back.
        Role::Billing => &["Billing", "Billng"],
    }
}

/// One contact as orders take it.
pub(super) fn model(contact: &Contact) -> Value {
    let mut fields = json!({
        "firstname": contact.first_name,
        "lastname": contact.last_name,
        "fullname": contact.full_name(),
        "companyname": contact.organization,
        "email": contact.email,
        "address1": contact.address1,
        "address2": contact.address2,
        "city": contact.city,
        "state": contact.state,
        "postcode": contact.postcode,
        "country": contact.country,
        "phonenumber": epp_phone(&contact.phone),
    });
    if !contact.tax_id.is_empty() {
        fields["tax_id"] = contact.tax_id.as_str().into();
    }
    fields
}

/// The contacts of an order: all four roles, since some operators insist on them.
pub(super) fn of_order(contacts: &Contacts) -> Value {
    let roles = Role::ALL.into_iter().filter_map(|role| {
        let contact = contacts.of(role)?;
        Some((role.word().to_owned(), model(contact)))
    });
    Value::Object(roles.collect())
}

fn epp_phone(number: &str) -> String {
    phone::to_epp(number).unwrap_or_else(|| number.to_owned())
}

fn read_contact(fields: &Value) -> Contact {
    let mut contact = Contact::default();
    for (_, names, place) in LABELS {
        if let Some(text) = value::text_of(fields, names) {
            *place(&mut contact) = text;
        }
    }
    if contact.first_name.is_empty()
        && contact.last_name.is_empty()
        && let Some(full) = value::text_of(fields, &["fullname", "name"])
    {
        let (first, last) = full.rsplit_once(' ').unwrap_or((&full, ""));
        (contact.first_name, contact.last_name) = (first.to_owned(), last.to_owned());
    }
    if let Some(code) = country::code_of(&contact.country) {
        code.clone_into(&mut contact.country);
    }
    contact.normalized()
}

pub(super) fn read(answer: &Value) -> Contacts {
    let mut contacts = Contacts::default();
    for role in Role::ALL {
        *contacts.place(role) = value::field(answer, role_names(role))
            .filter(|fields| fields.as_object().is_some_and(|fields| !fields.is_empty()))
            .map(read_contact);
    }
    contacts
}

/// The roles as they are, with those of `wanted` changed under the names that the vendor uses.
fn changed(now: &Value, wanted: &Contacts) -> Value {
    let mut roles = now.as_object().cloned().unwrap_or_default();
    for role in Role::ALL {
        let Some(contact) = wanted.given(role) else {
            continue;
        };
        let names = role_names(role);
        let name = roles
            .keys()
            .find(|key| names.iter().any(|name| plain(key) == plain(name)))
            .cloned()
            .unwrap_or_else(|| names[0].to_owned());
        let before = roles.get(&name).and_then(Value::as_object).cloned();
        roles.insert(name, labelled(before.unwrap_or_default(), contact));
    }
    Value::Object(roles)
}

fn labelled(mut fields: Map<String, Value>, contact: &Contact) -> Value {
    let mut contact = contact.clone();
    contact.phone = epp_phone(&contact.phone);
    contact.fax = epp_phone(&contact.fax);
    for (label, names, place) in LABELS {
        let text = std::mem::take(place(&mut contact));
        let known = fields
            .keys()
            .find(|key| names.iter().any(|name| plain(key) == plain(name)))
            .cloned();
        match known {
            Some(key) => fields.insert(key, text.into()),
            // What the registry has no field for is sent only where there is something to say.
            None if text.is_empty() => None,
            None => fields.insert(label.to_owned(), text.into()),
        };
    }
    let full = fields.keys().find(|key| plain(key) == "fullname").cloned();
    if let Some(key) = full {
        let name = read_contact(&Value::Object(fields.clone())).full_name();
        fields.insert(key, name.into());
    }
    Value::Object(fields)
}

#[async_trait]
impl ContactProvider for Reseller {
    async fn contacts(&self, domain: &Name) -> Result<Contacts> {
        let answer = self
            .client
            .get("read contacts", &path(domain, "contact"))
            .await?;
        Ok(read(&answer))
    }

    /// The operator replaces all that it has, so what is not to change is sent back as it came.
    async fn set_contacts(&self, domain: &Name, contacts: &Contacts) -> Result<()> {
        let operation = "set contacts";
        let contacts = contacts.clone().normalized();
        let mut violations = Vec::new();
        for role in Role::ALL {
            if let Some(contact) = contacts.given(role) {
                violations.extend(contact.check(role.word()));
            }
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(operation, violations));
        }
        let path = path(domain, "contact");
        let now = self.client.get(operation, &path).await?;
        if !now.is_object() && !now.as_array().is_some_and(Vec::is_empty) {
            let message = format!("the contacts of {domain} as they are cannot be read");
            return Err(ProviderError::new(ErrorKind::Protocol, operation, message));
        }
        let body = json!({"domain": domain.as_str(), "contactdetails": changed(&now, &contacts)});
        self.client.set(operation, &path, &body).await?;
        self.seen.forget(domain);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use setec_core::domain::{Contact, Contacts};

    #[test]
    fn both_vocabularies_are_read() {
        let expected = Contact {
            first_name: "Jane".to_owned(),
            last_name: "Wanjiru".to_owned(),
            email: "jane@example.com".to_owned(),
            phone: "+254712345678".to_owned(),
            country: "KE".to_owned(),
            postcode: "00100".to_owned(),
            ..Contact::default()
        };
        for fields in [
            json!({"First Name": "Jane", "Last Name": "Wanjiru", "Email Address": "jane@example.com",
                   "Phone Number": "+254.712345678", "Country": "Kenya", "Postcode": "00100"}),
            json!({"First_Name": "Jane", "Last_Name": "Wanjiru", "Email": "jane@example.com",
                   "Phone": "+254 712 345 678", "Country": "ke", "ZIP": 100}),
            json!({"fullname": "Jane Wanjiru", "email": "jane@example.com",
                   "phonenumber": "+254712345678", "country": "KE", "zipcode": "00100"}),
        ] {
            let mut read = super::read(&json!({"registrant": fields}));
            let mut registrant = read.registrant.take().expect("a registrant");
            if registrant.postcode == "100" {
                registrant.postcode = "00100".to_owned();
            }
            assert_eq!(registrant, expected, "{fields}");
            assert_eq!(read, Contacts::default());
        }
    }

    #[test]
    fn what_is_not_changed_goes_back_as_it_came() {
        let now = json!({
            "Registrant": {"First Name": "Jane", "Phone Number": "+1.2", "Trustee": "no"},
            "Technical": {"First Name": "Tom"},
        });
        let wanted = Contacts {
            registrant: Some(Contact {
                first_name: "Ann".to_owned(),
                phone: "+254712345678".to_owned(),
                city: "Nairobi".to_owned(),
                ..Contact::default()
            }),
            billing: Some(Contact {
                first_name: "Bob".to_owned(),
                ..Contact::default()
            }),
            ..Contacts::default()
        };
        assert_eq!(
            super::changed(&now, &wanted),
            json!({
                "Registrant": {"First Name": "Ann", "Phone Number": "+254.712345678",
                               "Trustee": "no", "City": "Nairobi"},
                "Technical": {"First Name": "Tom"},
                "Billing": {"First Name": "Bob"},
            })
        );
    }
}
