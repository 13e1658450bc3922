use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::hostinger::billing::{Method, Subscription};
use crate::hostinger::clock::at;
use crate::hostinger::domains::Profile;
use crate::hostinger::estate::Estate;

pub(super) fn methods(now: DateTime<Utc>) -> Vec<Method> {
    let card = |id, name, identifier, days| Method {
        id,
        name,
        identifier,
        payment_method: "card",
        is_default: false,
        is_expired: days < 0,
        is_suspended: false,
        created_at: at("2023-03-15T09:12:44Z"),
        expires_at: now + TimeDelta::days(days),
    };
    vec![
        Method {
            is_default: true,
            ..card(1_327_362, "Credit Card", "4***********4242", 640)
        },
        card(1_327_410, "Credit Card", "5***********8210", -95),
        Method {
            is_suspended: true,
            ..card(1_391_775, "Credit Card", "4***********0077", 410)
        },
        card(1_402_118, "Credit Card", "5***********4444", 890),
    ]
}

pub(super) fn profiles() -> Vec<Profile> {
    let tlds = ["com", "net", "org", "io", "dev", "co", "shop", "se"];
    let mut profiles: Vec<Profile> = (564_651..)
        .zip(tlds)
        .map(|(id, tld)| Profile {
            id,
            tld: tld.to_owned(),
            country: "SE".to_owned(),
            entity_type: "organization".to_owned(),
            whois_details: json!({
                "first_name": "Maja",
                "last_name": "Ekdahl",
                "company_name": "Nordlund Web Studio AB",
                "email": "domains@nordlund-studio.se",
                "phone": "+46.855501482",
                "address": "Kornhamnstorg 12",
                "city": "Stockholm",
                "state": "Stockholm",
                "zip": "111 27",
            }),
            tld_details: match tld {
                "se" => json!({"organization_number": "559012-3456"}),
                _ => json!({}),
            },
            created_at: at("2023-03-15T09:20:11Z"),
            updated_at: at("2025-06-02T13:45:08Z"),
            is_default: true,
        })
        .collect();
    profiles.push(Profile {
        id: 571_204,
        tld: "com".to_owned(),
        country: "SE".to_owned(),
        entity_type: "individual".to_owned(),
        whois_details: json!({
            "first_name": "Signe",
            "last_name": "Lindgren",
            "email": "signe@lindgren-bakery.com",
            "phone": "+46.317010233",
            "address": "Haga Nygata 4",
            "city": "Göteborg",
            "state": "Västra Götaland",
            "zip": "413 01",
        }),
        tld_details: json!({}),
        created_at: at("2024-02-09T08:01:30Z"),
        updated_at: at("2024-02-09T08:01:30Z"),
        is_default: false,
    });
    profiles
}

/// The subscriptions that belong to no particular domain or machine.
pub(super) fn add_subscriptions(estate: &mut Estate, now: DateTime<Utc>) {
    let hosting = Subscription {
        id: "Azz36nUfKX1S1MSF".to_owned(),
        name: "Premium Web Hosting".to_owned(),
        status: "active",
        billing_period: 48,
        billing_period_unit: "month",
        currency_code: "USD",
        total_price: 299,
        renewal_price: 299,
        is_auto_renewed: true,
        created_at: at("2023-03-15T00:00:00Z"),
        expires_at: None,
        next_billing_at: Some(at("2027-03-15T00:00:00Z")),
        paid_until: at("2027-03-15T00:00:00Z"),
    };
    estate.subscriptions.push(hosting);
    add(estate, "Business Premium Email", "year", 2988, now, 118);
    add(estate, "Business Starter Email", "month", 198, now, 9);
    let trial = add(estate, "Daily Backup", "month", 300, now, 21);
    trial.status = "in_trial";
    let ended = add(estate, "Cloud Startup", "year", 11988, now, -40);
    ended.set_renewal(false);
    ended.status = "cancelled";
    let paused = add(estate, "Horizons Starter", "month", 1999, now, 3);
    paused.status = "paused";
    let ending = add(estate, "Business Starter Email", "year", 1188, now, 27);
    ending.set_renewal(false);
}

/// Adds a running subscription whose period ends in some days.
pub(super) fn add<'a>(
    estate: &'a mut Estate,
    name: &str,
    unit: &'static str,
    cents: i64,
    now: DateTime<Utc>,
    days_left: i64,
) -> &'a mut Subscription {
    let length = if unit == "year" { 365 } else { 30 };
    let paid_until = now + TimeDelta::days(days_left);
    let subscription = Subscription {
        id: estate.next_subscription_id(),
        name: name.to_owned(),
        status: "active",
        billing_period: 1,
        billing_period_unit: unit,
        currency_code: "USD",
        total_price: cents,
        renewal_price: cents,
        is_auto_renewed: true,
        created_at: paid_until - TimeDelta::days(2 * length),
        expires_at: None,
        next_billing_at: Some(paid_until),
        paid_until,
    };
    estate.subscriptions.push(subscription);
    estate
        .subscriptions
        .last_mut()
        .expect("a subscription has just been added")
}
