//! Sign-in and sessions.

mod password;
mod sessions;
mod throttle;
mod token;

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use setec_core::Secret;
use setec_store::{NewUser, Role};
use uuid::Uuid;

use crate::{Actor, App, Door, Error, ErrorKind, Result, UserView};

pub(crate) use password::{check_new_password, hash_password};
pub(crate) use sessions::Sessions;
pub(crate) use throttle::Throttle;

/// What a caller offers to sign in.
#[derive(Debug)]
pub struct SignIn {
    /// The user's name.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// Where the caller is.
    pub address: Option<IpAddr>,
}

/// A session that has begun.
#[derive(Debug)]
pub struct SignedIn {
    /// The JWT: the session's bearer secret.
    pub token: Secret,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Who is signed in.
    pub user: UserView,
}

impl App {
    /// Makes the user `admin` where there is no user yet; `true` if it was made.
    pub async fn create_first_admin(&self, password: Secret) -> Result<bool> {
        let password = crate::app::required_secret("password", password)?;
        let user = NewUser {
            name: "admin".to_owned(),
            password_hash: hash_password(password).await?,
            role: Role::Admin,
        };
        Ok(self.store.create_first_user(user).await?.is_some())
    }

    /// Whether nobody has been made yet.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(!self.store.users().await?.is_empty())
    }

    /// Checks name and password and begins a session.
    ///
    /// Failures slow further tries down, per account and per address. A name that does not exist
    /// costs the same time as a wrong password.
    pub async fn sign_in(self: &Arc<Self>, sign_in: SignIn) -> Result<SignedIn> {
        self.throttle.check(&sign_in.username, sign_in.address)?;
        let user = self.store.user_by_name(&sign_in.username).await?;
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let matches = password::verify_password(sign_in.password, hash).await?;
        let Some(user) = user.filter(|_| matches) else {
            self.throttle.failed(&sign_in.username, sign_in.address);
            tracing::warn!(user = %sign_in.username, address = ?sign_in.address, "sign-in refused");
            return Err(Error::new(
                ErrorKind::Unauthenticated,
                "wrong user name or password",
            ));
        };
        self.throttle.succeeded(&sign_in.username);
        let (token, expires_at) = self.sessions.begin(&self.store, user.id).await?;
        Ok(SignedIn {
            token,
            expires_at,
            user: UserView::from(user),
        })
    }

    /// The caller that a token belongs to.
    pub async fn authenticate(&self, token: &str, request_id: Option<String>) -> Result<Actor> {
        let session_id = self.sessions.verify(token)?;
        let (user_id, name, role) = self.sessions.user_of(&self.store, session_id).await?;
        Ok(Actor {
            user_id,
            name,
            role,
            session_id,
            door: Door::Rest,
            request_id,
        })
    }

    /// Ends the caller's session; its token is worth nothing from now on.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        self.store.revoke_session(actor.session_id).await?;
        self.sessions.forget(actor.session_id).await;
        self.events.sessions_ended();
        Ok(())
    }

    pub(crate) async fn end_sessions_of(&self, user_id: Uuid, except: Option<Uuid>) -> Result<()> {
        self.store.revoke_sessions_of(user_id, except).await?;
        self.sessions.forget_all();
        self.events.sessions_ended();
        Ok(())
    }
}
