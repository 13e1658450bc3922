//! What the server holds besides the served values, and what changes must not lose of it.

use super::fixture::{Fixture, data, key};

const RRSET: &str = r#"[{"name": "www.example.com.", "type": "A", "ttl": 60, "changetype": "REPLACE",
    "records": [{"content": "192.0.2.1", "disabled": false}, {"content": "192.0.2.2", "disabled": true}],
    "comments": [{"content": "the old web server", "account": "alice"}]}]"#;

#[tokio::test]
async fn disabled_values_and_comments_survive_a_change_of_their_siblings() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture.patch(RRSET);
    let www = key("www.example.com", "A");
    let read = fixture.read().await;
    assert_eq!(read.get(&www).unwrap().values(), [data("A", "192.0.2.1")]);
    assert_eq!(read.get(&www).unwrap().disabled(), [data("A", "192.0.2.2")]);

    fixture
        .edit(|zone| {
            let mut set = zone.remove(&www).unwrap();
            set.insert(data("A", "192.0.2.3"));
            set.remove(&data("A", "192.0.2.1"));
            zone.put(set);
        })
        .await;
    let path = "/api/v1/servers/localhost/zones/example.com.";
    let (_, zone) = fixture.server.request("GET", path, "");
    for part in [
        r#"{"content": "192.0.2.2", "disabled": true}"#,
        r#"{"content": "192.0.2.3", "disabled": false}"#,
        r#""content": "the old web server""#,
        r#""account": "alice""#,
    ] {
        assert!(zone.contains(part), "{part} in {zone}");
    }
    assert_eq!(fixture.server.dig("www.example.com", "A"), ["192.0.2.3"]);
}

#[tokio::test]
async fn the_last_served_value_leaves_its_disabled_sibling() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture.patch(RRSET);
    let www = key("www.example.com", "A");
    fixture
        .edit(|zone| {
            let mut set = zone.remove(&www).unwrap();
            set.remove(&data("A", "192.0.2.1"));
            zone.put(set);
        })
        .await;
    let zone = fixture.read().await;
    assert_eq!(zone.get(&www).unwrap().values(), []);
    assert_eq!(zone.get(&www).unwrap().disabled(), [data("A", "192.0.2.2")]);
}

#[tokio::test]
async fn a_comment_without_records_is_no_set() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture.patch(
        r#"[{"name": "note.example.com.", "type": "A", "changetype": "REPLACE",
             "comments": [{"content": "reserved", "account": "alice"}]}]"#,
    );
    assert!(
        fixture
            .read()
            .await
            .get(&key("note.example.com", "A"))
            .is_none()
    );
}
