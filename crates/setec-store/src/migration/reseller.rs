//! Customers of the operator: their keys, credit, orders and prices.

use sea_orm::sea_query::{
    Alias, ColumnDef, ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction,
    ForeignKeyCreateStatement, Index, Table, TableCreateStatement,
};
use sea_orm::{DbBackend, Statement};

use super::{id, index, moment, text};

pub(super) fn tables(database: DbBackend) -> Vec<Statement> {
    let tables = [
        customers(),
        customer_keys(),
        customer_domains(),
        sales(),
        ledger_transactions(),
        ledger_entries(),
        balances(),
        price_rules(),
        routes(),
        exchange_rates(),
    ];
    let indices = [
        index("customer_keys_customer", "customer_keys", &["customer_id"]),
        index(
            "customer_domains_customer",
            "customer_domains",
            &["customer_id", "domain"],
        ),
        index("sales_order", "sales", &["order_id"])
            .unique()
            .to_owned(),
        index("sales_customer", "sales", &["customer_id", "id"]),
        index("sales_key", "sales", &["customer_id", "key"]),
        // The newest one for a domain is looked for whenever a client asks for the domain.
        index("sales_domain", "sales", &["customer_id", "domain", "id"]),
        // A month's orders are summed up while all other orders wait.
        index("sales_month", "sales", &["customer_id", "created_at"]),
        // A customer's order for one thing at a time, until it is known what became of it.
        index(
            "sales_open",
            "sales",
            &["customer_id", "operation", "domain"],
        )
        .unique()
        .and_where(Expr::col(Alias::new("settled_at")).is_null())
        .to_owned(),
        // Whatever happens, a sale is charged once, and settled once.
        index("ledger_sale", "ledger_transactions", &["sale_id", "kind"])
            .unique()
            .and_where(Expr::col(Alias::new("sale_id")).is_not_null())
            .to_owned(),
        index(
            "ledger_transactions_at",
            "ledger_transactions",
            &["customer_id", "at"],
        ),
        index("ledger_key", "ledger_transactions", &["customer_id", "key"])
            .unique()
            .to_owned(),
        index(
            "ledger_entries_transaction",
            "ledger_entries",
            &["transaction_id"],
        ),
        index(
            "ledger_entries_account",
            "ledger_entries",
            &["ledger_account", "currency"],
        ),
    ];
    let tables = tables.iter().map(|table| database.build(table));
    let indices = indices.iter().map(|index| database.build(index));
    tables.chain(indices).collect()
}

fn customers() -> TableCreateStatement {
    Table::create()
        .table("customers")
        .col(id())
        .col(text("email").not_null().unique_key())
        .col(text("name").not_null())
        .col(ColumnDef::new("active").boolean().not_null())
        .col(text("currency").not_null())
        .col(text("reply").not_null())
        .col(ColumnDef::new("variants").json().not_null())
        .col(ColumnDef::new("allowed").json().not_null())
        .col(ColumnDef::new("per_minute").big_integer().not_null())
        .col(ColumnDef::new("burst").big_integer().not_null())
        .col(ColumnDef::new("per_day").big_integer().not_null())
        .col(ColumnDef::new("max_domains").big_integer())
        .col(ColumnDef::new("max_order").big_integer())
        .col(ColumnDef::new("max_month").big_integer())
        .col(ColumnDef::new("credit_limit").big_integer().not_null())
        .col(ColumnDef::new("nameservers").json().not_null())
        .col(moment("created_at").not_null())
        .to_owned()
}

fn customer_keys() -> TableCreateStatement {
    Table::create()
        .table("customer_keys")
        .col(id())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(text("label").not_null())
        .col(text("sealed").not_null())
        .col(moment("created_at").not_null())
        .col(moment("expires_at"))
        .col(moment("revoked_at"))
        .col(moment("last_used_at"))
        .foreign_key(&mut of_customer("customer_keys"))
        .to_owned()
}

fn customer_domains() -> TableCreateStatement {
    // A name is one customer's, whichever account it is in.
    Table::create()
        .table("customer_domains")
        .col(text("domain").not_null().primary_key())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(text("account").not_null())
        .col(moment("since").not_null())
        .foreign_key(&mut of_customer("customer_domains"))
        .to_owned()
}

fn sales() -> TableCreateStatement {
    Table::create()
        .table("sales")
        .col(id())
        .col(ColumnDef::new("request_id").uuid().not_null())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(ColumnDef::new("order_id").uuid().not_null())
        .col(text("key"))
        .col(text("operation").not_null())
        .col(text("domain").not_null())
        .col(ColumnDef::new("years").integer().not_null())
        .col(text("account").not_null())
        .col(ColumnDef::new("cost").big_integer().not_null())
        .col(text("cost_currency").not_null())
        .col(ColumnDef::new("price").big_integer().not_null())
        .col(text("currency").not_null())
        .col(text("state").not_null())
        .col(moment("created_at").not_null())
        .col(moment("settled_at"))
        .foreign_key(&mut of_customer("sales"))
        .to_owned()
}

fn ledger_transactions() -> TableCreateStatement {
    Table::create()
        .table("ledger_transactions")
        .col(id())
        .col(moment("at").not_null())
        .col(text("kind").not_null())
        .col(ColumnDef::new("customer_id").uuid().not_null())
        .col(ColumnDef::new("sale_id").uuid())
        .col(text("key"))
        .col(text("memo").not_null())
        .col(text("by").not_null())
        .foreign_key(&mut of_customer("ledger_transactions"))
        .to_owned()
}

fn ledger_entries() -> TableCreateStatement {
    Table::create()
        .table("ledger_entries")
        .col(id())
        .col(ColumnDef::new("transaction_id").uuid().not_null())
        .col(text("ledger_account").not_null())
        .col(text("currency").not_null())
        .col(ColumnDef::new("minor").big_integer().not_null())
        .foreign_key(
            ForeignKey::create()
                .from("ledger_entries", "transaction_id")
                .to("ledger_transactions", "id"),
        )
        .to_owned()
}

fn balances() -> TableCreateStatement {
    Table::create()
        .table("balances")
        .col(text("ledger_account").not_null())
        .col(text("currency").not_null())
        .col(ColumnDef::new("minor").big_integer().not_null())
        .primary_key(Index::create().col("ledger_account").col("currency"))
        .to_owned()
}

fn price_rules() -> TableCreateStatement {
    Table::create()
        .table("price_rules")
        .col(id())
        .col(ColumnDef::new("customer_id").uuid())
        .col(ColumnDef::new("rule").json().not_null())
        .col(moment("created_at").not_null())
        .foreign_key(&mut of_customer("price_rules"))
        .to_owned()
}

fn routes() -> TableCreateStatement {
    Table::create()
        .table("routes")
        .col(text("tld").not_null().primary_key())
        .col(ColumnDef::new("accounts").json().not_null())
        .to_owned()
}

fn exchange_rates() -> TableCreateStatement {
    Table::create()
        .table("exchange_rates")
        .col(text("base").not_null())
        .col(text("quote").not_null())
        .col(text("rate").not_null())
        .col(moment("set_at").not_null())
        .primary_key(Index::create().col("base").col("quote"))
        .to_owned()
}

/// Nobody whom money or orders belong to can go away.
fn of_customer(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from(table, "customer_id")
        .to("customers", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}
