//! SPF records with one thing put right, the rest as it was written.

use crate::dns::Name;
use crate::lint::spf_record::SpfRecord;

/// The record with everybody let through changed to a mark (`~all`).
pub(super) fn without_pass_all(text: &str) -> Option<String> {
    edited(text, |term| {
        let is_all = term.eq_ignore_ascii_case("all") || term.eq_ignore_ascii_case("+all");
        Some(if is_all { "~all" } else { term })
    })
}

/// The record without `ptr`.
pub(super) fn without_ptr(text: &str) -> Option<String> {
    edited(text, |term| {
        let name = mechanism(term).split([':', '/']).next().unwrap_or_default();
        (!name.eq_ignore_ascii_case("ptr")).then_some(term)
    })
}

/// The record without the includes of those names; `None` where it does not include all of them
/// itself.
pub(super) fn without_includes(text: &str, names: &[Name]) -> Option<String> {
    let included = |term: &str| {
        let argument = mechanism(term).split_once(':');
        let argument = argument.filter(|(name, _)| name.eq_ignore_ascii_case("include"));
        argument.and_then(|(_, domain)| domain.parse::<Name>().ok())
    };
    let all: Vec<Name> = text.split(' ').filter_map(included).collect();
    if !names.iter().all(|name| all.contains(name)) {
        return None;
    }
    edited(text, |term| {
        let is_gone = included(term).is_some_and(|name| names.contains(&name));
        (!is_gone).then_some(term)
    })
}

/// One record that allows whoever any of them allows, as lenient to others as the most lenient.
pub(super) fn joined<'a>(records: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut terms: Vec<&str> = Vec::new();
    let mut all = None;
    for text in records {
        SpfRecord::parse(text).ok()?;
        for term in text.split(' ').skip(1).filter(|term| !term.is_empty()) {
            let lower = term.to_ascii_lowercase();
            if mechanism(&lower) == "all" {
                // Whoever lets everybody through has not meant it, or shall say so again.
                let rank = ["-all", "~all", "?all"]
                    .iter()
                    .position(|all| *all == lower)?;
                all = all.max(Some(rank));
            } else if term.contains('=') {
                // Of two redirects or explanations neither can be chosen.
                return None;
            } else if !terms.iter().any(|known| known.eq_ignore_ascii_case(term)) {
                terms.push(term);
            }
        }
    }
    let mut text = "v=spf1".to_owned();
    for term in terms
        .into_iter()
        .chain(all.map(|rank| ["-all", "~all", "?all"][rank]))
    {
        text.push(' ');
        text.push_str(term);
    }
    Some(text)
}

fn edited<'a>(text: &'a str, edit: impl Fn(&'a str) -> Option<&'a str>) -> Option<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (version, terms) = words.split_first()?;
    let mut new = vec![*version];
    new.extend(terms.iter().filter_map(|term| edit(term)));
    (new != words).then(|| new.join(" "))
}

/// A term without its qualifier.
fn mechanism(term: &str) -> &str {
    term.strip_prefix(['+', '-', '~', '?']).unwrap_or(term)
}
