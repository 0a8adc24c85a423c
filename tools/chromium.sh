#!/bin/sh
# Sees to it that Debian's Chromium is here for the browser tests, where we may install it. Where we may not, those
# tests skip and say so: this never fails.
set -eu
[ -x /usr/bin/chromium ] && exit 0

skip() {
  echo "No Chromium for the browser tests ($1): they will be skipped." >&2
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

echo "Installing Chromium for the browser tests ..."
$as_root apt-get update -qq || skip "apt-get update failed"
$as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null || skip "apt-get install failed"
