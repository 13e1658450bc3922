use chrono::{TimeDelta, Utc};
use futures::future::join_all;
use setec_core::Money;
use setec_core::order::{
    CurrencyLimit, OrderKind, OrderState, Spending, SpendingLimits, month_begin,
};
use setec_store::{
    Advance, Confirmed, EntryFilter, NewEntry, NewOrder, OrderFilter, Outcome, Purchase, Store,
    StoredOrder, StoredQuote,
};
use uuid::Uuid;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    one_of_many_clicks_makes_the_order,
    one_thing_has_one_live_order,
    one_of_all_nodes_sends,
    no_two_orders_slip_below_a_limit_together,
    an_order_takes_the_allowed_ways_only,
    the_journal_s_entry_ends_with_its_order,
    what_a_process_left_is_found_by_another,
    limits_are_replaced_as_a_whole,
    orders_are_listed_in_pages,
);

fn usd(minor: i64) -> Money {
    Money {
        minor,
        currency: "USD".parse().unwrap(),
    }
}

async fn quote(store: &Store, user_id: Uuid, target: &str) -> StoredQuote {
    let now = Utc::now();
    let quote = StoredQuote {
        id: Uuid::now_v7(),
        user_id,
        purchase: Purchase {
            account: "hostinger".to_owned(),
            kind: OrderKind::RegisterDomain,
            target: target.to_owned(),
            what: format!("registration of {target} for 1 year"),
            years: Some(1),
            price: usd(1000),
            renewal_price: Some(usd(1500)),
        },
        request: "sealed:v1:x".to_owned(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(15),
    };
    let kept = store.keep_quote(&quote).await.unwrap();
    assert_eq!(store.quote(kept.id).await.unwrap().as_ref(), Some(&kept));
    kept
}

fn order_of(quote: &StoredQuote, key: &str) -> NewOrder {
    NewOrder {
        quote: quote.clone(),
        user: "anna".to_owned(),
        key: key.to_owned(),
        node: Uuid::now_v7(),
        lease: TimeDelta::seconds(30),
        sale: None,
    }
}

async fn confirmed(store: &Store, new: NewOrder) -> StoredOrder {
    match store.confirm_order(new, |_| None).await.unwrap() {
        Confirmed::New(order) => order,
        other => panic!("{other:?}"),
    }
}

fn by(name: &str) -> Advance {
    Advance {
        by: name.to_owned(),
        ..Advance::default()
    }
}

async fn one_of_many_clicks_makes_the_order(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let same = quote(&nodes[0], Uuid::now_v7(), "same.example").await;
    let clicks = (0..16).map(|n| nodes[n % 2].confirm_order(order_of(&same, "k"), |_| None));
    let (mut new, mut id) = (0, None);
    for click in join_all(clicks).await {
        let order = match click.unwrap() {
            Confirmed::New(order) => {
                new += 1;
                order
            }
            Confirmed::Same(order) => order,
            other => panic!("{other:?}"),
        };
        assert_eq!(*id.get_or_insert(order.id), order.id);
    }
    assert_eq!(new, 1);
    let other = quote(&nodes[0], Uuid::now_v7(), "other.example").await;
    let keys: Vec<String> = (0..16).map(|n| format!("key {n}")).collect();
    let clicks = keys
        .iter()
        .enumerate()
        .map(|(n, key)| nodes[n % 2].confirm_order(order_of(&other, key), |_| None));
    let outcomes: Vec<Confirmed> = join_all(clicks)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let taken = |outcome: &&Confirmed| matches!(outcome, Confirmed::QuoteTaken(_));
    assert_eq!(outcomes.iter().filter(taken).count(), 15, "{outcomes:?}");
    // The key of one user is nobody else's.
    let third = quote(&nodes[0], same.user_id, "third.example").await;
    let outcome = nodes[1]
        .confirm_order(order_of(&third, "k"), |_| None)
        .await;
    assert!(matches!(outcome.unwrap(), Confirmed::KeyTaken(_)));
    let fourth = quote(&nodes[0], Uuid::now_v7(), "fourth.example").await;
    confirmed(&nodes[1], order_of(&fourth, "k")).await;
}

async fn one_thing_has_one_live_order(database: TestDatabase) {
    let store = database.open().await;
    let mut quotes = Vec::new();
    for _ in 0..8 {
        quotes.push(quote(&store, Uuid::now_v7(), "one.example").await);
    }
    let all = quotes
        .iter()
        .map(|quote| store.confirm_order(order_of(quote, "k"), |_| None));
    let outcomes: Vec<Confirmed> = join_all(all)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    let busy = |outcome: &&Confirmed| matches!(outcome, Confirmed::Busy(_));
    assert_eq!(outcomes.iter().filter(busy).count(), 7, "{outcomes:?}");
    let live = store.orders(&page(1)).await.unwrap().remove(0);
    let from = [OrderState::Confirmed];
    store
        .advance_order(live.id, &from, OrderState::Failed, by("anna"))
        .await
        .unwrap()
        .unwrap();
    let late = quotes
        .iter()
        .find(|quote| quote.id != live.quote_id)
        .unwrap();
    confirmed(&store, order_of(late, "another")).await;
}

async fn one_of_all_nodes_sends(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    for round in 0..4 {
        let quote = quote(&nodes[0], Uuid::now_v7(), &format!("{round}.example")).await;
        let order = confirmed(&nodes[1], order_of(&quote, "k")).await;
        let from = [OrderState::Confirmed];
        let sends = (0..12)
            .map(|n| nodes[n % 2].advance_order(order.id, &from, OrderState::Sent, by("node")));
        let sent = join_all(sends).await;
        let sent = sent.into_iter().filter_map(Result::unwrap).count();
        assert_eq!(sent, 1);
        let steps = nodes[0].order_steps(order.id).await.unwrap();
        let states: Vec<OrderState> = steps.iter().map(|step| step.state).collect();
        assert_eq!(
            states,
            [OrderState::Quoted, OrderState::Confirmed, OrderState::Sent]
        );
    }
}

async fn no_two_orders_slip_below_a_limit_together(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let user = Uuid::now_v7();
    let limits = SpendingLimits(vec![CurrencyLimit {
        currency: "USD".parse().unwrap(),
        day: None,
        month: Some(5000),
    }]);
    let mut quotes = Vec::new();
    for n in 0..10 {
        quotes.push(quote(&nodes[0], user, &format!("{n}.example")).await);
    }
    let all = quotes.iter().enumerate().map(|(n, quote)| {
        let approval = |spent: &[_]| {
            let spending = Spending::until(Utc::now(), spent.iter().copied());
            limits.exceeded(&spending, quote.purchase.price)
        };
        nodes[n % 2].confirm_order(order_of(quote, &n.to_string()), approval)
    });
    let mut free = 0;
    for outcome in join_all(all).await {
        let Confirmed::New(order) = outcome.unwrap() else {
            panic!("every target is another one");
        };
        free += usize::from(order.waits_because.is_none());
    }
    assert_eq!(free, 5);
    let spent = nodes[0]
        .spent_by(user, month_begin(Utc::now()))
        .await
        .unwrap();
    let spending = Spending::until(Utc::now(), spent);
    assert_eq!(spending.month("USD".parse().unwrap()), usd(5000));
}

async fn an_order_takes_the_allowed_ways_only(database: TestDatabase) {
    let store = database.open().await;
    let quote = quote(&store, Uuid::now_v7(), "ways.example").await;
    let order = confirmed(&store, order_of(&quote, "k")).await;
    let all = OrderState::ALL;
    let go = async |to: OrderState| {
        let moved = store.advance_order(order.id, &all, to, by("system")).await;
        moved.unwrap().map(|order| order.state)
    };
    assert_eq!(go(OrderState::Completed).await, None);
    assert_eq!(go(OrderState::Unknown).await, None);
    assert_eq!(go(OrderState::Sent).await, Some(OrderState::Sent));
    assert_eq!(go(OrderState::Sent).await, None);
    assert_eq!(go(OrderState::Unknown).await, Some(OrderState::Unknown));
    store
        .note_order(order.id, "system", "not there yet")
        .await
        .unwrap();
    store
        .note_order(order.id, "system", "not there yet")
        .await
        .unwrap();
    assert_eq!(go(OrderState::Sent).await, None);
    assert_eq!(go(OrderState::Completed).await, Some(OrderState::Completed));
    assert_eq!(go(OrderState::Failed).await, None);
    store
        .note_order(order.id, "system", "too late")
        .await
        .unwrap();
    let steps = store.order_steps(order.id).await.unwrap();
    let states: Vec<&str> = steps.iter().map(|step| step.state.as_str()).collect();
    assert_eq!(
        states,
        [
            "quoted",
            "confirmed",
            "sent",
            "unknown",
            "unknown",
            "completed"
        ]
    );
    let order = store.order(order.id).await.unwrap().unwrap();
    assert!(order.settled_at.is_some() && order.next_look_at.is_none());

    let quote = self::quote(&store, Uuid::now_v7(), "waits.example").await;
    let outcome = store
        .confirm_order(order_of(&quote, "k"), |_| Some("too much".to_owned()))
        .await;
    let Confirmed::New(waiting) = outcome.unwrap() else {
        panic!("a new order");
    };
    let from = [OrderState::Confirmed];
    let sent = store.advance_order(waiting.id, &from, OrderState::Sent, by("anna"));
    assert_eq!(sent.await.unwrap(), None, "nobody has approved it");
    let node = Uuid::now_v7();
    let lease = TimeDelta::seconds(30);
    let approved = store.approve_order(waiting.id, "berta", node, lease).await;
    assert_eq!(
        approved.unwrap().unwrap().approved_by.as_deref(),
        Some("berta")
    );
    let again = store.approve_order(waiting.id, "carla", node, lease).await;
    assert_eq!(again.unwrap(), None);
    let sent = store.advance_order(waiting.id, &from, OrderState::Sent, by("anna"));
    assert!(sent.await.unwrap().is_some());
}

async fn the_journal_s_entry_ends_with_its_order(database: TestDatabase) {
    let store = database.open().await;
    let quote = quote(&store, Uuid::now_v7(), "entry.example").await;
    let order = confirmed(&store, order_of(&quote, "k")).await;
    let entry = store.begin_entry(NewEntry::default()).await.unwrap();
    let claim = Advance {
        entry_id: Some(entry),
        ..by("anna")
    };
    let go = async |from: OrderState, to: OrderState, change: Advance| {
        let moved = store.advance_order(order.id, &[from], to, change).await;
        assert!(moved.unwrap().is_some());
        let entries = store.entries(&EntryFilter::default()).await.unwrap();
        (entries[0].outcome, entries[0].detail.clone())
    };
    let told = |words: &str| Advance {
        detail: Some(words.to_owned()),
        ..by("system")
    };
    let (confirmed, sent) = (OrderState::Confirmed, OrderState::Sent);
    assert_eq!(go(confirmed, sent, claim).await, (None, None));
    let lost = go(sent, OrderState::Unknown, told("lost")).await;
    assert_eq!(lost, (Some(Outcome::Unknown), Some("lost".to_owned())));
    let found = go(OrderState::Unknown, OrderState::Completed, told("there")).await;
    assert_eq!(found, (Some(Outcome::Done), Some("there".to_owned())));
}

async fn what_a_process_left_is_found_by_another(database: TestDatabase) {
    let store = database.open().await;
    let (here, there) = (Uuid::now_v7(), Uuid::now_v7());
    let quote = quote(&store, Uuid::now_v7(), "left.example").await;
    let mut new = order_of(&quote, "k");
    (new.node, new.lease) = (there, TimeDelta::seconds(30));
    let order = confirmed(&store, new).await;
    let long = TimeDelta::seconds(30);
    assert!(store.orders_to_look_after().await.unwrap().is_empty());
    assert!(!store.hold_order(order.id, here, long).await.unwrap());
    // The other process says for the last time that it is there.
    assert!(
        store
            .hold_order(order.id, there, TimeDelta::zero())
            .await
            .unwrap()
    );
    let left = store.orders_to_look_after().await.unwrap();
    assert_eq!(left[0].id, order.id);
    assert!(store.hold_order(order.id, here, long).await.unwrap());
    assert!(!store.hold_order(order.id, there, long).await.unwrap());
    let stolen = Advance {
        node: Some(there),
        ..by("the other")
    };
    let from = [OrderState::Confirmed];
    let sent = store.advance_order(order.id, &from, OrderState::Sent, stolen);
    assert_eq!(sent.await.unwrap(), None);
    let sent = Advance {
        node: Some(here),
        ..by("this one")
    };
    let sent = store.advance_order(order.id, &from, OrderState::Sent, sent);
    assert!(sent.await.unwrap().is_some());
    let from = [OrderState::Sent];
    store
        .advance_order(order.id, &from, OrderState::Unknown, by("system"))
        .await
        .unwrap()
        .unwrap();
    let due = store.orders_to_look_after().await.unwrap().remove(0);
    let next = Utc::now() + TimeDelta::minutes(1);
    assert!(store.book_look(&due, next).await.unwrap());
    assert!(
        !store.book_look(&due, next).await.unwrap(),
        "one node looks"
    );
    assert!(store.orders_to_look_after().await.unwrap().is_empty());
}

async fn limits_are_replaced_as_a_whole(database: TestDatabase) {
    let store = database.open().await;
    let (anna, berta) = (Uuid::now_v7(), Uuid::now_v7());
    let limit = |code: &str, day, month| CurrencyLimit {
        currency: code.parse().unwrap(),
        day,
        month,
    };
    let both = SpendingLimits(vec![
        limit("EUR", Some(1), None),
        limit("USD", None, Some(i64::MAX)),
    ]);
    store.set_spending_limits(anna, &both).await.unwrap();
    assert_eq!(store.spending_limits(anna).await.unwrap(), both);
    assert!(store.spending_limits(berta).await.unwrap().0.is_empty());
    let one = SpendingLimits(vec![limit("JPY", Some(0), None)]);
    store.set_spending_limits(anna, &one).await.unwrap();
    assert_eq!(store.spending_limits(anna).await.unwrap(), one);
}

fn page(limit: u64) -> OrderFilter {
    OrderFilter {
        limit,
        ..OrderFilter::default()
    }
}

async fn orders_are_listed_in_pages(database: TestDatabase) {
    let store = database.open().await;
    let user = Uuid::now_v7();
    for n in 0..5 {
        let quote = quote(&store, user, &format!("{n}.example")).await;
        confirmed(&store, order_of(&quote, &n.to_string())).await;
    }
    let first = store.orders(&page(2)).await.unwrap();
    let next = OrderFilter {
        before: Some(first[1].id),
        ..page(10)
    };
    let rest = store.orders(&next).await.unwrap();
    let targets: Vec<&str> = first
        .iter()
        .chain(&rest)
        .map(|order| order.purchase.target.as_str())
        .collect();
    assert_eq!(
        targets,
        [
            "4.example",
            "3.example",
            "2.example",
            "1.example",
            "0.example"
        ]
    );
    for (filter, count) in [
        (
            OrderFilter {
                target: Some("3.example".to_owned()),
                ..page(10)
            },
            1,
        ),
        (
            OrderFilter {
                account: Some("other".to_owned()),
                ..page(10)
            },
            0,
        ),
        (
            OrderFilter {
                state: Some(OrderState::Confirmed),
                ..page(10)
            },
            5,
        ),
        (
            OrderFilter {
                waiting: true,
                ..page(10)
            },
            0,
        ),
    ] {
        assert_eq!(
            store.orders(&filter).await.unwrap().len(),
            count,
            "{filter:?}"
        );
    }
}
