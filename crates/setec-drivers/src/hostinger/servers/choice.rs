//! Finds what a person means by a plan, a data center or a template. Nothing is guessed: where
//! more than one fits, the choices are named.

use setec_core::Violation;
use setec_core::server::Template;
use setec_provider::{ProviderError, Result};

use super::offers::Center;
use crate::hostinger::catalog::{Item, Price};
use crate::hostinger::slug;

/// A plan with its price and the price's id, given as a slug such as `kvm-2` or `kvm-2-1y`, or by
/// that id.
pub(super) fn plan<'a>(
    operation: &'static str,
    items: &'a [Item],
    wanted: &str,
) -> Result<(&'a Item, &'a Price, String)> {
    let prices = || {
        items
            .iter()
            .flat_map(|item| item.prices.iter().map(move |price| (item, price)))
    };
    let by_id = prices().find(|(_, price)| price.id.as_deref() == Some(wanted));
    let by_slug = || prices().find(|(item, price)| item.slug(price) == slug::of(wanted));
    let found = by_id
        .or_else(by_slug)
        .and_then(|(item, price)| Some((item, price, price.id.clone()?)));
    found.ok_or_else(|| {
        let choices: Vec<String> = prices().map(|(item, price)| item.slug(price)).collect();
        wrong(
            operation,
            "plan",
            format!(
                "there is no plan '{wanted}'; choose one of {}",
                choices.join(", ")
            ),
        )
    })
}

/// The number of a data center, given by id, name, city or country code.
pub(super) fn data_center(
    operation: &'static str,
    centers: &[Center],
    wanted: &str,
) -> Result<i64> {
    let is = |text: &Option<String>| {
        text.as_deref()
            .is_some_and(|text| text.eq_ignore_ascii_case(wanted.trim()))
    };
    let by: [fn(&Center) -> &Option<String>; 4] = [
        |center| &center.id,
        |center| &center.name,
        |center| &center.city,
        |center| &center.location,
    ];
    for field in by {
        let found: Vec<&Center> = centers.iter().filter(|center| is(field(center))).collect();
        match found.as_slice() {
            [] => {}
            [one] => return number(operation, "data_center_id", one.id.as_deref()),
            several => {
                let rule = format!(
                    "'{wanted}' fits {} data centers; choose one of {}",
                    several.len(),
                    list(several)
                );
                return Err(wrong(operation, "data_center_id", rule));
            }
        }
    }
    let all: Vec<&Center> = centers.iter().collect();
    let rule = format!(
        "there is no data center '{wanted}'; choose one of {}",
        list(&all)
    );
    Err(wrong(operation, "data_center_id", rule))
}

/// The number of a template, given by id, slug, or the beginning of a slug. A plain system goes
/// before the same system with an application.
pub(super) fn template(
    operation: &'static str,
    templates: &[Template],
    wanted: &str,
) -> Result<i64> {
    let word = slug::of(wanted);
    let exact = templates
        .iter()
        .find(|template| template.id == wanted.trim() || template.slug == word);
    if let Some(template) = exact {
        return number(operation, "template", Some(&template.id));
    }
    let begins = format!("{word}-");
    let fitting: Vec<&Template> = templates
        .iter()
        .filter(|template| !word.is_empty() && template.slug.starts_with(&begins))
        .collect();
    let plain: Vec<&Template> = fitting
        .iter()
        .copied()
        .filter(|template| !template.slug.contains("-with-"))
        .collect();
    let candidates = if plain.is_empty() { fitting } else { plain };
    match candidates.as_slice() {
        [one] => number(operation, "template", Some(&one.id)),
        [] => {
            let all: Vec<&str> = templates.iter().map(|t| t.slug.as_str()).collect();
            let rule = format!(
                "there is no template '{wanted}'; choose one of {}",
                all.join(", ")
            );
            Err(wrong(operation, "template", rule))
        }
        several => {
            let slugs: Vec<&str> = several.iter().map(|t| t.slug.as_str()).collect();
            let rule = format!(
                "'{wanted}' fits several templates; choose one of {}",
                slugs.join(", ")
            );
            Err(wrong(operation, "template", rule))
        }
    }
}

fn number(operation: &'static str, field: &str, id: Option<&str>) -> Result<i64> {
    id.and_then(|id| id.parse().ok())
        .ok_or_else(|| wrong(operation, field, "the provider gives it no id".to_owned()))
}

fn list(centers: &[&Center]) -> String {
    let shown: Vec<String> = centers
        .iter()
        .map(|center| {
            let id = center.id.as_deref().unwrap_or("?");
            let name = center.name.as_deref().unwrap_or("?");
            format!("{id} ({name}, {})", center.region().unwrap_or_default())
        })
        .collect();
    shown.join(", ")
}

fn wrong(operation: &'static str, field: &str, rule: String) -> ProviderError {
    ProviderError::invalid(operation, vec![Violation::new(field, rule)])
}

#[cfg(test)]
mod tests {
    use setec_core::server::Template;

    fn templates(names: &[&str]) -> Vec<Template> {
        let numbered = names.iter().enumerate();
        numbered
            .map(|(at, name)| Template {
                id: (at + 1).to_string(),
                slug: crate::hostinger::slug::of(name),
                name: (*name).to_owned(),
                description: String::new(),
            })
            .collect()
    }

    #[test]
    fn a_plain_system_goes_before_one_with_an_application() {
        let all = templates(&[
            "Ubuntu 22.04 with Docker",
            "Ubuntu 22.04 LTS",
            "Debian 12",
            "Debian 12 with Dokploy",
            "AlmaLinux 9 minimal",
            "AlmaLinux 9 full",
        ]);
        let find = |wanted| super::template("test", &all, wanted);
        assert_eq!(find("ubuntu-22.04").ok(), Some(2));
        assert_eq!(find("Ubuntu 22.04").ok(), Some(2));
        assert_eq!(find("ubuntu-22.04-with-docker").ok(), Some(1));
        assert_eq!(find("debian-12").ok(), Some(3));
        assert_eq!(find("4").ok(), Some(4));
        let error = find("almalinux-9").unwrap_err().message;
        assert!(
            error.contains("almalinux-9-minimal, almalinux-9-full"),
            "{error}"
        );
        assert!(find("ubuntu-2").is_err() && find("").is_err());
    }
}
