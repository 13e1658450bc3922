use serde_json::json;

use crate::hostinger::billing::{Item, Price};

pub(super) fn items() -> Vec<Item> {
    let mut items = vec![
        plan(1, 1, 2, 40, [649, 6588, 11976]),
        plan(2, 2, 4, 80, [1199, 11988, 21576]),
        plan(4, 4, 8, 160, [1999, 19188, 35976]),
        plan(8, 8, 16, 320, [3799, 35988, 67176]),
    ];
    items.extend([
        tld("com", 999, Some(999)),
        tld("net", 1499, Some(1199)),
        tld("org", 1599, Some(799)),
        tld("io", 5999, Some(3199)),
        tld("dev", 1499, None),
        tld("app", 1699, None),
        tld("co", 3499, Some(1299)),
        tld("shop", 3499, Some(99)),
        tld("online", 3599, Some(99)),
        tld("eu", 899, Some(499)),
        tld("se", 1899, None),
        tld("de", 999, Some(599)),
        tld("co.uk", 899, Some(699)),
    ]);
    items.extend([
        email("business-starter", "Business Starter Email", 99),
        email("business-premium", "Business Premium Email", 249),
    ]);
    items
}

fn plan(
    number: i64,
    cpus: i64,
    memory_gb: i64,
    disk_gb: i64,
    [month, year, two_years]: [i64; 3],
) -> Item {
    let id = format!("hostingercom-vps-kvm{number}");
    let name = format!("KVM {number}");
    let prices = vec![
        price(&id, &name, Period::Months(1), month, Some(month)),
        price(&id, &name, Period::Years(1), year, Some(year * 3 / 4)),
        // Live answers lack the field in places.
        price(&id, &name, Period::Years(2), two_years, None),
    ];
    Item {
        id,
        name,
        category: "VPS",
        metadata: Some(json!({
            "cpus": cpus.to_string(),
            "memory": (memory_gb * 1024).to_string(),
            "disk_space": (disk_gb * 1024).to_string(),
            "bandwidth": (memory_gb * 1000 * 1024).to_string(),
            "network": "300",
        })),
        prices,
    }
}

fn tld(tld: &str, cents: i64, first: Option<i64>) -> Item {
    let id = format!("hostingercom-domain-{}", tld.replace('.', "-"));
    let name = format!(".{} Domain", tld.to_ascii_uppercase());
    let years = match tld {
        "com" | "net" | "org" => 3,
        _ => 2,
    };
    let prices = (1..=years)
        .map(|count| {
            let first = first.map(|first| first + (count - 1) * cents);
            price(&id, &name, Period::Years(count), cents * count, first)
        })
        .collect();
    Item {
        id,
        name,
        category: "DOMAIN",
        metadata: None,
        prices,
    }
}

fn email(slug: &str, name: &str, cents: i64) -> Item {
    let id = format!("hostingercom-email-{slug}");
    let prices = vec![
        price(&id, name, Period::Months(1), cents * 2, None),
        price(&id, name, Period::Years(1), cents * 12, Some(cents * 9)),
    ];
    Item {
        id,
        name: name.to_owned(),
        category: "EMAIL",
        metadata: Some(json!({"mailboxes": "1"})),
        prices,
    }
}

#[derive(Clone, Copy)]
enum Period {
    Months(i64),
    Years(i64),
}

fn price(id: &str, name: &str, period: Period, cents: i64, first: Option<i64>) -> Price {
    let (count, letter, unit) = match period {
        Period::Months(count) => (count, 'm', "month"),
        Period::Years(count) => (count, 'y', "year"),
    };
    let every = if count == 1 {
        format!("every {unit}")
    } else {
        format!("every {count} {unit}s")
    };
    Price {
        id: format!("{id}-usd-{count}{letter}"),
        name: format!("{name} (billed {every})"),
        currency: "USD",
        price: cents,
        first_period_price: first,
        period: count,
        period_unit: unit,
    }
}
