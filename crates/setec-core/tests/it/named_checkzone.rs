//! What is printed is a zone to BIND too (Debian: bind9-utils).

use std::io::Write;
use std::process::{Command, Stdio};

use setec_core::dns::{Name, Ttl};
use setec_core::zone_file::{Source, parse, print};

const ZONE: &str = r#"$TTL 1h
@ SOA ns1 admin ( 2026010101 2h 15m 2w 5m )
  NS ns1
  NS ns2.example.net.
ns1 A 192.0.2.1
  AAAA 2001:db8::1
@ 60 MX 10 mail
mail A 192.0.2.2
www 300 CNAME @
*.wild TXT "quoted \"text\"; with \\ and \001" "second string"
long TXT "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" "more"
a\.b A 192.0.2.3
a\032b\;c\(d\"e\$f\@g TXT odd
x CNAME a\032b\;c\(d\"e
_sip._tcp SRV 1 2 5060 mail
@ CAA 0 issue "ca.example; a=b"
_443._tcp TLSA 3 1 1 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
host SSHFP 4 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
svc HTTPS 1 . alpn=h2,h3 no-default-alpn port=8443 ipv4hint=192.0.2.9
child NS ns1
child DS 12345 13 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
naptr NAPTR 100 10 "S" "SIP+D2U" "" _sip._tcp
tree DNAME other.example.
place LOC 52 22 23 N 4 53 32 E -2m 0m 10000m 10m
private TYPE65280 \# 3 abcdef
$GENERATE 1-3 host-${0,3} A 192.0.2.$
"#;

/// The canonical text of a zone as BIND understands it.
fn as_bind_reads(text: &str) -> Option<String> {
    let child = Command::new("named-checkzone")
        .args(["-q", "-i", "none", "-k", "ignore", "-s", "full", "-o", "-"])
        .args(["example.com", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("SKIPPED: named-checkzone is not installed (Debian: bind9-utils)");
        return None;
    };
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(text.as_bytes()).expect("the zone is read");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{printed}");
    let mut lines: Vec<String> = printed.lines().map(str::to_lowercase).collect();
    lines.sort();
    Some(lines.join("\n"))
}

#[test]
fn bind_reads_the_same_from_what_we_read_and_from_what_we_print() {
    let origin: Name = "example.com".parse().expect("a name");
    let source = Source {
        file: "example.com.zone",
        text: ZONE,
        origin: &origin,
        default_ttl: Ttl::from_secs(3600).expect("a TTL"),
    };
    let zone = parse(&source, &mut |file| Err(format!("no {file}"))).expect("a zone");
    let printed = print(&zone);
    let (Some(given), Some(ours)) = (as_bind_reads(ZONE), as_bind_reads(&printed)) else {
        return;
    };
    // A TXT is one byte string to us, so its chunks may differ.
    let joined = |text: &str| text.replace("\" \"", "");
    assert_eq!(joined(&ours), joined(&given), "{printed}");
}
