//! Which TLD leads where.

use crate::dns::Name;

/// What stands behind a domain's first label: `co.uk` of `example.co.uk`.
pub fn tld_of(domain: &Name) -> &str {
    domain.as_str().split_once('.').map_or("", |(_, tld)| tld)
}

/// The route of a domain: the one whose TLD is its longest suffix, and `*` where there is none.
pub fn longest_route<'a, R>(
    routes: &'a [R],
    tld: impl Fn(&'a R) -> &'a str,
    domain: &Name,
) -> Option<&'a R> {
    let suffix = tld_of(domain);
    let fits = |route: &&'a R| {
        let tld = tld(route);
        let before = suffix.strip_suffix(tld);
        tld == "*" || before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let length = |route: &&'a R| match tld(route) {
        "*" => 0,
        tld => tld.len(),
    };
    routes.iter().filter(fits).max_by_key(length)
}

#[cfg(test)]
mod tests {
    use super::{longest_route, tld_of};
    use crate::dns::Name;

    #[test]
    fn the_longest_suffix_leads() {
        let routes = ["*", "uk", "co.uk", "com"];
        for (domain, expected) in [
            ("example.co.uk", "co.uk"),
            ("example.org.uk", "uk"),
            ("example.uk", "uk"),
            ("example.com", "com"),
            ("example.telecom", "*"),
            ("example.xco.uk", "uk"),
        ] {
            let name: Name = domain.parse().expect("a name");
            let found = longest_route(&routes, |route| *route, &name);
            assert_eq!(found, Some(&expected), "{domain}");
        }
        let name: Name = "example.net".parse().expect("a name");
        assert_eq!(longest_route(&routes[1..], |route| *route, &name), None);
        assert_eq!(tld_of(&name), "net");
    }
}
