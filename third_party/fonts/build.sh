#!/bin/sh
# Rebuilds every font below third_party/fonts/ from the npm registry. Needs npm; nothing at run time or in tests does.
# Usage: third_party/fonts/build.sh   (works in a temporary directory, then prints the hashes that README.md lists)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
fetch() { npm pack --silent "$1" >/dev/null; mkdir "$2"; tar xzf ./*.tgz -C "$2" --strip-components=1; rm ./*.tgz; }
fetch @expo-google-fonts/noto-sans@0.4.2 latin
fetch @expo-google-fonts/noto-sans-arabic@0.4.3 arabic
cp latin/400Regular/NotoSans_400Regular.ttf latin/700Bold/NotoSans_700Bold.ttf "$here/"
cp arabic/400Regular/NotoSansArabic_400Regular.ttf arabic/700Bold/NotoSansArabic_700Bold.ttf "$here/"
cp latin/LICENSE_FONT "$here/OFL-NotoSans.txt"
cp arabic/LICENSE_FONT "$here/OFL-NotoSansArabic.txt"
chmod 644 "$here"/*.ttf "$here"/OFL-*.txt
cd "$here"
sha256sum ./*.ttf OFL-*.txt
