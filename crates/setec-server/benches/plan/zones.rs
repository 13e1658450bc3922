//! The zones that are planned: 70 % A, 10 % AAAA, 8 % CNAME, 5 % MX, 7 % TXT.

use std::fmt::Write;

/// How many records [`text`] changes for each of its variants.
pub(crate) const CHANGED: usize = 10;

/// A master file of that many records besides SOA and NS; another `variant` differs in ten of them.
pub(crate) fn text(records: usize, variant: usize) -> String {
    let mut text = String::from(
        "$TTL 300\n\
         @ SOA ns1.example.net. admin.example.net. 1 10800 3600 604800 3600\n\
         @ NS ns1.example.net.\n\
         @ NS ns2.example.net.\n",
    );
    let step = (records / CHANGED).max(1);
    for number in 0..records {
        let shift = if number % step == 0 { variant } else { 0 };
        let (high, low) = (number / 250 % 250, number % 250);
        let line = match number % 100 {
            0..70 => writeln!(text, "h{number} A 10.{shift}.{high}.{low}"),
            70..80 => writeln!(text, "h{number} AAAA 2001:db8::{high:x}:{low:x}"),
            80..88 => writeln!(text, "h{number} CNAME h{}", number - 80),
            88..93 => writeln!(text, "h{number} MX 10 mail.example.net."),
            _ => writeln!(text, "h{number} TXT \"v=spf1 ip4:10.0.{high}.{low} -all\""),
        };
        line.expect("a String takes any text");
    }
    text
}

/// The name of one of many small zones.
pub(crate) fn small_name(number: usize) -> String {
    format!("z{number:04}.example")
}
