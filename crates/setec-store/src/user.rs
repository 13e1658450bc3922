//! Who may sign in.

use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Set, SqlErr};
use serde::{Deserialize, Serialize};

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

/// What a user may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "lowercase")]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    /// Everything.
    #[sea_orm(string_value = "admin")]
    Admin,
    /// Look, and change nothing.
    #[sea_orm(string_value = "viewer")]
    Viewer,
}

/// Somebody who may sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Its id for ever.
    pub id: Uuid,
    /// The name it signs in with.
    pub name: String,
    /// The password's hash in PHC form.
    pub password_hash: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A user to be made.
#[derive(Clone)]
pub struct NewUser {
    /// The name to sign in with.
    pub name: String,
    /// The password's hash in PHC form.
    pub password_hash: String,
    /// What it may do.
    pub role: Role,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
        pub password_hash: String,
        pub role: super::Role,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Makes a user; `Exists` when the name is taken.
    pub async fn create_user(&self, user: NewUser) -> Result<User> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Users).await?;
        let user = insert(&tx, user).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Makes a user when there is none at all; of several callers at once one succeeds.
    pub async fn create_first_user(&self, user: NewUser) -> Result<Option<User>> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Users).await?;
        if row::Entity::find().one(&*tx).await?.is_some() {
            return Ok(None);
        }
        let user = insert(&tx, user).await?;
        tx.commit().await?;
        Ok(Some(user))
    }

    /// The user of that name.
    pub async fn user_by_name(&self, name: &str) -> Result<Option<User>> {
        let found = row::Entity::find()
            .filter(row::Column::Name.eq(storable::text(name)))
            .one(self.database())
            .await?;
        Ok(found.map(User::from))
    }

    /// The user of that id.
    pub async fn user(&self, id: Uuid) -> Result<Option<User>> {
        let found = row::Entity::find_by_id(id).one(self.database()).await?;
        Ok(found.map(User::from))
    }

    /// All users by name.
    pub async fn users(&self) -> Result<Vec<User>> {
        let rows = row::Entity::find().all(self.database()).await?;
        let mut users: Vec<User> = rows.into_iter().map(User::from).collect();
        // Sorted here: the databases' collations differ.
        users.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(users)
    }

    /// Gives a user another password.
    pub async fn set_password_hash(&self, id: Uuid, hash: &str) -> Result<()> {
        self.set_column(id, row::Column::PasswordHash, Expr::value(hash))
            .await
    }

    /// Lets a user do more or less.
    pub async fn set_role(&self, id: Uuid, role: Role) -> Result<()> {
        self.set_column(id, row::Column::Role, Expr::value(role))
            .await
    }

    /// Removes a user and its sessions.
    pub async fn delete_user(&self, id: Uuid) -> Result<()> {
        let tx = self.write_tx().await?;
        let deleted = row::Entity::delete_by_id(id).exec(&*tx).await?;
        tx.commit().await?;
        found(id, deleted.rows_affected)
    }

    async fn set_column(&self, id: Uuid, column: row::Column, value: Expr) -> Result<()> {
        let tx = self.write_tx().await?;
        let updated = row::Entity::update_many()
            .col_expr(column, value)
            .filter(row::Column::Id.eq(id))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        found(id, updated.rows_affected)
    }
}

impl From<row::Model> for User {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            password_hash: row.password_hash,
            role: row.role,
            created_at: row.created_at,
        }
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("role", &self.role)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser")
            .field("name", &self.name)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

async fn insert(tx: &WriteTx, user: NewUser) -> Result<User> {
    let name = storable::text(&user.name);
    let row = row::ActiveModel {
        id: Set(Uuid::now_v7()),
        name: Set(name.clone()),
        password_hash: Set(user.password_hash),
        role: Set(user.role),
        created_at: Set(storable::now()),
    };
    match row.insert(&**tx).await {
        Ok(row) => Ok(row.into()),
        Err(error) => match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Err(StoreError::Exists {
                what: format!("user '{name}'"),
            }),
            _ => Err(error.into()),
        },
    }
}

fn found(id: Uuid, rows: u64) -> Result<()> {
    if rows == 0 {
        return Err(not_found(id));
    }
    Ok(())
}

pub(crate) fn not_found(id: Uuid) -> StoreError {
    StoreError::NotFound {
        what: format!("user {id}"),
    }
}
