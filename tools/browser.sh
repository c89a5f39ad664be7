#!/bin/bash
# Makes sure that the browser tests find Chromium and a Chinese font, or says what to install.
set -euo pipefail

missing=()
if [ -n "${DUECARE_CHROMIUM:-}" ]; then
  [ -x "$DUECARE_CHROMIUM" ] || { echo "DUECARE_CHROMIUM=$DUECARE_CHROMIUM is not a program" >&2; exit 1; }
else
  [ -x /usr/bin/chromium ] || missing+=(chromium)
fi
[ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

install="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then sudo=(); elif sudo -n true 2>/dev/null; then sudo=(sudo -n); else sudo=(false); fi
echo "The browser tests need ${missing[*]}; installing" >&2
if ! command -v apt-get >/dev/null \
  || ! { "${sudo[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" $install; } >&2; then
  echo "The browser tests need ${missing[*]}. Install them (on Debian: $install) and run again." >&2
  exit 1
fi
