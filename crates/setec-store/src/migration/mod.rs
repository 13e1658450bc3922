//! The schema, step by numbered step.

mod reseller;

use sea_orm::sea_query::{
    Alias, ColumnDef, ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, Index,
    IndexCreateStatement, Order, Query, Table,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

/// Every migration there is; its number is its place, from 1. Released ones never change.
const MIGRATIONS: &[fn(DbBackend) -> Vec<Statement>] = &[
    first_tables,
    plans_and_versions,
    protections,
    zone_heads,
    journal_answers,
    version_lines,
    hosted_zones,
    orders,
    domain_states,
    zone_records,
    reseller::tables,
    tags,
];

#[derive(Debug, thiserror::Error)]
#[error("a newer version wrote it: its schema is number {found}, this version knows up to {known}")]
struct NewerSchema {
    found: usize,
    known: usize,
}

/// Applies what is missing, all or nothing; of several nodes that start together one does it.
pub(crate) async fn run(store: &Store) -> Result<()> {
    let tx = store.write_tx().await?;
    tx.lock(Lock::Migrations).await?;
    let version_table = Table::create()
        .table("schema_version")
        .if_not_exists()
        .col(ColumnDef::new("version").integer().not_null().primary_key())
        .col(moment("applied_at").not_null())
        .to_owned();
    tx.execute(&version_table).await?;
    let applied = current_version(&tx).await?;
    if applied > MIGRATIONS.len() {
        return Err(StoreError::Database(Box::new(NewerSchema {
            found: applied,
            known: MIGRATIONS.len(),
        })));
    }
    for (index, steps) in MIGRATIONS.iter().enumerate().skip(applied) {
        for step in steps(tx.get_database_backend()) {
            tx.execute_raw(step).await?;
        }
        let version = i32::try_from(index + 1).expect("migrations are few");
        let record = Query::insert()
            .into_table("schema_version")
            .columns(["version", "applied_at"])
            .values_panic([version.into(), storable::now().into()])
            .to_owned();
        tx.execute(&record).await?;
    }
    Ok(tx.commit().await?)
}

async fn current_version(tx: &WriteTx) -> Result<usize> {
    let newest = Query::select()
        .column("version")
        .from("schema_version")
        .order_by("version", Order::Desc)
        .limit(1)
        .to_owned();
    let Some(row) = tx.query_one(&newest).await? else {
        return Ok(0);
    };
    let version: i32 = row.try_get("", "version")?;
    Ok(usize::try_from(version).unwrap_or(0))
}

fn first_tables(database: DbBackend) -> Vec<Statement> {
    let users = Table::create()
        .table("users")
        .col(id())
        .col(text("name").not_null().unique_key())
        .col(text("password_hash").not_null())
        .col(text("role").not_null())
        .col(moment("created_at").not_null())
        .to_owned();
    let sessions = Table::create()
        .table("sessions")
        .col(id())
        .col(ColumnDef::new("user_id").uuid().not_null())
        .col(moment("created_at").not_null())
        .col(moment("expires_at").not_null())
        .col(moment("revoked_at"))
        .foreign_key(
            ForeignKey::create()
                .from("sessions", "user_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    let journal = Table::create()
        .table("journal")
        .col(id())
        .col(moment("begun_at").not_null())
        .col(moment("finished_at"))
        .col(text("actor").not_null())
        .col(text("door").not_null())
        .col(text("account"))
        .col(text("action").not_null())
        .col(text("subject"))
        .col(text("request_id"))
        .col(ColumnDef::new("before").json())
        .col(ColumnDef::new("after").json())
        .col(text("outcome"))
        .col(text("detail"))
        .to_owned();
    let subscriptions = Table::create()
        .table("subscriptions")
        .col(text("account").not_null())
        .col(text("domain").not_null())
        .col(text("subscription_id").not_null())
        .primary_key(Index::create().col("account").col("domain"))
        .to_owned();
    let labels = Table::create()
        .table("server_labels")
        .col(text("account").not_null())
        .col(text("server_id").not_null())
        .col(ColumnDef::new("labels").json().not_null())
        .primary_key(Index::create().col("account").col("server_id"))
        .to_owned();
    let settings = Table::create()
        .table("settings")
        .col(text("key").not_null().primary_key())
        .col(text("value").not_null())
        .to_owned();
    let open_entries = index("journal_open", "journal", &["id"])
        .and_where(Expr::col(Alias::new("finished_at")).is_null())
        .to_owned();
    let tables = [users, sessions, journal, subscriptions, labels, settings];
    let indices = [
        index("sessions_user", "sessions", &["user_id"]),
        index("sessions_expiry", "sessions", &["expires_at"]),
        index("journal_account", "journal", &["account", "id"]),
        index("journal_subject", "journal", &["subject", "id"]),
        open_entries,
    ];
    let tables = tables.iter().map(|table| database.build(table));
    let indices = indices.iter().map(|index| database.build(index));
    tables.chain(indices).collect()
}

fn plans_and_versions(database: DbBackend) -> Vec<Statement> {
    let plans = Table::create()
        .table("plans")
        .col(id())
        .col(text("digest").not_null())
        .col(text("account").not_null())
        .col(text("zone").not_null())
        .col(ColumnDef::new("body").json().not_null())
        .col(moment("created_at").not_null())
        .col(moment("expires_at").not_null())
        .col(moment("applied_at"))
        .to_owned();
    let versions = Table::create()
        .table("zone_versions")
        .col(id())
        .col(text("account").not_null())
        .col(text("zone").not_null())
        .col(moment("at").not_null())
        .col(text("origin").not_null())
        .col(text("actor"))
        .col(ColumnDef::new("entry_id").uuid())
        .col(text("digest").not_null())
        .col(ColumnDef::new("body").json().not_null())
        .to_owned();
    let indices = [
        index("plans_digest", "plans", &["digest"]),
        index("plans_expiry", "plans", &["expires_at"]),
        index(
            "zone_versions_zone",
            "zone_versions",
            &["account", "zone", "id"],
        ),
    ];
    let tables = [plans, versions];
    let tables = tables.iter().map(|table| database.build(table));
    let indices = indices.iter().map(|index| database.build(index));
    tables.chain(indices).collect()
}

fn protections(database: DbBackend) -> Vec<Statement> {
    let protections = Table::create()
        .table("protections")
        .col(text("account").not_null())
        .col(text("zone").not_null())
        .col(text("name").not_null())
        .col(text("rtype").not_null())
        .primary_key(
            Index::create()
                .col("account")
                .col("zone")
                .col("name")
                .col("rtype"),
        )
        .to_owned();
    vec![database.build(&protections)]
}

fn zone_heads(database: DbBackend) -> Vec<Statement> {
    let heads = Table::create()
        .table("zone_heads")
        .col(text("account").not_null())
        .col(text("zone").not_null())
        .col(ColumnDef::new("version_id").uuid().not_null())
        .col(text("digest").not_null())
        .col(ColumnDef::new("serial").big_integer())
        .primary_key(Index::create().col("account").col("zone"))
        .to_owned();
    vec![database.build(&heads)]
}

/// How many records a zone's newest state has, for lists.
fn zone_records(database: DbBackend) -> Vec<Statement> {
    let records = Table::alter()
        .table("zone_heads")
        .add_column(ColumnDef::new("records").big_integer())
        .to_owned();
    vec![database.build(&records)]
}

fn journal_answers(database: DbBackend) -> Vec<Statement> {
    let answers = Table::alter()
        .table("journal")
        .add_column(ColumnDef::new("answers").json())
        .to_owned();
    vec![database.build(&answers)]
}

/// States as lines, whole or as what changed; those of before stay as they are, in `body`.
fn version_lines(database: DbBackend) -> Vec<Statement> {
    let columns = [
        text("lines"),
        ColumnDef::new("base").uuid().to_owned(),
        ColumnDef::new("root").uuid().to_owned(),
        ColumnDef::new("depth")
            .integer()
            .not_null()
            .default(0)
            .to_owned(),
    ];
    // SQLite takes one column at a time.
    let add = |column: &ColumnDef| {
        let column = column.clone();
        let table = Table::alter()
            .table("zone_versions")
            .add_column(column)
            .to_owned();
        database.build(&table)
    };
    columns.iter().map(add).collect()
}

fn hosted_zones(database: DbBackend) -> Vec<Statement> {
    // A name server has one zone of a name, whichever account it belongs to.
    let zones = Table::create()
        .table("hosted_zones")
        .col(text("zone").not_null().primary_key())
        .col(text("account").not_null())
        .col(ColumnDef::new("serial").big_integer().not_null())
        .to_owned();
    let sets = Table::create()
        .table("hosted_sets")
        .col(text("zone").not_null())
        .col(text("name").not_null())
        .col(text("rtype").not_null())
        .col(ColumnDef::new("ttl").big_integer().not_null())
        .col(text("served").not_null())
        .col(text("disabled").not_null())
        .primary_key(Index::create().col("zone").col("name").col("rtype"))
        .foreign_key(
            ForeignKey::create()
                .from("hosted_sets", "zone")
                .to("hosted_zones", "zone")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    let by_account = index("hosted_zones_account", "hosted_zones", &["account"]);
    vec![
        database.build(&zones),
        database.build(&sets),
        database.build(&by_account),
    ]
}

fn orders(database: DbBackend) -> Vec<Statement> {
    let common = |table: &'static str| {
        Table::create()
            .table(table)
            .col(id())
            .col(ColumnDef::new("user_id").uuid().not_null())
            .col(text("account").not_null())
            .col(text("kind").not_null())
            .col(text("target").not_null())
            .col(text("what").not_null())
            .col(ColumnDef::new("years").integer())
            .col(ColumnDef::new("price").big_integer().not_null())
            .col(text("currency").not_null())
            .col(ColumnDef::new("renewal_price").big_integer())
            .col(text("request").not_null())
            .col(moment("created_at").not_null())
            .to_owned()
    };
    let quotes = common("quotes")
        .col(moment("expires_at").not_null())
        .to_owned();
    let orders = common("orders")
        .col(ColumnDef::new("quote_id").uuid().not_null())
        .col(text("user_name").not_null())
        .col(text("idempotency_key").not_null())
        .col(text("state").not_null())
        .col(text("waits_because"))
        .col(text("approved_by"))
        .col(text("detail"))
        .col(moment("updated_at").not_null())
        .col(moment("sent_at"))
        .col(moment("settled_at"))
        .col(ColumnDef::new("node").uuid())
        .col(moment("lease_until"))
        .col(ColumnDef::new("looks").integer().not_null())
        .col(moment("next_look_at"))
        .col(ColumnDef::new("baseline").json())
        .col(ColumnDef::new("result").json())
        .col(text("reference"))
        .col(ColumnDef::new("entry_id").uuid())
        .to_owned();
    let steps = Table::create()
        .table("order_steps")
        .col(id())
        .col(ColumnDef::new("order_id").uuid().not_null())
        .col(moment("at").not_null())
        .col(text("state").not_null())
        .col(text("by").not_null())
        .col(text("detail"))
        .foreign_key(
            ForeignKey::create()
                .from("order_steps", "order_id")
                .to("orders", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned();
    let limits = Table::create()
        .table("spending_limits")
        .col(ColumnDef::new("holder").uuid().not_null())
        .col(text("currency").not_null())
        .col(ColumnDef::new("day").big_integer())
        .col(ColumnDef::new("month").big_integer())
        .primary_key(Index::create().col("holder").col("currency"))
        .to_owned();
    let is_live = || Expr::col(Alias::new("settled_at")).is_null();
    let indices = [
        index("quotes_expiry", "quotes", &["expires_at"]),
        index("orders_quote", "orders", &["quote_id"])
            .unique()
            .to_owned(),
        index("orders_key", "orders", &["user_id", "idempotency_key"])
            .unique()
            .to_owned(),
        // One order for a thing at a time, until it is known what became of it.
        index("orders_live", "orders", &["account", "kind", "target"])
            .unique()
            .and_where(is_live())
            .to_owned(),
        index("orders_open", "orders", &["id"])
            .and_where(is_live())
            .to_owned(),
        index("orders_spent", "orders", &["user_id", "created_at"]),
        index("order_steps_order", "order_steps", &["order_id", "id"]),
    ];
    let tables = [quotes, orders, steps, limits];
    let tables = tables.iter().map(|table| database.build(table));
    let indices = indices.iter().map(|index| database.build(index));
    tables.chain(indices).collect()
}

fn domain_states(database: DbBackend) -> Vec<Statement> {
    let states = Table::create()
        .table("domain_states")
        .col(text("account").not_null())
        .col(text("domain").not_null())
        .col(text("status").not_null())
        .col(moment("expires_at"))
        .col(ColumnDef::new("locked").boolean())
        .col(ColumnDef::new("privacy").boolean())
        .col(ColumnDef::new("auto_renew").boolean())
        .col(ColumnDef::new("nameservers").json().not_null())
        .col(ColumnDef::new("renewal_price").big_integer())
        .col(text("currency"))
        .col(moment("seen_at").not_null())
        .col(moment("checked_at").not_null())
        .col(text("problem"))
        .primary_key(Index::create().col("account").col("domain"))
        .to_owned();
    let syncs = Table::create()
        .table("domain_syncs")
        .col(text("account").not_null().primary_key())
        .col(moment("next_at"))
        .col(ColumnDef::new("node").uuid())
        .col(moment("lease_until"))
        .col(moment("finished_at"))
        .col(ColumnDef::new("domains").integer().not_null())
        .col(ColumnDef::new("problems").integer().not_null())
        .col(text("problem"))
        .col(ColumnDef::new("prices").json())
        .col(moment("priced_at"))
        .to_owned();
    let tables = [states, syncs];
    let tables = tables.iter().map(|table| database.build(table));
    let indices = [index(
        "domain_states_expiry",
        "domain_states",
        &["expires_at"],
    )];
    let indices = indices.iter().map(|index| database.build(index));
    tables.chain(indices).collect()
}

fn tags(database: DbBackend) -> Vec<Statement> {
    let tags = Table::create()
        .table("tags")
        .col(text("account").not_null())
        .col(text("kind").not_null())
        .col(text("subject").not_null())
        .col(text("tag").not_null())
        .primary_key(
            Index::create()
                .col("account")
                .col("kind")
                .col("subject")
                .col("tag"),
        )
        .to_owned();
    let by_tag = index("tags_tag", "tags", &["tag", "kind"]);
    vec![database.build(&tags), database.build(&by_tag)]
}

fn id() -> ColumnDef {
    ColumnDef::new("id")
        .uuid()
        .not_null()
        .primary_key()
        .to_owned()
}

fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().to_owned()
}

fn moment(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).timestamp_with_time_zone().to_owned()
}

fn index(
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}
