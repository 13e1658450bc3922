//! Contacts in the API's two forms: the fields of orders, and the labels of WHMCS's WHOIS forms.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use setec_core::domain::{Contact, Contacts, Role, country, phone};

use super::fields::Fields;
use super::form::{Input, Table};
use super::reply::REQUIRED;

/// A field of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    First,
    Last,
    Full,
    Company,
    Email,
    Address1,
    Address2,
    City,
    State,
    Postcode,
    Country,
    Phone,
    Fax,
    TaxId,
}

/// Labels of `GET contact`, in their order.
const LABELS: [(Field, &str); 12] = [
    (Field::First, "First Name"),
    (Field::Last, "Last Name"),
    (Field::Company, "Company Name"),
    (Field::Email, "Email Address"),
    (Field::Address1, "Address 1"),
    (Field::Address2, "Address 2"),
    (Field::City, "City"),
    (Field::State, "State"),
    (Field::Postcode, "Postcode"),
    (Field::Country, "Country"),
    (Field::Phone, "Phone Number"),
    (Field::Fax, "Fax Number"),
];

/// The fields that a role was given.
type Given = BTreeMap<Field, String>;

/// The contacts of an order; everything that is wrong goes to `fields`. `extra` is what the TLD asks
/// of the registrant besides.
pub(super) fn of_order(fields: &mut Fields<'_>, extra: BTreeMap<String, String>) -> Contacts {
    let Some(table) = fields.table.table("contacts") else {
        fields.fault("contacts", REQUIRED);
        return Contacts::default();
    };
    let mut contacts = Contacts::default();
    for (role, given) in roles(&table, "contacts", fields) {
        *contacts.place(role) = Some(changed(Contact::default(), &given));
    }
    if let Some(registrant) = &mut contacts.registrant {
        registrant.extra = extra;
    }
    let contacts = contacts.normalized();
    fields.faults(contacts.check("contacts"));
    contacts
}

/// `contactdetails` put over the contacts as they are: a role that is not sent stays as it is.
pub(super) fn over(current: &Contacts, table: &Table, fields: &mut Fields<'_>) -> Contacts {
    let mut contacts = Contacts::default();
    for (role, given) in roles(table, "contactdetails", fields) {
        let before = current.of(role).cloned().unwrap_or_default();
        let contact = changed(before, &given).normalized();
        fields.faults(contact.check(&format!("contactdetails.{}", role.word())));
        *contacts.place(role) = Some(contact);
    }
    contacts
}

fn roles(table: &Table, group: &str, fields: &mut Fields<'_>) -> Vec<(Role, Given)> {
    let mut found: Vec<(Role, Given)> = Vec::new();
    let mut flat = Table::default();
    for (key, value) in table.rows() {
        match (role(key), value) {
            (Some(role), Input::Table(given)) => found.push((role, read(given))),
            (Some(role), Input::Text(text)) if !text.trim().is_empty() => match table.table(key) {
                Some(given) => found.push((role, read(&given))),
                None => fields.fault(&format!("{group}.{key}"), "it must be an array"),
            },
            (Some(_), Input::Text(_)) => {}
            (None, Input::Text(text)) => flat.push(key, text),
            // Data that would be lost without a word.
            (None, Input::Table(_)) => fields.fault(
                &format!("{group}.{key}"),
                "the roles are registrant, admin, tech and billing",
            ),
        }
    }
    // A role of nothing but empty fields is one that was left out.
    found.retain(|(_, given)| given.values().any(|text| !text.is_empty()));
    // One client sends one contact without a role.
    if found.is_empty() && !read(&flat).is_empty() {
        found.push((Role::Registrant, read(&flat)));
    }
    if found.is_empty() {
        fields.fault(group, REQUIRED);
    }
    found
}

fn role(key: &str) -> Option<Role> {
    Some(match key.trim().to_ascii_lowercase().as_str() {
        "registrant" | "owner" => Role::Registrant,
        "admin" | "administrative" => Role::Admin,
        "tech" | "technical" => Role::Tech,
        // The second is how Blesta's module writes it.
        "billing" | "billng" => Role::Billing,
        _ => return None,
    })
}

fn read(table: &Table) -> Given {
    table
        .rows()
        .filter_map(|(key, value)| match value {
            Input::Text(text) => Some((field(key)?, text.trim().to_owned())),
            Input::Table(_) => None,
        })
        .collect()
}

/// A field by any of its spellings: `zipcode`, `First Name`, `First_Name`.
fn field(key: &str) -> Option<Field> {
    let letters: String = key
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some(match letters.as_str() {
        "firstname" => Field::First,
        "lastname" => Field::Last,
        "fullname" | "name" => Field::Full,
        "companyname" | "company" | "organization" | "organisationname" => Field::Company,
        "email" | "emailaddress" => Field::Email,
        "address1" | "address" => Field::Address1,
        "address2" => Field::Address2,
        "city" => Field::City,
        "state" => Field::State,
        "postcode" | "zipcode" | "zip" | "postalcode" => Field::Postcode,
        "country" | "countrycode" => Field::Country,
        "phonenumber" | "phone" => Field::Phone,
        "faxnumber" | "fax" => Field::Fax,
        "taxid" => Field::TaxId,
        _ => return None,
    })
}

fn changed(mut contact: Contact, given: &Given) -> Contact {
    for (field, text) in given {
        let text = text.clone();
        match field {
            Field::First => contact.first_name = text,
            Field::Last => contact.last_name = text,
            Field::Full => {}
            Field::Company => contact.organization = text,
            Field::Email => contact.email = text,
            Field::Address1 => contact.address1 = text,
            Field::Address2 => contact.address2 = text,
            Field::City => contact.city = text,
            Field::State => contact.state = text,
            Field::Postcode => contact.postcode = text,
            Field::Country => {
                contact.country = country::code_of(&text).map_or(text, str::to_owned);
            }
            Field::Phone => contact.phone = text,
            Field::Fax => contact.fax = text,
            Field::TaxId => contact.tax_id = text,
        }
    }
    // A whole name counts where its parts are not there.
    let is_given = |field| {
        given
            .get(field)
            .is_some_and(|text: &String| !text.is_empty())
    };
    let has_parts = is_given(&Field::First) || is_given(&Field::Last);
    if let Some(full) = given.get(&Field::Full).filter(|_| !has_parts) {
        let (first, last) = full.rsplit_once(' ').unwrap_or((full, ""));
        first.trim().clone_into(&mut contact.first_name);
        last.clone_into(&mut contact.last_name);
    }
    contact
}

/// The answer to `GET contact`. Roles that the registrar does not tell are the registrant.
pub(super) fn shown(contacts: &Contacts) -> Value {
    let roles = [
        ("Registrant", Role::Registrant),
        ("Admin", Role::Admin),
        ("Tech", Role::Tech),
        ("Billing", Role::Billing),
    ];
    let shown = roles.into_iter().filter_map(|(label, role)| {
        let contact = contacts.of(role)?;
        Some((label.to_owned(), labelled(contact)))
    });
    Value::Object(shown.collect())
}

fn labelled(contact: &Contact) -> Value {
    let phone_of = |number: &str| phone::to_epp(number).unwrap_or_else(|| number.to_owned());
    let mut fields: Map<String, Value> = LABELS
        .iter()
        .map(|(field, label)| {
            let text = match field {
                Field::First => contact.first_name.clone(),
                Field::Last => contact.last_name.clone(),
                Field::Full => contact.full_name(),
                Field::Company => contact.organization.clone(),
                Field::Email => contact.email.clone(),
                Field::Address1 => contact.address1.clone(),
                Field::Address2 => contact.address2.clone(),
                Field::City => contact.city.clone(),
                Field::State => contact.state.clone(),
                Field::Postcode => contact.postcode.clone(),
                Field::Country => contact.country.clone(),
                Field::Phone => phone_of(&contact.phone),
                Field::Fax => phone_of(&contact.fax),
                Field::TaxId => contact.tax_id.clone(),
            };
            ((*label).to_owned(), text.into())
        })
        .collect();
    if !contact.tax_id.is_empty() {
        fields.insert("Tax ID".to_owned(), contact.tax_id.clone().into());
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use axum::http::HeaderMap;
    use setec_core::domain::Contacts;

    use super::{of_order, over, shown};
    use crate::gateway::domains_reseller::fields::Fields;
    use crate::gateway::domains_reseller::form::{Table, read};

    fn table(form: &str) -> Table {
        read(&HeaderMap::new(), Some(form), b"").expect("a form")
    }

    fn ordered(form: &str) -> Result<Contacts, String> {
        let table = table(form);
        let mut fields = Fields::new(&table);
        let contacts = of_order(&mut fields, BTreeMap::new());
        fields
            .finish()
            .map(|()| contacts)
            .map_err(|refusal| refusal.text)
    }

    const JANE: &str = "firstname=Jane&lastname=Wanjiru&email=jane@example.com&address1=1 Moi Avenue\
        &city=Nairobi&state=Nairobi&zipcode=00100&country=Kenya&phonenumber=%2B254.712345678";

    fn of_role(role: &str) -> String {
        let rename = |pair: &str| {
            let (key, value) = pair.split_once('=').expect("a pair");
            format!("contacts[{role}][{}]={value}", key.trim())
        };
        JANE.split('&').map(rename).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn contacts_of_orders_come_in_many_ways() {
        for form in [of_role("registrant"), of_role("Registrant")] {
            let contacts = ordered(&form).expect("a whole contact");
            let jane = contacts.registrant.expect("a registrant");
            assert_eq!(
                (jane.country.as_str(), jane.phone.as_str()),
                ("KE", "+254712345678")
            );
            assert_eq!(
                (jane.postcode.as_str(), jane.address1.as_str()),
                ("00100", "1 Moi Avenue")
            );
        }
        let technical = ordered(&format!(
            "{}&{}",
            of_role("Technical"),
            of_role("registrant")
        ));
        assert!(technical.expect("two contacts").tech.is_some());
        let flat: Vec<String> = JANE
            .split('&')
            .map(|pair| {
                let (key, value) = pair.split_once('=').expect("a pair");
                format!("contacts[{}]={value}", key.trim())
            })
            .collect();
        assert!(
            ordered(&flat.join("&"))
                .expect("one contact")
                .registrant
                .is_some()
        );
    }

    #[test]
    fn every_fault_of_a_contact_is_named() {
        let words =
            ordered("contacts[registrant][firstname]=Jane&contacts[registrant][country]=XX");
        let words = words.expect_err("most is missing");
        for field in [
            "lastname",
            "email",
            "address1",
            "city",
            "country",
            "phonenumber",
        ] {
            assert!(
                words.contains(&format!("contacts[registrant][{field}]")),
                "{field}: {words}"
            );
        }
        assert!(
            ordered("")
                .expect_err("nothing")
                .contains("The contacts field is required")
        );
        let words = ordered(&format!(
            "{}&contacts[reseller][city]=x",
            of_role("registrant")
        ));
        assert!(
            words
                .expect_err("an unknown role")
                .contains("contacts[reseller]")
        );
    }

    #[test]
    fn saved_contacts_go_over_those_that_are_there() {
        let current = ordered(&of_role("registrant")).expect("a contact");
        let form =
            "contactdetails[Registrant][First_Name]=Amina&contactdetails[Billng][City]=Mombasa";
        let form = table(form);
        let details = form.table("contactdetails").expect("a group");
        let mut fields = Fields::new(&form);
        let changed = over(&current, &details, &mut fields);
        assert!(fields.finish().is_ok());
        let registrant = changed.registrant.expect("it changes");
        assert_eq!(
            (registrant.first_name.as_str(), registrant.city.as_str()),
            ("Amina", "Nairobi")
        );
        assert_eq!(changed.billing.expect("it is made").city, "Mombasa");
        assert!(changed.admin.is_none());
        let shown = shown(&current);
        assert_eq!(shown["Tech"]["Phone Number"], "+254.712345678");
        assert_eq!(shown["Registrant"]["First Name"], "Jane");
    }
}
