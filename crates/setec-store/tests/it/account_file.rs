use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use setec_core::Secret;
use setec_store::{AccountFile, AccountFiles, Loaded, MasterKey, Sealer};
use tempfile::TempDir;

/// The file of the setup guide, byte for byte as its command writes it.
const GUIDE: &str = r#"{
"provider": "hostinger",
"api_key": "YOUR_HOSTINGER_BEARER_TOKEN",
"api_secret": "",
"extra": {},
"connected": true
}
"#;

/// A data directory with its account files.
struct Folder {
    data: TempDir,
    files: AccountFiles,
}

impl Folder {
    fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let sealer = Sealer::new(&MasterKey::generate());
        let files = AccountFiles::open(data.path(), sealer).unwrap();
        Self { data, files }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.data.path().join("hosting").join(file)
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn load(&self) -> Loaded {
        self.files.load().unwrap()
    }

    /// The only fault there is.
    fn fault(&self) -> String {
        let loaded = self.load();
        assert_eq!(loaded.faults.len(), 1, "{:?}", loaded.faults);
        loaded.faults[0].message.clone()
    }

    fn account(&self, name: &str) -> AccountFile {
        let loaded = self.load();
        assert_eq!(loaded.faults, []);
        loaded
            .accounts
            .into_iter()
            .find(|account| account.name.as_str() == name)
            .unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(""))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn client() -> AccountFile {
    AccountFile {
        name: "client-a".parse().unwrap(),
        driver: "hostinger".to_owned(),
        api_key: Secret::new("Bearer hunter2"),
        api_secret: Secret::new("swordfish"),
        base_url: Some("https://api.example".to_owned()),
        extra: BTreeMap::from([("region".to_owned(), "eu \"1\"".to_owned())]),
        connected: false,
    }
}

#[test]
fn the_file_of_the_guide_works_and_only_its_key_changes() {
    let folder = Folder::new();
    folder.put("hostinger.json", GUIDE);
    let account = folder.account("hostinger");
    assert_eq!(account.driver, "hostinger");
    assert_eq!(account.api_key.expose(), "YOUR_HOSTINGER_BEARER_TOKEN");
    assert!(account.api_secret.is_empty() && account.extra.is_empty());
    assert!(account.connected);
    let sealed = folder.text("hostinger.json");
    let key = sealed.split('"').nth(7).unwrap();
    assert!(Sealer::is_sealed(key));
    assert_eq!(sealed.replace(key, "YOUR_HOSTINGER_BEARER_TOKEN"), GUIDE);
    assert_eq!(
        folder.account("hostinger").api_key.expose(),
        "YOUR_HOSTINGER_BEARER_TOKEN"
    );
    assert_eq!(folder.text("hostinger.json"), sealed, "sealed once");
    assert_eq!(folder.names(), ["hostinger.json"]);
}

#[test]
fn the_word_bearer_is_no_part_of_a_key() {
    let folder = Folder::new();
    for (file, key) in [
        ("a.json", "Bearer hunter2"),
        ("b.json", " bearer  hunter2\\n"),
        ("c.json", "hunter2"),
    ] {
        folder.put(
            file,
            &format!(r#"{{"provider": "hostinger", "api_key": "{key}"}}"#),
        );
    }
    for name in ["a", "b", "c"] {
        assert_eq!(folder.account(name).api_key.expose(), "hunter2");
    }
}

#[test]
fn what_is_missing_has_a_default() {
    let folder = Folder::new();
    folder.put(
        "a.json",
        "\u{feff}{\"provider\":\"hostinger\",\"api_key\":\"hunter2\",\"extra\":null}",
    );
    let account = folder.account("a");
    assert_eq!(account.driver, "hostinger");
    assert_eq!(account.base_url, None);
    assert!(account.api_secret.is_empty() && account.extra.is_empty() && account.connected);
    folder.put("b.json", r#"{"provider": "b", "driver": "local"}"#);
    assert_eq!(folder.account("b").driver, "local");
}

#[test]
fn further_settings_may_be_numbers_and_booleans() {
    let folder = Folder::new();
    folder.put(
        "a.json",
        r#"{"provider": "x", "extra": {"port": 53, "tcp": true, "zone": "example.com"}}"#,
    );
    let extra: Vec<(String, String)> = folder.account("a").extra.into_iter().collect();
    let expected = [("port", "53"), ("tcp", "true"), ("zone", "example.com")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(extra, expected);
}

#[test]
fn what_is_written_is_read_again() {
    let folder = Folder::new();
    folder.files.write(&client()).unwrap();
    let account = folder.account("client-a");
    assert_eq!(account.driver, "hostinger");
    assert_eq!(account.api_key.expose(), "hunter2");
    assert_eq!(account.api_secret.expose(), "swordfish");
    assert_eq!(account.base_url, client().base_url);
    assert_eq!(account.extra, client().extra);
    assert!(!account.connected);
    let text = folder.text("client-a.json");
    assert!(!text.contains("hunter2") && !text.contains("swordfish"));
    assert!(
        text.contains(r#""provider": "client-a""#) && text.contains(r#""driver": "hostinger""#)
    );
    assert_eq!(
        folder.names(),
        ["client-a.json"],
        "no temporary file is left"
    );
    assert_eq!(mode(&folder.path("client-a.json")), 0o600);
}

#[test]
fn a_drivers_first_account_is_written_as_the_guide_has_it() {
    let folder = Folder::new();
    let account = AccountFile {
        name: "hostinger".parse().unwrap(),
        api_secret: Secret::default(),
        base_url: None,
        extra: BTreeMap::new(),
        connected: true,
        ..client()
    };
    folder.files.write(&account).unwrap();
    let text = folder.text("hostinger.json");
    let key = text.split('"').nth(7).unwrap();
    assert_eq!(
        text.replace(key, "KEY"),
        "{\n  \"provider\": \"hostinger\",\n  \"api_key\": \"KEY\",\n  \"api_secret\": \"\",\n  \
         \"extra\": {},\n  \"connected\": true\n}\n"
    );
}

#[test]
fn an_account_is_deleted_once() {
    let folder = Folder::new();
    folder.files.write(&client()).unwrap();
    assert!(folder.files.delete(&client().name).unwrap());
    assert!(!folder.files.delete(&client().name).unwrap());
    assert!(folder.load().accounts.is_empty());
}

#[test]
fn modes_are_private_and_repaired() {
    let folder = Folder::new();
    assert_eq!(mode(&folder.path("")), 0o700);
    folder.put("hostinger.json", GUIDE);
    fs::set_permissions(folder.path("hostinger.json"), Permissions::from_mode(0o644)).unwrap();
    folder.load();
    assert_eq!(mode(&folder.path("hostinger.json")), 0o600);
    // The second time there is nothing to seal: the mode alone is wrong.
    fs::set_permissions(folder.path("hostinger.json"), Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(folder.path(""), Permissions::from_mode(0o755)).unwrap();
    folder.load();
    assert_eq!(mode(&folder.path("hostinger.json")), 0o600);
    assert_eq!(mode(&folder.path("")), 0o700);
}

#[test]
fn a_malformed_file_is_located_and_harms_no_other() {
    let folder = Folder::new();
    folder.put("good.json", GUIDE);
    folder.put(
        "hostinger.json",
        "{\n\"provider\": \"hostinger\",\n\"api_key\": \"hunter2\"\n\"extra\": {}\n}\n",
    );
    let loaded = folder.load();
    assert_eq!(loaded.accounts.len(), 1);
    assert_eq!(loaded.faults[0].file, "hostinger.json");
    assert_eq!(
        loaded.faults[0].message,
        "hostinger.json line 4 column 1: expected `,` or `}`"
    );
}

#[test]
fn faults_name_the_place_and_never_the_value() {
    let faults = [
        (
            r#"{"provider": "x", "api_keyy": "hunter2"}"#,
            "unknown field `api_keyy`",
        ),
        (
            r#"{"provider": "x", "api_key": 4711}"#,
            "line 1 column 30: `api_key` must be a string",
        ),
        (
            r#"{"provider": "x", "api_secret": ["hunter2"]}"#,
            "`api_secret` must be a string",
        ),
        (
            r#"{"provider": "x", "connected": "hunter2"}"#,
            "`connected` must be true or false",
        ),
        (
            r#"{"provider": "x", "extra": "hunter2"}"#,
            "`extra` must be an object",
        ),
        (
            "{\"provider\": \"x\",\n \"extra\": {\"a\": [\"hunter2\"]}}",
            "line 2 column 11: `extra.a` must be a string, a number or a boolean",
        ),
        (r#"{"api_key": "hunter2"}"#, "missing field `provider`"),
        (
            r#"{"provider": "x", "api_key": "hunter2", "api_key": "hunter2"}"#,
            "duplicate field `api_key`",
        ),
        (
            r#"{"provider": "x", "api_key": "hunter2"#,
            "the text ends too early",
        ),
        (
            r#"{"provider": "x", "api_key": hunter2}"#,
            "line 1 column 30: expected value",
        ),
        (r#"{"provider": "x"} "hunter2""#, "trailing characters"),
        (r#""hunter2""#, "line 1 column 1: expected an object"),
        (r#"["x", "hunter2"]"#, "expected an object"),
        ("", "expected an object"),
    ];
    for (text, expected) in faults {
        let folder = Folder::new();
        folder.put("a.json", text);
        let fault = folder.fault();
        assert!(
            fault.starts_with("a.json") && fault.contains(expected),
            "{fault}"
        );
        assert!(
            !fault.contains("hunter2") && !fault.contains("4711"),
            "{fault}"
        );
        assert_eq!(
            folder.text("a.json"),
            text,
            "a faulty file is left as it is"
        );
    }
}

#[test]
fn what_is_no_text_is_a_fault() {
    let folder = Folder::new();
    fs::write(folder.path("a.json"), [b'{', 0xff]).unwrap();
    assert_eq!(folder.fault(), "a.json: it is not UTF-8 text");
}

#[test]
fn a_sealed_key_does_not_open_in_another_account_or_field() {
    let folder = Folder::new();
    folder.files.write(&client()).unwrap();
    fs::copy(folder.path("client-a.json"), folder.path("client-b.json")).unwrap();
    let fault = folder.fault();
    assert_eq!(
        fault,
        "client-b.json line 4 column 14: `api_key` cannot be opened: the value was sealed with \
         another master key or for another place; enter it again"
    );
    fs::remove_file(folder.path("client-b.json")).unwrap();
    let swapped = folder
        .text("client-a.json")
        .replace("api_key", "x")
        .replace("api_secret", "api_key")
        .replace("\"x\"", "\"api_secret\"");
    folder.put("client-a.json", &swapped);
    assert!(folder.fault().contains("cannot be opened"));
}

#[test]
fn another_master_key_opens_nothing_and_destroys_nothing() {
    let folder = Folder::new();
    folder.files.write(&client()).unwrap();
    let text = folder.text("client-a.json");
    let other = Sealer::new(&MasterKey::generate());
    let loaded = AccountFiles::open(folder.data.path(), other)
        .unwrap()
        .load()
        .unwrap();
    assert!(loaded.accounts.is_empty());
    assert!(loaded.faults[0].message.contains("another master key"));
    assert_eq!(folder.text("client-a.json"), text);
    assert_eq!(folder.account("client-a").api_key.expose(), "hunter2");
}

#[test]
fn only_files_of_accounts_are_read() {
    let folder = Folder::new();
    for other in [
        ".hostinger.json",
        ".a.json.1.tmp",
        "a.json~",
        "a.json.bak",
        "notes.txt",
    ] {
        folder.put(other, "hunter2");
    }
    let loaded = folder.load();
    assert!(loaded.accounts.is_empty() && loaded.faults.is_empty());
    folder.put("Client A.json", GUIDE);
    assert!(
        folder
            .fault()
            .starts_with("Client A.json: the file's name is no account's:")
    );
    fs::remove_file(folder.path("Client A.json")).unwrap();
    fs::create_dir(folder.path("sub.json")).unwrap();
    assert_eq!(folder.fault(), "sub.json: it is not a file");
}

#[test]
fn a_link_is_followed_inside_the_folder_only() {
    let folder = Folder::new();
    let outside = folder.data.path().join("outside.json");
    fs::write(&outside, GUIDE).unwrap();
    symlink(&outside, folder.path("a.json")).unwrap();
    assert_eq!(
        folder.fault(),
        "a.json: it is a link that leads out of the folder"
    );
    assert_eq!(fs::read_to_string(&outside).unwrap(), GUIDE);
    fs::remove_file(folder.path("a.json")).unwrap();
    symlink(folder.path("gone"), folder.path("a.json")).unwrap();
    assert!(folder.fault().starts_with("a.json: it cannot be read"));
    fs::remove_file(folder.path("a.json")).unwrap();
    // So a mounted Kubernetes secret looks.
    fs::create_dir(folder.path("..data")).unwrap();
    folder.put("..data/a.json", GUIDE);
    symlink("..data/a.json", folder.path("a.json")).unwrap();
    assert_eq!(
        folder.account("a").api_key.expose(),
        "YOUR_HOSTINGER_BEARER_TOKEN"
    );
    assert!(folder.path("a.json").is_symlink());
}

#[test]
fn a_stamp_tells_every_change() {
    let folder = Folder::new();
    let mut known = vec![folder.files.stamp().unwrap()];
    let mut changed = |what: &str| {
        let stamp = folder.files.stamp().unwrap();
        assert_ne!(known.last(), Some(&stamp), "{what}");
        assert_eq!(folder.files.stamp().unwrap(), stamp);
        known.push(stamp);
    };
    folder.put("hostinger.json", GUIDE);
    changed("a new file");
    folder.load();
    changed("sealing");
    fs::set_permissions(folder.path("hostinger.json"), Permissions::from_mode(0o644)).unwrap();
    changed("a mode");
    folder.files.write(&client()).unwrap();
    changed("a second account");
    folder.files.write(&client()).unwrap();
    changed("a rewrite");
    folder.files.delete(&client().name).unwrap();
    changed("a deletion");
    let before = folder.files.stamp().unwrap();
    folder.put(".hidden.json", "{}");
    assert_eq!(folder.files.stamp().unwrap(), before);
}

#[test]
fn debug_prints_no_secret() {
    let folder = Folder::new();
    folder.files.write(&client()).unwrap();
    let printed = format!("{:?} {:?} {:?}", client(), folder.load(), folder.files);
    assert!(
        !printed.contains("hunter2") && !printed.contains("swordfish"),
        "{printed}"
    );
}
