//! The session file: where the user is signed in, with the token.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::failure::{Failure, Result};
use crate::environment::Environment;

/// A sign-in at one server.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// URL of the server.
    pub(crate) server: String,
    /// The bearer token.
    pub(crate) token: String,
    /// When the token ends by itself (RFC 3339).
    pub(crate) expires_at: String,
    /// Who is signed in.
    pub(crate) username: String,
    /// The only certificate that is trusted, where no authority vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fingerprint: Option<String>,
    /// The authorities that are trusted instead of the system's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cacert: Option<PathBuf>,
}

/// The file with the session.
pub(crate) struct SessionFile(PathBuf);

impl SessionFile {
    /// `setec-manager/session.json` in the user's configuration folder.
    pub(crate) fn of(environment: &Environment) -> Result<Self> {
        let home = environment.config_home().ok_or_else(|| {
            Failure::Failed(
                "neither XDG_CONFIG_HOME nor HOME says where the session is kept".to_owned(),
            )
        })?;
        Ok(Self(home.join("setec-manager").join("session.json")))
    }

    /// The session, where there is one.
    pub(crate) fn load(&self) -> Result<Option<Session>> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed("read", &error)),
        };
        // The parser's own words could quote the token.
        let session = serde_json::from_str(&text).map_err(|_| {
            Failure::NotSignedIn(format!(
                "{} is damaged; sign in again with `setec-manager login`",
                self.0.display()
            ))
        })?;
        Ok(Some(session))
    }

    /// Puts a session in the place of the one before.
    pub(crate) fn save(&self, session: &Session) -> Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        let temporary = folder.join(format!(".session.json.{}", std::process::id()));
        let write = || {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
            // What an interrupted sign-in left may have other rights.
            match fs::remove_file(&temporary) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&temporary)?;
            serde_json::to_writer_pretty(&mut file, session)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&temporary, &self.0)
        };
        write().map_err(|error| self.failed("write", &error))
    }

    /// Deletes the session, if there is one.
    pub(crate) fn delete(&self) -> Result<()> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.failed("delete", &error)),
            _ => Ok(()),
        }
    }

    fn failed(&self, action: &str, error: &std::io::Error) -> Failure {
        Failure::Failed(format!("cannot {action} {}: {error}", self.0.display()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::{Session, SessionFile};
    use crate::environment::Environment;

    #[test]
    fn a_session_is_kept_for_its_owner_only() {
        let home = tempfile::tempdir().unwrap();
        let environment = Environment::from([("HOME", home.path().to_str().unwrap())]);
        let file = SessionFile::of(&environment).unwrap();
        assert!(file.load().unwrap().is_none());
        let session = Session {
            server: "https://127.0.0.1:9090".to_owned(),
            token: "t".to_owned(),
            expires_at: "2030-01-01T00:00:00Z".to_owned(),
            username: "admin".to_owned(),
            fingerprint: None,
            cacert: None,
        };
        file.save(&session).unwrap();
        file.save(&Session {
            token: "u".to_owned(),
            ..session
        })
        .unwrap();
        assert_eq!(file.load().unwrap().unwrap().token, "u");
        let path = home.path().join(".config/setec-manager/session.json");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(
            path.parent()
                .unwrap()
                .metadata()
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            0o700
        );
        file.delete().unwrap();
        file.delete().unwrap();
        assert!(file.load().unwrap().is_none());
    }
}
