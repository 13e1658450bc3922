//! Tables for spreadsheets (RFC 4180).

/// One line: cells are quoted where they must be.
///
/// Text that a spreadsheet would take for a formula gets an apostrophe in front: subjects and
/// vendors' words come from others.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter().map(cell);
    let mut line = cells.collect::<Vec<String>>().join(",");
    line.push_str("\r\n");
    line
}

fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn cells_are_quoted_and_no_formula_is_left() {
        assert_eq!(
            super::line(["a", "", "b,c", "say \"hi\"\nthere", "=1+1", "-x,y"]),
            "a,,\"b,c\",\"say \"\"hi\"\"\nthere\",'=1+1,\"'-x,y\"\r\n"
        );
    }
}
