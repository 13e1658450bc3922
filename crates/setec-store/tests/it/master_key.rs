use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Barrier;
use std::thread;

use setec_core::Secret;
use setec_store::{MasterKey, Sealer};

const PLACE: &str = "hostinger:api_key";

#[test]
fn a_sealed_secret_opens_in_its_place_only() {
    let sealer = Sealer::new(&MasterKey::generate());
    let text = sealer.seal(&Secret::new("hunter2"), PLACE);
    assert!(Sealer::is_sealed(&text) && !Sealer::is_sealed("hunter2"));
    assert!(!text.contains("hunter2"));
    assert_eq!(sealer.open(&text, PLACE).unwrap().expose(), "hunter2");
    assert_ne!(text, sealer.seal(&Secret::new("hunter2"), PLACE));
    let other = Sealer::new(&MasterKey::generate());
    for attempt in [
        sealer.open(&text, "client-a:api_key"),
        other.open(&text, PLACE),
    ] {
        assert_eq!(
            attempt.unwrap_err().to_string(),
            "the value was sealed with another master key or for another place"
        );
    }
}

#[test]
fn a_damaged_seal_is_an_error() {
    let sealer = Sealer::new(&MasterKey::generate());
    let text = sealer.seal(&Secret::new("hunter2"), PLACE);
    for damaged in [
        "hunter2",
        "sealed:v1:",
        "sealed:v1:!!",
        "sealed:v1:AAAA",
        &text[..text.len() - 4],
        &text.replace(":v1:", ":v1:AAAA"),
    ] {
        assert!(sealer.open(damaged, PLACE).is_err(), "{damaged}");
    }
}

#[test]
fn a_key_is_base64_of_32_bytes() {
    let text = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let sealed = Sealer::new(&MasterKey::parse(text).unwrap()).seal(&Secret::new("x"), PLACE);
    let again = Sealer::new(&MasterKey::parse(&format!(" {text}\n")).unwrap());
    assert_eq!(again.open(&sealed, PLACE).unwrap().expose(), "x");
    for bad in ["", "hunter2", "AAECAwQ=", &text[..43], &text.repeat(2)] {
        let error = MasterKey::parse(bad).unwrap_err().to_string();
        assert_eq!(error, "a master key is the base64 of 32 bytes");
    }
}

#[test]
fn a_key_file_is_private_and_stays_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/master.key");
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
    let text =
        Sealer::new(&MasterKey::load_or_create(&path).unwrap()).seal(&Secret::new("x"), PLACE);
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let again = Sealer::new(&MasterKey::load_or_create(&path).unwrap());
    assert_eq!(mode(), 0o600);
    assert_eq!(again.open(&text, PLACE).unwrap().expose(), "x");
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "no temporary file is left"
    );
}

#[test]
fn a_file_that_is_no_key_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    fs::write(&path, "hunter2").unwrap();
    let error = MasterKey::load_or_create(&path).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("master.key does not hold a master key")
    );
    assert!(!format!("{error:?}").contains("hunter2"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "hunter2");
}

#[test]
fn all_who_start_together_get_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    let start = Barrier::new(8);
    let sealers: Vec<Sealer> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    Sealer::new(&MasterKey::load_or_create(&path).unwrap())
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let text = sealers[0].seal(&Secret::new("x"), PLACE);
    for sealer in &sealers {
        assert_eq!(sealer.open(&text, PLACE).unwrap().expose(), "x");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn debug_prints_no_key() {
    let key = MasterKey::generate();
    let printed = format!("{key:?} {:?}", Sealer::new(&key));
    assert_eq!(printed, "MasterKey([redacted]) Sealer([redacted])");
}
