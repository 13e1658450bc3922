use percent_encoding::percent_decode_str;

use super::ENDPOINT;

/// The segments of the action, decoded; `None` where the web server has no such script.
///
/// WHMCS may live in a folder. Repeated slashes and one at the end mean nothing.
pub(super) fn action(path: &str, header: Option<&str>) -> Option<Vec<String>> {
    let path = segments(path);
    let script: Vec<&str> = ENDPOINT
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let end = path
        .windows(script.len())
        .position(|window| window == script)?
        + script.len();
    let info = &path[end..];
    Some(if info.is_empty() {
        segments(header.unwrap_or_default())
    } else {
        info.to_vec()
    })
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect()
}

/// A name in A-labels and lower case, as the registry has it.
pub(super) fn normal_name(name: &str) -> Option<String> {
    let name = name.trim().trim_end_matches('.');
    let ascii = idna::domain_to_ascii(name).ok()?;
    is_host_name(&ascii).then_some(ascii)
}

/// Whether a text is a host name of at least two labels.
pub(super) fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}
