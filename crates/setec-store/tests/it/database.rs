//! An empty database of either kind.

use setec_store::{NewUser, Role, Store, User, testing};
use tempfile::TempDir;

/// A database for one test.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

impl TestDatabase {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite://{}", folder.path().join("setec.db").display()),
            _folder: Some(folder),
        }
    }

    pub(crate) fn postgres() -> Option<Self> {
        testing::postgres().map(|server| Self {
            url: server.new_database(),
            _folder: None,
        })
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

/// Runs each test on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test($crate::database::TestDatabase::sqlite()).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    if let Some(database) = $crate::database::TestDatabase::postgres() {
                        super::$test(database).await;
                    }
                }
            )+
        }
    };
}

pub(crate) use on_both_databases;

pub(crate) fn new_user(name: &str) -> NewUser {
    NewUser {
        name: name.to_owned(),
        password_hash: "$argon2id$v=19$hash-of-hunter2".to_owned(),
        role: Role::Viewer,
    }
}

pub(crate) async fn make_user(store: &Store, name: &str) -> User {
    store.create_user(new_user(name)).await.unwrap()
}
