use std::fs;
use std::path::{Path, PathBuf};

use super::{Config, KeySource, Purpose};
use crate::environment::Environment;
use crate::serve::ServeFlags;

fn resolve<const N: usize>(
    flags: &ServeFlags,
    environment: [(&str, &str); N],
    system_file: &Path,
) -> anyhow::Result<Config> {
    Config::resolve_with(flags, &Environment::from(environment), system_file)
}

fn in_dir(dir: &Path) -> ServeFlags {
    ServeFlags {
        data_dir: Some(dir.to_owned()),
        ..ServeFlags::default()
    }
}

#[test]
fn without_anything_it_is_the_packaged_installation() {
    let nowhere = Path::new("/nonexistent/config.toml");
    let config = resolve(&ServeFlags::default(), [], nowhere).unwrap();
    assert_eq!(config.data_dir, Path::new("/opt/setec-manager/data"));
    assert_eq!(config.listen.to_string(), "0.0.0.0:9090");
    assert_eq!(config.database.expose(), "/opt/setec-manager/data/setec.db");
    assert_eq!(
        config.log_file,
        Some(PathBuf::from("/var/log/setec-manager.log"))
    );
    assert_eq!(config.log_level, "info");
    assert!(matches!(config.master_key, KeySource::Own(_)));
}

#[test]
fn flags_come_before_environment_before_files_before_defaults() {
    let dir = tempfile::tempdir().unwrap();
    let system = dir.path().join("system.toml");
    fs::write(
        &system,
        "listen = '127.0.0.1:1'\nlog_level = 'warn'\ndatabase = 'system.db'\n",
    )
    .unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(
        data.join("config.toml"),
        "listen = '127.0.0.1:2'\nlog_level = 'debug'\n",
    )
    .unwrap();

    let config = resolve(&in_dir(&data), [], &system).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.log_level, "debug");
    assert_eq!(config.database.expose(), "system.db");
    assert_eq!(config.log_file, None);

    let config = resolve(&in_dir(&data), [("SETEC_LISTEN", "127.0.0.1:3")], &system).unwrap();
    assert_eq!(config.listen.port(), 3);

    let flags = ServeFlags {
        listen: Some("127.0.0.1:4".to_owned()),
        ..in_dir(&data)
    };
    let config = resolve(&flags, [("SETEC_LISTEN", "127.0.0.1:3")], &system).unwrap();
    assert_eq!(config.listen.port(), 4);
}

#[test]
fn a_given_file_is_the_only_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("config.toml"), "log_level = 'debug'\n").unwrap();
    let given = dir.path().join("given.toml");
    fs::write(&given, "listen = '127.0.0.1:5'\n").unwrap();
    let flags = ServeFlags {
        config: Some(given),
        ..in_dir(dir.path())
    };
    let config = resolve(&flags, [], Path::new("/nonexistent")).unwrap();
    assert_eq!((config.listen.port(), &config.log_level[..]), (5, "info"));
}

#[test]
fn unknown_keys_are_named_and_nothing_of_the_file_is_quoted() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("config.toml");
    fs::write(&file, "databse = 'postgres://u:hunter2@db/x'\n").unwrap();
    let error = resolve(&in_dir(dir.path()), [], Path::new("/nonexistent")).unwrap_err();
    let text = format!("{error:#}");
    assert!(
        text.contains("databse") && text.contains("config.toml"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
}

#[test]
fn a_demo_does_not_follow_the_installations_settings() {
    let dir = tempfile::tempdir().unwrap();
    let system = dir.path().join("system.toml");
    fs::write(&system, "database = 'postgres://db/production'\n").unwrap();
    let flags = ServeFlags {
        demo: true,
        ..ServeFlags::default()
    };
    let config = resolve(&flags, [], &system).unwrap();
    assert_eq!(config.purpose, Purpose::Demo);
    assert_eq!(config.data_dir, Path::new("./data/demo"));
    assert_eq!(config.database.expose(), "./data/demo/setec.db");
    assert_eq!(config.log_file, None);
}

#[test]
fn the_master_key_comes_from_the_environment_or_a_credential_first() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().to_str().unwrap();
    let nowhere = Path::new("/nonexistent");
    let config = resolve(
        &in_dir(dir.path()),
        [("CREDENTIALS_DIRECTORY", folder)],
        nowhere,
    )
    .unwrap();
    assert!(matches!(config.master_key, KeySource::Own(_)));
    fs::write(dir.path().join("setec-master-key"), "key").unwrap();
    let config = resolve(
        &in_dir(dir.path()),
        [("CREDENTIALS_DIRECTORY", folder)],
        nowhere,
    )
    .unwrap();
    assert!(matches!(config.master_key, KeySource::Credential(_)));
    let both = [("CREDENTIALS_DIRECTORY", folder), ("SETEC_MASTER_KEY", "k")];
    let config = resolve(&in_dir(dir.path()), both, nowhere).unwrap();
    assert!(matches!(config.master_key, KeySource::Given(_)));
}

#[test]
fn nonsense_is_refused_in_clear_words() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = Path::new("/nonexistent");
    let error = resolve(&in_dir(dir.path()), [("SETEC_LISTEN", "9090")], nowhere).unwrap_err();
    assert!(
        error.to_string().contains("'9090' is no address"),
        "{error}"
    );
    let error = resolve(
        &in_dir(dir.path()),
        [("SETEC_TLS_CERT", "cert.pem")],
        nowhere,
    )
    .unwrap_err();
    assert!(error.to_string().contains("together"), "{error}");
    let error = resolve(
        &in_dir(dir.path()),
        [("SETEC_CONFIG", "/nonexistent/x")],
        nowhere,
    )
    .unwrap_err();
    assert!(error.to_string().contains("does not exist"), "{error}");
}

#[test]
fn the_sync_of_domains_has_a_period_or_none() {
    let nowhere = Path::new("/nonexistent/config.toml");
    let dir = tempfile::tempdir().unwrap();
    let hours = |text: &str| {
        let variables = [("SETEC_DOMAIN_SYNC_HOURS", text)];
        resolve(&in_dir(dir.path()), variables, nowhere).map(|config| config.domain_sync)
    };
    let hour = std::time::Duration::from_hours(1);
    assert_eq!(hours("").unwrap(), Some(6 * hour));
    assert_eq!(hours("24").unwrap(), Some(24 * hour));
    assert_eq!(hours("0").unwrap(), None);
    fs::write(dir.path().join("config.toml"), "domain_sync_hours = 12\n").unwrap();
    assert_eq!(hours("").unwrap(), Some(12 * hour));
    for nonsense in ["often", "-1", "721"] {
        let refused = hours(nonsense).unwrap_err().to_string();
        assert!(
            refused.to_lowercase().contains("domain_sync_hours"),
            "{refused}"
        );
    }
}
