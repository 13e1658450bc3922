use crate::reseller::form::{Input, Table};
use crate::reseller::path::is_host_name;
use crate::reseller::refusal::Refusal;

const MOST: usize = 5;

/// The `nameservers` of an order, named `ns1`, `nameserver1` or by position; two at least.
pub(super) fn ordered(params: &Table) -> Result<Vec<String>, Refusal> {
    let table = params.required_table("nameservers")?;
    let named = |index: usize| {
        let names = [
            format!("ns{}", index + 1),
            format!("nameserver{}", index + 1),
            index.to_string(),
        ];
        names
            .iter()
            .find_map(|name| table.text(name))
            .map(str::to_ascii_lowercase)
    };
    for index in [0, 1] {
        if named(index).is_none() {
            let field = format!("nameservers[ns{}]", index + 1);
            return Err(Refusal::missing(&field));
        }
    }
    checked((0..MOST).filter_map(named).collect())
}

/// `ns1` to `ns5` at the top level, as in `POST nameservers`.
pub(in crate::reseller) fn plain(params: &Table) -> Result<Vec<String>, Refusal> {
    let mut names = Vec::new();
    for index in 1..=MOST {
        let field = format!("ns{index}");
        if index <= 2 || matches!(params.get(&field), Some(Input::Table(_))) {
            params.required(&field)?;
        }
        names.extend(params.text(&field).map(str::to_ascii_lowercase));
    }
    checked(names)
}

fn checked(names: Vec<String>) -> Result<Vec<String>, Refusal> {
    match names.iter().find(|name| !is_host_name(name)) {
        Some(name) => Err(Refusal::business(format!("Invalid nameserver: {name}"))),
        None => Ok(names),
    }
}
