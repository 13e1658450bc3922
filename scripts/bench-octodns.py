"""Runs a command and prints what it took: seconds, CPU seconds, peak KiB."""

import resource
import subprocess
import sys
import time

started = time.monotonic()
run = subprocess.run(sys.argv[1:], stdout=sys.stderr)
wall = time.monotonic() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{wall:.3f} {usage.ru_utime + usage.ru_stime:.3f} {usage.ru_maxrss}")
sys.exit(run.returncode)
