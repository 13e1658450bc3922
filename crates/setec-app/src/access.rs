//! Who acts, and what they may do.

use setec_store::Role;
use uuid::Uuid;

use crate::{Error, ErrorKind, Result};

/// The way by which a caller came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The REST API.
    Rest,
    /// The Domains Reseller API that is served to customers.
    Reseller,
    /// The program itself, at its start.
    System,
}

impl Door {
    /// The word in the journal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Reseller => "reseller",
            Self::System => "system",
        }
    }
}

/// A signed-in caller.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The user.
    pub user_id: Uuid,
    /// The user's name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// The session that the caller's token belongs to.
    pub session_id: Uuid,
    /// How the caller came in.
    pub door: Door,
    /// The request's id, for the journal.
    pub request_id: Option<String>,
}

impl Actor {
    /// Everybody who is signed in may look.
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "every use case states what it needs; scoped tokens will refuse here"
    )]
    pub(crate) fn may_read(&self) -> Result<()> {
        Ok(())
    }

    /// Changes, secrets and everything that spends money are for administrators.
    pub(crate) fn may_write(&self) -> Result<()> {
        if self.role == Role::Admin {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Forbidden,
            format!("user '{}' may look but not change anything", self.name),
        ))
    }
}
