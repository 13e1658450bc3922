use setec_provider::ErrorKind;

use super::harness::{Account, told};

/// As `ssh-keygen -l` prints it.
const FINGERPRINT: &str = "SHA256:lHL96k0xe+WPZ/fjf7yJ+Wtlr4d1pQ9xRoUq+xGi1RI";

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEQsH28mUHWoXcVvVeFtsDZgsDM8+//Us5n5h8I57V1t a@b";

#[tokio::test]
async fn fingerprints_are_those_of_ssh_keygen() {
    let account = Account::new().await;
    let keys = account.ssh_keys().list().await.unwrap();
    let deploy = keys.iter().find(|key| key.name == "deploy-key");
    let deploy = deploy.expect("the key");
    assert_eq!(deploy.id, "325112");
    assert!(deploy.public_key.starts_with("ssh-ed25519 AAAA"));
    assert_eq!(deploy.fingerprint, FINGERPRINT);
    account.finish();
}

#[tokio::test]
async fn a_key_is_added_attached_and_removed() {
    let account = Account::new().await;
    let keys = account.ssh_keys();
    let made = keys.add("build", KEY).await.unwrap();
    assert_eq!(
        (made.name.as_str(), made.public_key.as_str()),
        ("build", KEY)
    );
    assert!(made.fingerprint.starts_with("SHA256:"));
    keys.attach("vm-901244", &[made.id.clone(), "key-325112".to_owned()])
        .await
        .unwrap();
    keys.delete(&made.id).await.unwrap();
    let left = keys.list().await.unwrap();
    assert!(left.iter().all(|key| key.id != made.id));
    assert_eq!(told(keys.delete("abc").await).0, ErrorKind::NotFound);
    account.finish();
}

#[tokio::test]
async fn what_is_no_key_is_refused_before_any_call() {
    let account = Account::new().await;
    for text in [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA nonsense",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
    ] {
        let (kind, words) = told(account.ssh_keys().add("build", text).await);
        assert_eq!(kind, ErrorKind::Invalid);
        assert!(words.starts_with("public_key: "), "{words}");
    }
    assert!(account.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_read_to_its_end() {
    let account = Account::new().await;
    let before = account.ssh_keys().list().await.unwrap().len();
    for number in 0..100 {
        let name = format!("key {number}");
        account.ssh_keys().add(&name, KEY).await.unwrap();
    }
    account.sandbox.take_exchanges();
    let keys = account.ssh_keys().list().await.unwrap();
    assert_eq!(keys.len(), before + 100);
    assert_eq!(account.sandbox.exchanges().len(), 3);
    account.finish();
}
