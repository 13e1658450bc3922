#!/usr/bin/env bash
# Measures the embedded name server beside BIND, Knot and PowerDNS on this machine: queries per
# second by dnsperf over one zone of 10,000 records and over 10,000 zones, the time of an AXFR of
# 1,000,000 records, and memory per record. Best of ROUNDS (3); a server that is missing is left out.
# Arguments choose: queries, transfer (both without any).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-5}
wanted=${*:-queries transfer}
work=$(mktemp -d)
running=
stop() { [ -z "$running" ] || { kill "$running" 2>/dev/null || true; wait "$running" 2>/dev/null || true; running=; }; }
trap 'stop; rm -rf "$work"' EXIT
PATH=$PATH:/usr/sbin:/sbin

if ! command -v dnsperf >/dev/null; then
  echo 'SKIPPED: dnsperf not found (Debian: dnsperf)'
  exit 0
fi
cargo build --quiet --locked --release -p setec-nameserver --example serve --manifest-path "$root/Cargo.toml"
ours=${CARGO_TARGET_DIR:-$root/target}/release/examples/serve

head_of() { # ZONE
  printf '@ 3600 IN SOA ns1.%s. admin.%s. 1 7200 900 1209600 300\n@ 3600 IN NS ns1.%s.\nns1 3600 IN A 192.0.2.1\n' "$1" "$1" "$1"
}

make_zones() { # KIND
  local kind=$1 list=$work/$1.list
  mkdir -p "$work/$kind"
  case $kind in
    one)
      { head_of bench.test
        awk 'BEGIN { for (i = 0; i < 10000; i++) printf "host%d 300 IN A 10.%d.%d.%d\n", i, i / 65536, i / 256 % 256, i % 256 }'
      } > "$work/one/bench.test"
      awk 'BEGIN { srand(1); for (i = 0; i < 50000; i++) printf "host%d.bench.test %s\n", int(rand() * 10400), rand() < 0.8 ? "A" : "AAAA" }' > "$work/one.queries"
      echo bench.test > "$list" ;;
    many)
      awk -v folder="$work/many" 'BEGIN { for (i = 0; i < 10000; i++) { zone = "zone" i ".test"; file = folder "/" zone
        printf "@ 3600 IN SOA ns1.%s. admin.%s. 1 7200 900 1209600 300\n@ 3600 IN NS ns1.%s.\nns1 3600 IN A 192.0.2.1\n@ 300 IN A 192.0.2.2\nwww 300 IN CNAME @\n*.dev 300 IN A 192.0.2.3\n", zone, zone, zone > file
        close(file); print zone } }' > "$list"
      awk 'BEGIN { srand(2); split("www. ns1. none. x.dev.", label, " "); label[5] = ""; for (i = 0; i < 50000; i++) printf "%szone%d.test A\n", label[1 + int(rand() * 5)], int(rand() * 10000) }' > "$work/many.queries" ;;
    million)
      { head_of million.test
        awk 'BEGIN { for (i = 0; i < 999996; i++) printf "host%d.sub%d 300 IN A 10.%d.%d.%d\n", i, i / 1000, i / 65536, i / 256 % 256, i % 256 }'
      } > "$work/million/million.test"
      echo million.test > "$list" ;;
  esac
}

start() { # SERVER KIND PORT
  local server=$1 kind=$2 port=$3 folder=$work/$1-$2
  rm -rf "$folder" && mkdir -p "$folder"
  case $server in
    ours)
      sed "s|.*|&=$work/$kind/&|" "$work/$kind.list" > "$folder/zones"
      "$ours" "127.0.0.1:$port" --transfer 127.0.0.0/8 - < "$folder/zones" > "$folder/log" 2>&1 & ;;
    bind)
      { echo "options { directory \"$folder\"; pid-file none; session-keyfile none; listen-on port $port { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; minimal-responses yes; notify no; allow-transfer { any; }; transfers-out 10; }; controls { };"
        sed "s|.*|zone \"&\" { type primary; file \"$work/$kind/&\"; };|" "$work/$kind.list"
      } > "$folder/conf"
      named -g -c "$folder/conf" > "$folder/log" 2>&1 & ;;
    knot)
      { printf 'server:\n  rundir: %s\n  listen: 127.0.0.1@%s\ndatabase:\n  storage: %s\nlog:\n  - target: stderr\n    any: warning\nacl:\n  - id: any\n    address: 127.0.0.0/8\n    action: transfer\ntemplate:\n  - id: default\n    storage: %s\n    file: "%%s"\n    zonefile-sync: -1\n    journal-content: none\n    acl: any\nzone:\n' "$folder" "$port" "$folder" "$work/$kind"
        sed 's|.*|  - domain: &|' "$work/$kind.list"
      } > "$folder/conf"
      knotd -c "$folder/conf" > "$folder/log" 2>&1 & ;;
    powerdns)
      sed "s|.*|zone \"&\" { type native; file \"$work/$kind/&\"; };|" "$work/$kind.list" > "$folder/zones"
      pdns_server --no-config --daemon=no --guardian=no --launch=bind --bind-config="$folder/zones" --local-address=127.0.0.1 --local-port="$port" \
        --socket-dir="$folder" --setuid= --setgid= --security-poll-suffix= --disable-axfr=no --allow-axfr-ips=127.0.0.0/8 \
        --receiver-threads=2 --reuseport=yes > "$folder/log" 2>&1 & ;;
  esac
  running=$!
  local zone
  zone=$(tail -n 1 "$work/$kind.list")
  for _ in $(seq 1200); do
    if dig +short +time=1 +tries=1 @127.0.0.1 -p "$port" "$zone" SOA 2>/dev/null | grep -q admin; then
      return 0
    fi
    kill -0 "$running" 2>/dev/null || break
    sleep 0.1
  done
  echo "$server does not start:" >&2
  tail -n 5 "$folder/log" >&2
  running=
  return 1
}

installed() { # SERVER
  case $1 in
    ours) true ;;
    bind) command -v named >/dev/null ;;
    knot) command -v knotd >/dev/null ;;
    powerdns) command -v pdns_server >/dev/null ;;
  esac
}

kib() { awk '/VmRSS/ { print $2 }' "/proc/$1/status"; }

declare -A best
better() { # KEY VALUE: keeps the higher one
  if awk -v new="$2" -v old="${best[$1]:-0}" 'BEGIN { exit !(new > old) }'; then best[$1]=$2; fi
}

servers=()
for server in ours bind knot powerdns; do
  if installed "$server"; then servers+=("$server"); else echo "SKIPPED: $server not found"; fi
done

if [[ $wanted == *queries* ]]; then
  for kind in one many; do
    make_zones "$kind"
    for _ in $(seq "$rounds"); do
      # Each round asks every server, so that what else the machine does meets all of them.
      for at in "${!servers[@]}"; do
        server=${servers[$at]}
        start "$server" "$kind" $((5400 + at)) || continue
        for mode in udp tcp; do
          rate=$(dnsperf -s 127.0.0.1 -p $((5400 + at)) -m "$mode" -d "$work/$kind.queries" -l "$seconds" -c 8 -q 200 2>/dev/null |
            awk '/Queries per second/ { print int($4) }')
          better "$server $kind $mode" "${rate:-0}"
        done
        stop
      done
    done
    for server in "${servers[@]}"; do
      echo "queries/s, $kind: $server: UDP ${best["$server $kind udp"]:-none}, TCP ${best["$server $kind tcp"]:-none}"
    done
  done
fi

if [[ $wanted == *transfer* ]]; then
  make_zones million
  for at in "${!servers[@]}"; do
    server=${servers[$at]}
    start "$server" million $((5410 + at)) || continue
    memory=$(kib "$running")
    times=$(for _ in $(seq "$rounds"); do python3 "$root/scripts/bench-axfr.py" $((5410 + at)) million.test 1000000; done | sort -n | head -n 1)
    echo "1,000,000 records: $server: AXFR $times, $memory KiB resident"
    [ "$server" != ours ] || cat "$work/ours-million/log"
    stop
  done
fi
