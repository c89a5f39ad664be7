#!/bin/bash
# Makes the virtual environment $1 with a Python that duecare runs on, or says what to install.
set -euo pipefail
[ -x "$1/bin/pip" ] && exit 0

suits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
for name in python3 python3.13 python3.12 python3.11; do
  if python=$(command -v "$name") && "$python" -c "$suits" 2>/dev/null; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
      echo "$python cannot make virtual environments. On Debian: apt-get install python3-venv" >&2
      exit 1
    fi
    exec "$python" -m venv "$1"
  fi
done
echo "duecare needs Python 3.11, 3.12 or 3.13. On Debian 12 or newer: apt-get install python3 python3-venv" >&2
exit 1
