//! Zones of all types with odd names and any bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::dns::{
    Caa, Ds, Mx, Name, Naptr, RecordData, RecordSet, RecordType, SetKey, Soa, Srv, Sshfp, Svcb,
    Tlsa, Ttl, UnknownData, Zone,
};
use crate::zone_file::tests::{name, source};
use crate::zone_file::{parse, print};

fn label() -> impl Strategy<Value = String> {
    let odd = vec(any::<u8>(), 1..6).prop_map(|bytes| {
        let escaped = bytes.iter().map(|byte| format!("\\{byte:03}"));
        escaped.collect::<String>()
    });
    prop_oneof![4 => "[a-z0-9_-]{1,12}", 1 => Just("*".to_owned()), 1 => odd]
}

fn owner() -> impl Strategy<Value = Name> {
    vec(label(), 0..3).prop_map(|labels| {
        let mut text = labels.join(".");
        if !text.is_empty() {
            text.push('.');
        }
        name(&format!("{text}example.com"))
    })
}

fn target() -> impl Strategy<Value = Name> {
    prop_oneof![
        1 => Just(Name::root()),
        2 => owner(),
        4 => vec(label(), 1..4).prop_map(|labels| name(&labels.join("."))),
    ]
}

fn bytes(most: usize) -> impl Strategy<Value = Box<[u8]>> {
    let plain = "[ -~]{0,300}".prop_map(String::into_bytes);
    prop_oneof![vec(any::<u8>(), 0..300), plain].prop_map(move |mut bytes| {
        bytes.truncate(most);
        bytes.into()
    })
}

fn digest() -> impl Strategy<Value = Box<[u8]>> {
    vec(any::<u8>(), 1..40).prop_map(Into::into)
}

fn svcb() -> impl Strategy<Value = Box<Svcb>> {
    let params = proptest::sample::select(vec![
        "",
        "alpn=h2,h3",
        "alpn=h3 no-default-alpn port=8443",
        "mandatory=alpn,port alpn=h2 port=1 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1",
        "ech=AAAA key65280=abc",
    ]);
    (1..u16::MAX, target(), params).prop_map(|(priority, target, params)| {
        let text = format!("1 . {params}");
        match RecordData::parse(RecordType::Svcb, &text, &Name::root()) {
            Ok(RecordData::Svcb(mut svcb)) => {
                svcb.priority = priority;
                svcb.target = target;
                svcb
            }
            other => panic!("{other:?}"),
        }
    })
}

fn data() -> impl Strategy<Value = RecordData> {
    let small = prop_oneof![
        any::<std::net::Ipv4Addr>().prop_map(RecordData::A),
        any::<std::net::Ipv6Addr>().prop_map(RecordData::Aaaa),
        target().prop_map(RecordData::Cname),
        target().prop_map(RecordData::Alias),
        target().prop_map(RecordData::Ns),
        target().prop_map(RecordData::Ptr),
        bytes(300).prop_map(RecordData::Txt),
        (any::<u16>(), target()).prop_map(|(preference, exchange)| RecordData::Mx(Mx {
            preference,
            exchange
        })),
        (any::<[u16; 3]>(), target()).prop_map(|([priority, weight, port], target)| {
            RecordData::Srv(Srv {
                priority,
                weight,
                port,
                target,
            })
        }),
        target().prop_map(|target| {
            let text = target.to_zone_text();
            RecordData::parse(RecordType::Unknown(39), &text, &Name::root()).expect("a DNAME")
        }),
    ];
    let large = prop_oneof![
        (any::<u8>(), "[a-z0-9]{1,15}", bytes(300)).prop_map(|(flags, tag, value)| {
            RecordData::Caa(Box::new(Caa {
                flags,
                tag: tag.into(),
                value,
            }))
        }),
        (any::<[u8; 3]>(), digest()).prop_map(|([usage, selector, matching_type], association)| {
            RecordData::Tlsa(Box::new(Tlsa {
                usage,
                selector,
                matching_type,
                association,
            }))
        }),
        (any::<[u8; 2]>(), digest()).prop_map(|([algorithm, fingerprint_type], fingerprint)| {
            RecordData::Sshfp(Box::new(Sshfp {
                algorithm,
                fingerprint_type,
                fingerprint,
            }))
        }),
        (any::<u16>(), any::<[u8; 2]>(), digest()).prop_map(
            |(key_tag, [algorithm, digest_type], digest)| RecordData::Ds(Box::new(Ds {
                key_tag,
                algorithm,
                digest_type,
                digest,
            }))
        ),
        (
            any::<[u16; 2]>(),
            bytes(255),
            bytes(255),
            bytes(255),
            target()
        )
            .prop_map(
                |([order, preference], flags, services, regexp, replacement)| {
                    RecordData::Naptr(Box::new(Naptr {
                        order,
                        preference,
                        flags,
                        services,
                        regexp,
                        replacement,
                    }))
                }
            ),
        svcb().prop_map(RecordData::Svcb),
        svcb().prop_map(RecordData::Https),
        (65_280..65_400_u16, bytes(200))
            .prop_map(|(rtype, bytes)| { RecordData::Unknown(UnknownData { rtype, bytes }) }),
    ];
    prop_oneof![3 => small, 2 => large]
}

fn soa() -> impl Strategy<Value = RecordData> {
    (target(), target(), any::<[u32; 5]>()).prop_map(
        |(mname, rname, [serial, refresh, retry, expire, minimum])| {
            RecordData::Soa(Box::new(Soa {
                mname,
                rname,
                serial,
                refresh,
                retry,
                expire,
                minimum,
            }))
        },
    )
}

fn ttl() -> impl Strategy<Value = Ttl> {
    prop_oneof![Just(300_u64), Just(3600), 0..0x7fff_ffff_u64]
        .prop_map(|secs| Ttl::from_secs(secs).expect("a TTL"))
}

/// A zone `example.com` of any sets.
pub(crate) fn any_zone() -> impl Strategy<Value = Zone> {
    let sets = vec((owner(), ttl(), vec(data(), 1..5)), 0..12);
    (proptest::option::of((soa(), ttl())), sets).prop_map(|(soa, sets)| {
        let mut zone = Zone::empty(name("example.com"));
        for (owner, ttl, data) in sets {
            for rtype in data.iter().map(RecordData::rtype) {
                let key = SetKey {
                    name: owner.clone(),
                    rtype,
                };
                let of_type = data.iter().filter(|data| data.rtype() == rtype);
                zone.put(RecordSet::new(key, ttl, of_type.cloned()));
            }
        }
        if let Some((soa, ttl)) = soa {
            let key = SetKey {
                name: zone.name.clone(),
                rtype: RecordType::Soa,
            };
            zone.put(RecordSet::new(key, ttl, [soa]));
        }
        zone
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_equal(zone in any_zone()) {
        let text = print(&zone);
        let origin = zone.name.clone();
        let read = parse(&source(&text, &origin), &mut |_| Err(String::new()));
        prop_assert_eq!(read, Ok(zone), "{}", text);
    }

    #[test]
    fn fields_read_as_the_library_reads_them(data in data()) {
        let text = format!("x {} {data}", data.rtype());
        let zone = crate::zone_file::tests::read(&text).expect("a zone");
        let slow = RecordData::parse(data.rtype(), &data.to_text(), &name("example.com"));
        let slow = slow.expect("data");
        let values: Vec<&RecordData> = zone.sets().flat_map(RecordSet::values).collect();
        prop_assert_eq!(values, vec![&slow]);
    }
}
