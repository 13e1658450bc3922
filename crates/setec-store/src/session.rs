//! Which signed-in sessions still hold: a token names one by its id.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, Set, SqlErr};

use crate::error::Result;
use crate::store::Store;
use crate::{storable, user};

/// A user's stay after signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id that its token bears.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When it was ended before that.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A session to be begun.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The id that its token bears.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub revoked_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Begins a session; `NotFound` when the user is gone.
    pub async fn create_session(&self, session: NewSession) -> Result<Session> {
        let row = row::ActiveModel {
            id: Set(session.id),
            user_id: Set(session.user_id),
            created_at: Set(storable::now()),
            expires_at: Set(storable::moment(session.expires_at)),
            revoked_at: Set(None),
        };
        let tx = self.write_tx().await?;
        let row = row.insert(&*tx).await.map_err(|error| {
            let orphan = matches!(
                error.sql_err(),
                Some(SqlErr::ForeignKeyConstraintViolation(_))
            );
            if orphan {
                user::not_found(session.user_id)
            } else {
                error.into()
            }
        })?;
        tx.commit().await?;
        Ok(row.into())
    }

    /// The session of that id, expired and revoked ones too.
    pub async fn session(&self, id: Uuid) -> Result<Option<Session>> {
        let found = row::Entity::find_by_id(id).one(self.database()).await?;
        Ok(found.map(Session::from))
    }

    /// Ends a session; one that has ended or never was stays as it is.
    pub async fn revoke_session(&self, id: Uuid) -> Result<()> {
        self.revoke(row::Column::Id.eq(id)).await
    }

    /// Ends a user's sessions, but for one.
    pub async fn revoke_sessions_of(&self, user_id: Uuid, except: Option<Uuid>) -> Result<()> {
        let mut which = row::Column::UserId.eq(user_id);
        if let Some(kept) = except {
            which = which.and(row::Column::Id.ne(kept));
        }
        self.revoke(which).await
    }

    /// Forgets the sessions that expired before a moment, and says how many.
    pub async fn delete_expired_sessions(&self, now: DateTime<Utc>) -> Result<u64> {
        let tx = self.write_tx().await?;
        let deleted = row::Entity::delete_many()
            .filter(row::Column::ExpiresAt.lt(storable::moment(now)))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(deleted.rows_affected)
    }

    async fn revoke(&self, which: Expr) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::update_many()
            .col_expr(row::Column::RevokedAt, Expr::value(storable::now()))
            .filter(which)
            .filter(row::Column::RevokedAt.is_null())
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

impl From<row::Model> for Session {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        }
    }
}
