#!/usr/bin/env bash
# Runs octodns-sync with the given arguments and prints what it took: seconds, CPU seconds, KiB.
# Without arguments it only installs octoDNS from PyPI, into a folder of its own.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
environment=${CARGO_TARGET_DIR:-$here/../target}/bench-octodns
if [ ! -x "$environment/bin/octodns-sync" ]; then
  python3 -m venv "$environment" >&2
  "$environment/bin/pip" install --quiet octodns==1.22.0 octodns-powerdns==1.2.0 >&2
fi
[ $# -gt 0 ] || exit 0
exec "$environment/bin/python" "$here/bench-octodns.py" "$environment/bin/octodns-sync" "$@"
