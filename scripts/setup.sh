#!/usr/bin/env bash
# Installs what building and testing need from the distribution's packages, where it may; names
# what is missing where it may not. Arguments: build, test, bench.
set -euo pipefail

packages=()

# need PACKAGE PATH-OR-COMMAND...: the package is wanted unless one of the others is there.
need() {
  local package=$1 candidate
  shift
  for candidate in "$@"; do
    if command -v "$candidate" >/dev/null 2>&1 || compgen -G "$candidate" >/dev/null 2>&1; then
      return
    fi
  done
  packages+=("$package")
}

if ! command -v cargo >/dev/null 2>&1; then
  echo 'setup: Rust is missing: install it from https://rustup.rs (1.94 or later)' >&2
  exit 1
fi

for purpose in "$@"; do
  case $purpose in
    build)
      # libsqlite3-sys and ring compile C.
      need gcc cc gcc clang
      need libc6-dev '/usr/include/stdio.h'
      # The web UI is built from its packages.
      need nodejs node
      need npm npm
      ;;
    test)
      need pdns-server pdns_server /usr/sbin/pdns_server
      need pdns-backend-sqlite3 '/usr/lib/*/pdns/libgsqlite3backend.so' '/usr/lib/pdns/libgsqlite3backend.so'
      need sqlite3 sqlite3
      need postgresql '/usr/lib/postgresql/*/bin/initdb' initdb
      need bind9-dnsutils dig nsupdate
      need bind9 named /usr/sbin/named
      need knot knotd /usr/sbin/knotd
      need knot-dnsutils kdig
      need curl curl
      need php-cli php
      need php-curl '/usr/lib/php/*/curl.so'
      need chromium chromium /usr/bin/chromium
      need nodejs node
      need openssl openssl
      # A Python of one's own may bring the library as well as Debian's.
      if ! python3 -c 'import requests' >/dev/null 2>&1; then
        packages+=(python3 python3-requests)
      fi
      ;;
    bench)
      need dnsperf dnsperf
      need pdns-backend-bind '/usr/lib/*/pdns/libbindbackend.so' '/usr/lib/pdns/libbindbackend.so'
      need python3 python3
      ;;
    *)
      echo "setup: unknown purpose '$purpose'" >&2
      exit 2
      ;;
  esac
done

# The versions that the web UI's tools ask for; an older distribution's is too old.
check_node() {
  local major minor
  IFS=. read -r major minor _ <<<"$(node --version | tr -d v)"
  if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
    echo "setup: Node $major.$minor is too old for the web UI: install 20.19 or later (https://nodejs.org)" >&2
    exit 1
  fi
}

if [ ${#packages[@]} -eq 0 ]; then
  check_node
  exit 0
fi

install=(apt-get install -y --no-install-recommends "${packages[@]}")
if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup: missing: ${packages[*]} (Debian's names); install them by hand" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "setup: missing: ${packages[*]}" >&2
    echo "setup: run as root: ${install[*]}" >&2
    exit 1
  fi
fi
echo "setup: installing ${packages[*]}"
# Debian starts servers on installation; the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  "${as_root[@]}" sh -c "printf '#!/bin/sh\nexit 101\n' > $policy && chmod 755 $policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq || true
"${as_root[@]}" "${install[@]}" -qq >/dev/null
check_node
