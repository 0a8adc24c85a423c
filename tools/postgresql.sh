#!/bin/sh
# Sees to it that Debian's PostgreSQL server is here for the tests that run on both databases, where we may install it.
# Where we may not, those run on SQLite alone and say so: this never fails.
set -eu
command -v initdb >/dev/null 2>&1 && exit 0
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0

skip() {
  echo "No PostgreSQL server for the tests ($1): they run on SQLite alone." >&2
  exit 0
}

command -v apt-get >/dev/null 2>&1 || skip "no apt-get here"
if [ "$(id -u)" = 0 ]; then
  as_root="env"
elif sudo -n true 2>/dev/null; then
  as_root="sudo -n env"
else
  skip "installing needs root"
fi

echo "Installing PostgreSQL for the tests ..."
$as_root apt-get update -qq || skip "apt-get update failed"
$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || skip "apt-get install failed"
