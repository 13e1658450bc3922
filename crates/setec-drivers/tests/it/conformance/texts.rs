//! Texts of all kinds.

use setec_core::dns::{RecordData, RecordSet, RecordType};
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::Place;

/// A TXT is a string of bytes, whatever form the vendor has for it.
pub(super) async fn texts_are_bytes(place: &dyn Place) {
    let texts: [&[u8]; 11] = [
        br#"with "quotes" in it"#,
        br"with \ a backslash, and \065 which is no escape",
        b"v=DKIM1; k=rsa; p=MIIB",
        b" spaces  inside and around ",
        b"$ORIGIN @ (paren) # ' `",
        "gr\u{fc}n, \u{65e5}\u{672c}".as_bytes(),
        b"\x00\x01\x7f\x80\xff",
        &[b'x'; 255],
        &[b'x'; 256],
        &[b'y'; 300],
        &[b'z'; 4000],
    ];
    let (held, refused): (Vec<_>, Vec<_>) = texts
        .iter()
        .enumerate()
        .partition(|(_, text)| place.holds_text(text));
    let set = |(n, text): (usize, &&[u8])| {
        let value = RecordData::Txt((*text).into());
        place.set_of(&format!("t{n}.texts"), RecordType::Txt, [value])
    };
    let sets: Vec<RecordSet> = held.into_iter().map(set).collect();
    place.put(sets.clone()).await;
    let before = place.read().await;
    for set in refused.into_iter().map(set) {
        let error = place.apply(&[Change::Create(set)]).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid, "{error}");
    }
    assert_eq!(place.read().await, before);
    // Beside one another, where a vendor may join what does not belong together.
    let held = texts[..6].iter().filter(|text| place.holds_text(text));
    let values = held.map(|text| RecordData::Txt((*text).into()));
    let mut together = place.set_of("all.texts", RecordType::Txt, values);
    place.put([together.clone()]).await;
    for text in [texts[1], texts[3]] {
        if together.remove(&RecordData::Txt(text.into())) {
            place.put([together.clone()]).await;
        }
    }
    let keys = sets.into_iter().map(|set| set.key);
    place.remove(keys.chain([together.key])).await;
}
