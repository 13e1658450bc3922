//! Users of this installation.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use setec_core::{Secret, Violation};
use setec_store::{NewUser, Role, User};
use uuid::Uuid;

use crate::auth::{check_new_password, hash_password};
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result, SignIn};

/// A user without anything secret.
#[derive(Debug, Clone)]
pub struct UserView {
    /// Id.
    pub id: Uuid,
    /// Name for signing in.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// When the user was made.
    pub created_at: DateTime<Utc>,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            name: user.name,
            role: user.role,
            created_at: user.created_at,
        }
    }
}

/// A user to be made.
#[derive(Debug)]
pub struct NewUserInput {
    /// Name for signing in.
    pub name: String,
    /// First password.
    pub password: Secret,
    /// What the user may do.
    pub role: Role,
}

impl App {
    /// The caller as a user.
    pub async fn current_user(&self, actor: &Actor) -> Result<UserView> {
        let user = self.store.user(actor.user_id).await?;
        user.map(UserView::from)
            .ok_or_else(|| Error::new(ErrorKind::Unauthenticated, "the user is gone"))
    }

    /// All users.
    pub async fn users(&self, actor: &Actor) -> Result<Vec<UserView>> {
        actor.may_write()?;
        Ok(self
            .store
            .users()
            .await?
            .into_iter()
            .map(UserView::from)
            .collect())
    }

    /// Makes a user.
    pub async fn create_user(
        self: &Arc<Self>,
        actor: &Actor,
        input: NewUserInput,
    ) -> Result<UserView> {
        actor.may_write()?;
        let allowed = |c: char| {
            c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '@')
        };
        let valid = (1..=64).contains(&input.name.len()) && input.name.chars().all(allowed);
        if !valid {
            let rule = "1 to 64 lower-case letters, digits, hyphens, dots, underscores or @";
            return Err(Error::invalid(vec![Violation::new("name", rule)]));
        }
        check_new_password("password", &input.password)?;
        let app = Arc::clone(self);
        let draft = Draft {
            subject: Some(input.name.clone()),
            ..Draft::new("user.create")
        };
        self.change(actor, draft, async move {
            let user = NewUser {
                name: input.name,
                password_hash: hash_password(input.password).await?,
                role: input.role,
            };
            Ok(UserView::from(app.store.create_user(user).await?))
        })
        .await
    }

    /// Removes a user and ends its sessions.
    pub async fn delete_user(self: &Arc<Self>, actor: &Actor, id: &str) -> Result<()> {
        actor.may_write()?;
        let id: Uuid = id.parse().map_err(|_| Error::field("id", "a UUID"))?;
        if id == actor.user_id {
            return Err(Error::new(
                ErrorKind::Conflict,
                "nobody can remove themselves",
            ));
        }
        let user = self.store.user(id).await?;
        let user = user.ok_or_else(|| Error::not_found("no such user"))?;
        let app = Arc::clone(self);
        let draft = Draft {
            subject: Some(user.name),
            ..Draft::new("user.delete")
        };
        self.change(actor, draft, async move {
            app.end_sessions_of(id, None).await?;
            Ok(app.store.delete_user(id).await?)
        })
        .await
    }

    /// Changes the caller's own password and ends its other sessions.
    pub async fn change_password(
        self: &Arc<Self>,
        actor: &Actor,
        current: Secret,
        new: Secret,
    ) -> Result<()> {
        check_new_password("new_password", &new)?;
        let check = SignIn {
            username: actor.name.clone(),
            password: current,
            address: None,
        };
        let proof = self
            .sign_in(check)
            .await
            .map_err(|error| match error.kind {
                // A 401 would sign the caller out of a session that is still good.
                ErrorKind::Unauthenticated => Error::field("current_password", "it is wrong"),
                _ => error,
            })?;
        drop(proof);
        let app = Arc::clone(self);
        let (user_id, session_id) = (actor.user_id, actor.session_id);
        let draft = Draft {
            subject: Some(actor.name.clone()),
            ..Draft::new("user.password")
        };
        self.change(actor, draft, async move {
            let hash = hash_password(new).await?;
            app.store.set_password_hash(user_id, &hash).await?;
            app.end_sessions_of(user_id, Some(session_id)).await
        })
        .await
    }
}
