#!/bin/sh
# Rebuilds every file below third_party/ from the npm registry. Needs node and npm; nothing at run time or in tests does.
# Usage: third_party/build.sh   (works in a temporary directory, then prints the hashes that README.md lists)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fetch() { npm pack --silent "$1" >/dev/null; mkdir "$2"; tar xzf ./*.tgz -C "$2" --strip-components=1; rm ./*.tgz; }
fetch govuk-frontend@6.3.0 govuk
fetch htmx.org@2.0.11 htmx
fetch axe-core@4.14.1 axe
npm install --silent --no-audit --no-fund --ignore-scripts --prefix tools sass@1.108.2 rtlcss@4.3.0
tools/node_modules/.bin/sass --no-source-map --no-charset --style=compressed --quiet-deps \
  --load-path=govuk "$here/govuk-frontend/theme.scss" "$here/govuk-frontend/govuk.css"
tools/node_modules/.bin/rtlcss "$here/govuk-frontend/govuk.css" "$here/govuk-frontend/govuk.rtl.css"
cp htmx/dist/htmx.min.js htmx/LICENSE "$here/htmx/"
cp axe/axe.min.js axe/LICENSE axe/LICENSE-3RD-PARTY.txt "$here/axe-core/"
cd "$here"
sha256sum govuk-frontend/*.css htmx/* axe-core/*
