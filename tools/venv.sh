#!/bin/sh
# Makes a virtual environment in the folder named, with the first Python here that is new enough.
set -eu
folder=$1
new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

for name in "${PYTHON:-python3.11}" python3 python3.14 python3.13 python3.12 python; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c "$new_enough" 2>/dev/null; then
    python=$name
    break
  fi
done
if [ -z "${python:-}" ]; then
  echo "IQ4D needs Python 3.11 or later, and found none (python3 here: $(python3 --version 2>&1 || true))." >&2
  echo "Install it, or name it: make run PYTHON=/path/to/python3.12" >&2
  exit 1
fi

echo "Making $folder with $("$python" --version) ..."
if ! "$python" -m venv "$folder"; then
  rm -rf "$folder"
  echo "Python is here, but its venv module is not complete. On Debian and Ubuntu: apt-get install python3-venv" >&2
  exit 1
fi
