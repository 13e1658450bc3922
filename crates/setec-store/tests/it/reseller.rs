//! Customers' money: whatever happens at once, in which order, and however it ends.

use chrono::{TimeDelta, Utc};
use futures::future::join_all;
use sea_orm::ConnectionTrait;
use setec_core::domain::DomainOperation;
use setec_core::order::{OrderKind, OrderState};
use setec_core::reseller::{PriceBasis, PriceRule, Rate, ReplyForm, TokenVariant};
use setec_core::{Currency, Money};
use setec_store::{
    Advance, Confirmed, Customer, CustomerDomain, CustomerKey, ExchangeRate, LedgerKind, NewOrder,
    NewSale, NotSold, Posted, Purchase, Route, SaleFilter, SaleState, Store, StoreError,
    StoredPriceRule, StoredQuote,
};
use uuid::Uuid;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    what_is_set_is_found_again,
    keys_end_when_they_shall,
    orders_at_once_cannot_overdraw,
    an_order_ends_once,
    an_unknown_order_keeps_its_credit,
    the_same_request_buys_once,
    limits_hold_for_orders_at_once,
    credit_is_moved_once_for_each_key,
    a_statement_has_every_movement_of_its_period,
    a_ledger_that_was_tampered_with_is_found_out,
    many_orders_at_once_leave_a_right_ledger,
);

fn usd() -> Currency {
    "USD".parse().unwrap()
}

fn money(minor: i64) -> Money {
    Money {
        minor,
        currency: usd(),
    }
}

fn new_customer(email: &str) -> Customer {
    Customer {
        id: Uuid::now_v7(),
        email: email.to_owned(),
        name: "Anna's Hosting".to_owned(),
        active: true,
        currency: usd(),
        reply: ReplyForm::Bare,
        variants: Vec::new(),
        allowed: Vec::new(),
        per_minute: 100,
        burst: 200,
        per_day: 10_000,
        max_domains: None,
        max_order: None,
        max_month: None,
        credit_limit: 0,
        nameservers: Vec::new(),
        created_at: Utc::now(),
    }
}

async fn customer(store: &Store, credit: i64) -> Customer {
    let email = format!("{}@example.com", Uuid::now_v7());
    let customer = store.create_customer(&new_customer(&email)).await.unwrap();
    if credit > 0 {
        deposit(store, &customer, credit).await;
    }
    customer
}

async fn deposit(store: &Store, customer: &Customer, minor: i64) {
    let why = ("invoice 17", "admin");
    let posted = store.move_credit(customer.id, LedgerKind::Deposit, minor, why, None);
    assert!(matches!(posted.await.unwrap(), Posted::Done { .. }));
}

struct Wish {
    sale: NewSale,
    order: NewOrder,
}

/// An order of a customer: bought for half of what it pays.
fn wish(customer: &Customer, operation: DomainOperation, domain: &str, price: i64) -> Wish {
    let now = Utc::now();
    let sale = NewSale {
        id: Uuid::now_v7(),
        request_id: Uuid::now_v7(),
        customer_id: customer.id,
        key: None,
        operation,
        domain: domain.to_owned(),
        years: 1,
        price: money(price),
    };
    let quote = StoredQuote {
        id: Uuid::now_v7(),
        user_id: customer.id,
        purchase: Purchase {
            account: "upstream".to_owned(),
            kind: OrderKind::RegisterDomain,
            target: format!("{domain} {}", sale.id),
            what: format!("{} of {domain} for 1 year", operation.word()),
            years: Some(1),
            price: money(price / 2),
            renewal_price: None,
        },
        request: "sealed:v1:x".to_owned(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(15),
    };
    let order = NewOrder {
        quote,
        user: format!("customer {}", customer.email),
        key: sale.id.to_string(),
        node: Uuid::now_v7(),
        lease: TimeDelta::seconds(30),
        sale: Some(sale.clone()),
    };
    Wish { sale, order }
}

async fn make(store: &Store, wish: &Wish) -> Result<Uuid, NotSold> {
    match store
        .confirm_order(wish.order.clone(), |_| None)
        .await
        .unwrap()
    {
        Confirmed::New(order) => Ok(order.id),
        Confirmed::NotSold(refusal) => Err(*refusal),
        other => panic!("{other:?}"),
    }
}

async fn advance(store: &Store, order: Uuid, to: OrderState) -> bool {
    let change = Advance {
        by: "system".to_owned(),
        detail: Some("as the provider says".to_owned()),
        ..Advance::default()
    };
    let moved = store.advance_order(order, &OrderState::ALL, to, change);
    moved.await.unwrap().is_some()
}

async fn balance(store: &Store, customer: &Customer) -> i64 {
    store.customer_balance(customer).await.unwrap().minor
}

async fn assert_right(store: &Store) {
    let check = store.check_ledger().await.unwrap();
    assert_eq!(check.mismatches, []);
    let sum: i64 = check.totals.iter().map(|total| total.amount.minor).sum();
    assert_eq!(sum, 0, "{check:?}");
}

async fn what_is_set_is_found_again(database: TestDatabase) {
    let store = database.open().await;
    let mut anna = new_customer("Anna@example.com");
    anna.variants = vec![TokenVariant::SwappedRaw, TokenVariant::FourDigitYear];
    anna.allowed = vec![
        "192.0.2.0/24".parse().unwrap(),
        "2001:db8::/32".parse().unwrap(),
    ];
    anna.nameservers = vec!["ns1.example.com".to_owned()];
    anna.max_domains = Some(u32::MAX);
    anna.max_order = Some(money(5000));
    anna.credit_limit = 100;
    let kept = store.create_customer(&anna).await.unwrap();
    let found = store.customer_by_email("Anna@example.com").await.unwrap();
    assert_eq!(found.as_ref(), Some(&kept));
    assert_eq!(kept.allowed, anna.allowed);
    assert_eq!(kept.max_order, anna.max_order);
    assert_eq!(
        store.customer_by_email("anna@example.com").await.unwrap(),
        None
    );
    let again = store
        .create_customer(&new_customer("Anna@example.com"))
        .await;
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    let changed = Customer {
        active: false,
        max_order: None,
        currency: "EUR".parse().unwrap(),
        ..kept.clone()
    };
    let changed = store.update_customer(&changed).await.unwrap();
    assert_eq!(changed.currency, usd(), "it is one for ever");
    assert_eq!(store.customer(kept.id).await.unwrap(), Some(changed));

    let rule = |customer: Option<Uuid>| StoredPriceRule {
        id: Uuid::now_v7(),
        rule: PriceRule {
            customer: customer.map(|id| id.to_string()),
            tld: Some("com".to_owned()),
            operation: Some(DomainOperation::Renew),
            currency: usd(),
            basis: PriceBasis::Percent { basis_points: 1500 },
            surcharge: 1,
            rounding: None,
            min_margin: 2,
            min_margin_basis_points: 3,
        },
        created_at: Utc::now(),
    };
    let first = store.keep_price_rule(&rule(None)).await.unwrap();
    let second = store.keep_price_rule(&rule(Some(kept.id))).await.unwrap();
    assert_eq!(
        store.price_rules().await.unwrap(),
        [first.clone(), second.clone()]
    );
    let newer = StoredPriceRule {
        created_at: Utc::now(),
        ..first
    };
    let newer = store.keep_price_rule(&newer).await.unwrap();
    assert_eq!(store.price_rules().await.unwrap(), [second.clone(), newer]);
    assert!(store.delete_price_rule(second.id).await.unwrap());
    assert!(!store.delete_price_rule(second.id).await.unwrap());

    let route = |tld: &str, accounts: &[&str]| Route {
        tld: tld.to_owned(),
        accounts: accounts.iter().map(|name| (*name).to_owned()).collect(),
    };
    store.keep_route(&route("com", &["a"])).await.unwrap();
    store.keep_route(&route("*", &["b"])).await.unwrap();
    store.keep_route(&route("com", &["c", "a"])).await.unwrap();
    let routes = [route("*", &["b"]), route("com", &["c", "a"])];
    assert_eq!(store.routes().await.unwrap(), routes);
    assert!(store.delete_route("com").await.unwrap());
    assert!(!store.delete_route("com").await.unwrap());

    let eur: Currency = "EUR".parse().unwrap();
    for rate in ["0.9", "0.9215"] {
        let rate: Rate = rate.parse().unwrap();
        let rate = ExchangeRate {
            from: usd(),
            to: eur,
            rate,
            set_at: Utc::now(),
        };
        store.keep_exchange_rate(&rate).await.unwrap();
    }
    let rates = store.exchange_rates().await.unwrap();
    assert_eq!(rates[0].rate.to_string(), "0.9215");
    assert_eq!(rates.len(), 1);
    assert!(store.delete_exchange_rate(usd(), eur).await.unwrap());
}

async fn keys_end_when_they_shall(database: TestDatabase) {
    let store = database.open().await;
    let anna = customer(&store, 0).await;
    let now = Utc::now();
    let key = || {
        let id = Uuid::now_v7();
        CustomerKey {
            id,
            customer_id: anna.id,
            label: "whmcs".to_owned(),
            sealed: "sealed:v1:x".to_owned(),
            created_at: now,
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        }
    };
    let old = store.add_customer_key(&key(), None).await.unwrap();
    let overlap = now + TimeDelta::hours(72);
    let replaced = [old.id];
    let new = store
        .add_customer_key(&key(), Some((&replaced, overlap)))
        .await
        .unwrap();
    let live = async |at| -> Vec<Uuid> {
        let keys = store.live_keys(anna.id, at).await.unwrap();
        keys.into_iter().map(|key| key.id).collect()
    };
    assert_eq!(live(now).await, [old.id, new.id]);
    assert_eq!(live(overlap).await, [new.id]);
    // A later rotation does not lengthen what ends before.
    let later = overlap + TimeDelta::hours(1);
    let replaced = [old.id, new.id];
    let third = store
        .add_customer_key(&key(), Some((&replaced, later)))
        .await
        .unwrap();
    assert_eq!(live(overlap).await, [new.id, third.id]);
    assert!(store.revoke_customer_key(anna.id, third.id).await.unwrap());
    assert!(!store.revoke_customer_key(anna.id, third.id).await.unwrap());
    assert!(
        !store
            .revoke_customer_key(Uuid::now_v7(), new.id)
            .await
            .unwrap()
    );
    assert_eq!(live(overlap).await, [new.id]);
    let used_at = async |secs| {
        let known = store.customer_keys(anna.id).await.unwrap().swap_remove(0);
        let at = now + TimeDelta::seconds(secs);
        store.touch_key(&known, at).await.unwrap();
        // Somebody else has looked before: the first of the minute counts.
        store.touch_key(&old, at).await.unwrap();
        let keys = store.customer_keys(anna.id).await.unwrap();
        keys[0].last_used_at.unwrap()
    };
    let first = used_at(0).await;
    assert_eq!(used_at(50).await, first);
    assert!(used_at(70).await > first);
}

async fn orders_at_once_cannot_overdraw(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let anna = customer(&nodes[0], 10_000).await;
    let limited = Customer {
        credit_limit: 500,
        ..anna.clone()
    };
    nodes[0].update_customer(&limited).await.unwrap();
    // 10,500 suffice for five of 2,000 each.
    let wishes: Vec<Wish> = (0..12)
        .map(|n| {
            let domain = format!("{n}.example");
            wish(&anna, DomainOperation::Register, &domain, 2000)
        })
        .collect();
    let all = wishes.iter().enumerate();
    let made = join_all(all.map(|(n, wish)| make(&nodes[n % 2], wish))).await;
    let (orders, refused): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    assert_eq!(orders.len(), 5);
    for refusal in refused {
        let Err(NotSold::Credit { balance, price }) = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!((balance.minor, price.minor), (0, 2000));
    }
    assert_eq!(balance(&nodes[0], &anna).await, 0);
    let all = setec_store::OrderFilter {
        limit: 100,
        ..Default::default()
    };
    let orders = nodes[0].orders(&all);
    assert_eq!(
        orders.await.unwrap().len(),
        5,
        "nothing is left of those refused"
    );
    let small = wish(&anna, DomainOperation::Renew, "small.example", 500);
    assert!(make(&nodes[1], &small).await.is_ok());
    assert_eq!(balance(&nodes[0], &anna).await, -500);
    assert_right(&nodes[0]).await;
}

async fn an_order_ends_once(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let anna = customer(&nodes[0], 5000).await;
    for (domain, end, left) in [
        ("good.example", OrderState::Completed, 4000),
        ("bad.example", OrderState::Failed, 4000),
    ] {
        let wish = wish(&anna, DomainOperation::Register, domain, 1000);
        let order = make(&nodes[0], &wish).await.unwrap();
        assert!(advance(&nodes[0], order, OrderState::Sent).await);
        let ends = (0..8).map(|n| advance(&nodes[n % 2], order, end));
        let ended = join_all(ends)
            .await
            .into_iter()
            .filter(|done| *done)
            .count();
        assert_eq!(ended, 1);
        assert_eq!(balance(&nodes[0], &anna).await, left, "{domain}");
        let sale = nodes[1].sale_of_order(order).await.unwrap().unwrap();
        assert_eq!(sale.id, wish.sale.id);
        assert_eq!(sale.cost, money(500));
        assert!(sale.settled_at.is_some());
    }
    let owned = nodes[0].customer_domains(anna.id).await.unwrap();
    assert_eq!(owned.len(), 1);
    assert_eq!(
        (owned[0].domain.as_str(), owned[0].account.as_str()),
        ("good.example", "upstream")
    );
    let other = customer(&nodes[0], 0).await;
    let stolen = CustomerDomain {
        customer_id: other.id,
        ..owned[0].clone()
    };
    let stolen = nodes[0].assign_domain(&stolen).await;
    assert!(matches!(stolen, Err(StoreError::Exists { .. })));
    let name = "good.example".parse().unwrap();
    assert_eq!(
        nodes[0].customer_domain(other.id, &name).await.unwrap(),
        None
    );
    assert!(
        nodes[0]
            .customer_domain(anna.id, &name)
            .await
            .unwrap()
            .is_some()
    );
    // Before it was sent, an order may be called off.
    let wish = wish(&anna, DomainOperation::Renew, "good.example", 4000);
    let order = make(&nodes[0], &wish).await.unwrap();
    assert_eq!(balance(&nodes[0], &anna).await, 0);
    assert!(advance(&nodes[0], order, OrderState::Failed).await);
    assert_eq!(balance(&nodes[0], &anna).await, 4000);
    assert_right(&nodes[0]).await;
}

async fn an_unknown_order_keeps_its_credit(database: TestDatabase) {
    let store = database.open().await;
    let anna = customer(&store, 1000).await;
    let wish = wish(&anna, DomainOperation::Transfer, "x.example", 1000);
    let order = make(&store, &wish).await.unwrap();
    advance(&store, order, OrderState::Sent).await;
    assert!(advance(&store, order, OrderState::Unknown).await);
    assert_eq!(balance(&store, &anna).await, 0);
    let sale = store
        .newest_sale(anna.id, &"x.example".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(sale.state, SaleState::Held);
    assert_eq!(store.customer_domains(anna.id).await.unwrap(), []);
    assert_right(&store).await;
    assert!(advance(&store, order, OrderState::Completed).await);
    assert_eq!(store.customer_domains(anna.id).await.unwrap().len(), 1);
    assert_eq!(balance(&store, &anna).await, 0);
    assert_right(&store).await;
}

async fn the_same_request_buys_once(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let anna = customer(&nodes[0], 100_000).await;
    let renewal = |key: Option<&str>, years: u32| {
        let mut wish = wish(&anna, DomainOperation::Renew, "x.example", 1000);
        wish.sale.key = key.map(str::to_owned);
        wish.sale.years = years;
        wish.order.sale = Some(wish.sale.clone());
        wish
    };
    let wishes: Vec<Wish> = (0..8).map(|_| renewal(None, 1)).collect();
    let all = wishes.iter().enumerate();
    let made = join_all(all.map(|(n, wish)| make(&nodes[n % 2], wish))).await;
    let order = *made.iter().find_map(|made| made.as_ref().ok()).unwrap();
    let busy = |made: &&Result<Uuid, NotSold>| matches!(made, Err(NotSold::InProgress(_)));
    assert_eq!(made.iter().filter(busy).count(), 7, "{made:?}");
    advance(&nodes[0], order, OrderState::Sent).await;
    advance(&nodes[0], order, OrderState::Completed).await;
    let again = make(&nodes[1], &renewal(None, 1)).await;
    assert!(matches!(again, Err(NotSold::Before(sale)) if sale.order_id == order));
    // Another term, and a key of its own, are other requests.
    for other in [renewal(None, 2), renewal(Some("k"), 1)] {
        let order = make(&nodes[0], &other).await.unwrap();
        advance(&nodes[0], order, OrderState::Sent).await;
        advance(&nodes[0], order, OrderState::Completed).await;
    }
    let again = make(&nodes[1], &renewal(Some("k"), 1)).await;
    assert!(matches!(again, Err(NotSold::Before(_))));
    let taken = make(&nodes[1], &renewal(Some("k"), 2)).await;
    assert!(matches!(taken, Err(NotSold::KeyTaken(_))));
    // What has failed for certain may be tried again with the same key.
    let order = make(&nodes[0], &renewal(Some("l"), 1)).await.unwrap();
    let early = nodes[1]
        .request_before(&renewal(Some("l"), 1).sale)
        .await
        .unwrap();
    assert!(matches!(early, Some(NotSold::InProgress(_))));
    advance(&nodes[0], order, OrderState::Failed).await;
    assert!(make(&nodes[0], &renewal(Some("l"), 1)).await.is_ok());
    assert_eq!(balance(&nodes[0], &anna).await, 96_000);
    assert_right(&nodes[0]).await;
}

async fn limits_hold_for_orders_at_once(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let anna = customer(&nodes[0], 100_000).await;
    let limited = Customer {
        max_domains: Some(3),
        max_order: Some(money(2000)),
        max_month: Some(money(10_000)),
        ..anna.clone()
    };
    nodes[0].update_customer(&limited).await.unwrap();
    let order = |n: usize, operation, price| {
        let wish = wish(&anna, operation, &format!("{n}.example"), price);
        let node = nodes[n % 2].clone();
        async move { make(&node, &wish).await }
    };
    let made = join_all((0..8).map(|n| order(n, DomainOperation::Register, 1000))).await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 3);
    let many =
        |made: &&Result<Uuid, NotSold>| matches!(made, Err(NotSold::TooManyDomains { limit: 3 }));
    assert_eq!(made.iter().filter(many).count(), 5);
    let made = join_all((0..8).map(|n| order(n, DomainOperation::Renew, 2000))).await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 3);
    let above = made.iter().find_map(|made| made.as_ref().err()).unwrap();
    let NotSold::AboveMonth { spent, .. } = above else {
        panic!("{above:?}");
    };
    assert_eq!(*spent, money(9000));
    let dear = order(9, DomainOperation::Renew, 2001).await;
    assert!(matches!(dear, Err(NotSold::AboveOrder { .. })));
    let suspended = Customer {
        active: false,
        ..anna.clone()
    };
    nodes[0].update_customer(&suspended).await.unwrap();
    assert_eq!(
        order(9, DomainOperation::Renew, 1).await,
        Err(NotSold::Suspended)
    );
    assert_right(&nodes[0]).await;
}

async fn credit_is_moved_once_for_each_key(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let anna = customer(&nodes[0], 0).await;
    let go = async |n: usize, kind, minor, key| {
        let why = ("invoice 17", "admin");
        let posted = nodes[n % 2].move_credit(anna.id, kind, minor, why, key);
        posted.await.unwrap()
    };
    let clicks = (0..8).map(|n| go(n, LedgerKind::Deposit, 1000, Some("k")));
    for posted in join_all(clicks).await {
        let Posted::Done { balance, .. } = posted else {
            panic!("{posted:?}");
        };
        assert_eq!(balance, money(1000));
    }
    let other = go(0, LedgerKind::Deposit, 999, Some("k")).await;
    assert_eq!(other, Posted::KeyTaken);
    let withdrawals = (0..8).map(|n| go(n, LedgerKind::Withdrawal, -400, None));
    let done = |posted: &&Posted| matches!(posted, Posted::Done { .. });
    let withdrawn = join_all(withdrawals).await;
    assert_eq!(withdrawn.iter().filter(done).count(), 2);
    let short = withdrawn.iter().find(|posted| !done(posted)).unwrap();
    assert!(matches!(short, Posted::Short { .. }));
    // The operator may put anything right.
    assert!(done(&&go(0, LedgerKind::Correction, -700, None).await));
    assert_eq!(balance(&nodes[1], &anna).await, -500);
    let nobody = nodes[0]
        .move_credit(Uuid::now_v7(), LedgerKind::Deposit, 1, ("x", "admin"), None)
        .await;
    assert!(matches!(nobody, Err(StoreError::NotFound { .. })));
    assert_right(&nodes[0]).await;
}

async fn a_statement_has_every_movement_of_its_period(database: TestDatabase) {
    let store = database.open().await;
    let anna = customer(&store, 5000).await;
    let bert = customer(&store, 700).await;
    let middle = Utc::now();
    let good = wish(&anna, DomainOperation::Register, "good.example", 1000);
    let bad = wish(&anna, DomainOperation::Register, "bad.example", 300);
    for (wish, end) in [(&good, OrderState::Completed), (&bad, OrderState::Failed)] {
        let order = make(&store, wish).await.unwrap();
        advance(&store, order, OrderState::Sent).await;
        advance(&store, order, end).await;
    }
    let end = Utc::now() + TimeDelta::seconds(1);
    let statement = store.statement(&anna, (middle, end), 100).await.unwrap();
    assert_eq!(
        (statement.opening, statement.closing),
        (money(5000), money(4000))
    );
    let rows: Vec<(LedgerKind, i64, i64, &str)> = statement
        .rows
        .iter()
        .map(|row| {
            let domain = row.sale.as_ref().map_or("", |sale| sale.domain.as_str());
            (
                row.transaction.kind,
                row.amount.minor,
                row.balance.minor,
                domain,
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (LedgerKind::Charge, -1000, 4000, "good.example"),
            (LedgerKind::Charge, -300, 3700, "bad.example"),
            (LedgerKind::Refund, 300, 4000, "bad.example"),
        ]
    );
    let cut = store.statement(&anna, (middle, end), 2).await.unwrap();
    assert!(cut.is_cut && cut.rows.len() == 2);
    let early = middle - TimeDelta::days(1);
    let before = store.statement(&anna, (early, middle), 100).await.unwrap();
    assert_eq!((before.opening.minor, before.closing.minor), (0, 5000));
    let other = store.statement(&bert, (early, end), 100).await.unwrap();
    assert_eq!(other.rows.len(), 1);
    assert_eq!(other.closing, money(700));
    let refunded = SaleFilter {
        customer_id: Some(anna.id),
        state: Some(SaleState::Refunded),
        limit: 10,
        ..SaleFilter::default()
    };
    let page = store.sales(&refunded).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].id, bad.sale.id);
}

async fn a_ledger_that_was_tampered_with_is_found_out(database: TestDatabase) {
    let store = database.open().await;
    let anna = customer(&store, 5000).await;
    let wish = wish(&anna, DomainOperation::Register, "x.example", 1000);
    let order = make(&store, &wish).await.unwrap();
    assert_right(&store).await;
    // An order for a customer that nobody sold it.
    let mut unsold = self::wish(&anna, DomainOperation::Register, "y.example", 1000);
    unsold.order.sale = None;
    assert!(make(&store, &unsold).await.is_ok());
    let check = store.check_ledger().await.unwrap();
    assert_eq!(check.mismatches.len(), 1, "{check:?}");
    assert!(check.mismatches[0].problem.contains("without being sold"));
    assert_eq!((check.transactions, check.entries, check.sales), (2, 4, 1));
    assert!(advance(&store, order, OrderState::Failed).await);
    let raw = sea_orm::Database::connect(&database.url).await.unwrap();
    for (statement, problem) in [
        (
            "UPDATE balances SET minor = minor + 1 WHERE ledger_account = 'cash'",
            "its entries sum to -50.00 USD",
        ),
        (
            "UPDATE ledger_entries SET minor = minor + 1 WHERE ledger_account = 'cash'",
            "its entries sum to 0.01 USD",
        ),
        (
            "UPDATE sales SET state = 'completed'",
            "the order's end is not in the ledger once",
        ),
        (
            "UPDATE sales SET settled_at = NULL",
            "open orders cost 10.00 USD",
        ),
        (
            "UPDATE ledger_transactions SET kind = 'capture' WHERE kind = 'charge'",
            "the order was never charged",
        ),
    ] {
        raw.execute_unprepared(statement).await.unwrap();
        let check = store.check_ledger().await.unwrap();
        let found = check
            .mismatches
            .iter()
            .any(|each| each.problem.contains(problem));
        assert!(found, "{statement}: {:?}", check.mismatches);
    }
    raw.close().await.unwrap();
}

/// Ends that are drawn by the number of the order: completed, failed, unknown, or none at all.
async fn live(store: &Store, customer: &Customer, n: usize) {
    let operation = [
        DomainOperation::Register,
        DomainOperation::Renew,
        DomainOperation::Transfer,
    ][n % 3];
    let price = 100 + i64::try_from(n * 37 % 400).unwrap();
    let wish = wish(customer, operation, &format!("{}.example", n % 7), price);
    let Ok(order) = make(store, &wish).await else {
        return;
    };
    if n % 5 == 4 {
        return;
    }
    advance(store, order, OrderState::Sent).await;
    match n % 4 {
        0 | 1 => advance(store, order, OrderState::Completed).await,
        2 => advance(store, order, OrderState::Failed).await,
        _ => advance(store, order, OrderState::Unknown).await,
    };
}

async fn many_orders_at_once_leave_a_right_ledger(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let mut customers = Vec::new();
    for _ in 0..64 {
        customers.push(customer(&nodes[0], 1000).await);
    }
    let mut tasks = Vec::new();
    for n in 0..5 {
        for (at, customer) in customers.iter().enumerate() {
            let (node, customer) = (nodes[(at + n) % 2].clone(), customer.clone());
            let life = async move { live(&node, &customer, n * 5 + at).await };
            // Every fourth is cut off wherever it happens to be, as by a crash.
            tasks.push((tokio::spawn(life), (at + n) % 4 == 3));
        }
    }
    for (task, is_cut_off) in tasks {
        if is_cut_off {
            task.abort();
            assert!(
                task.await
                    .map_or_else(|error| error.is_cancelled(), |()| true)
            );
        } else {
            task.await.unwrap();
        }
    }
    for customer in &customers {
        assert!(balance(&nodes[0], customer).await >= 0);
    }
    assert_right(&nodes[0]).await;
    let check = nodes[1].check_ledger().await.unwrap();
    assert!(check.sales > 100, "{check:?}");
    let cash = check
        .totals
        .iter()
        .find(|total| total.ledger_account == "cash");
    assert_eq!(cash.unwrap().amount, money(-64_000));
}
