use setec_core::dns::*;
use setec_core::zone_file::*;
#[test]
fn tmp() {
    let o: Name = "unit.tests".parse().unwrap();
    let t = r#"
@ NS a.example.net.
@ CAA 0 issue "ca.example\; a=b"
_sip._tcp SRV 1 2 5060 mail
a10 A 192.0.2.1
a9 A 192.0.2.1
a9 AAAA ::1
a-b A 192.0.2.1
a_b A 192.0.2.1
a.b A 192.0.2.1
01 A 192.0.2.1
1 A 192.0.2.1
1a A 192.0.2.1
* A 192.0.2.1
*.w CNAME @
_443._tcp TLSA 3 1 1 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
host SSHFP 4 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
svc HTTPS 1 . alpn=h2,h3 no-default-alpn port=8443 ipv4hint=192.0.2.9
svc0 SVCB 0 x.y
child DS 12345 13 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899
naptr NAPTR 100 10 "S" "SIP+D2U" "" _sip._tcp
tree DNAME other.example.
place LOC 52 22 23 N 4 53 32 E -2m 0m 10000m 10m
txt TXT "v=DKIM1; k=rsa; p=it's \"x\" \"y\" "
txt TXT "\"start"
txt TXT "back\\slash\001"
mx MX 10 mail
"#;
    let s = Source { file: "x", text: t, origin: &o, default_ttl: Ttl::from_secs(1).unwrap() };
    let z = parse(&s, &mut |_| Err(String::new())).unwrap();
    std::fs::write("/tmp/octo/config/unit.tests.yaml", octodns::print(&z)).unwrap();
}
