# Emscripten: an emcc on PATH that is new enough, or Debian 13's package unpacked in the cache.

# version_at_least FOUND WANTED
version_at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# The folder of an Emscripten on PATH, if there is one that is new enough.
emscripten_on_path() {
  local version
  command -v emcc > /dev/null || return 1
  version=$(emcc -dumpversion 2> /dev/null) || return 1
  version_at_least "$version" "$EMCC_MINIMUM" || return 1
  em-config EMSCRIPTEN_ROOT
}

emscripten_prefix() { echo "$CACHE/emscripten-$EMSCRIPTEN_VERSION"; }

emscripten_root() {
  emscripten_on_path || echo "$(emscripten_prefix)/usr/share/emscripten"
}

# Its licences, with those of the libraries that it links into every program.
emscripten_license() {
  local candidate
  for candidate in "$(emscripten_root)/LICENSE" "$(emscripten_prefix)/usr/share/doc/emscripten/copyright" \
    /usr/share/doc/emscripten/copyright; do
    if [ -e "$candidate" ]; then
      echo "$candidate"
      return 0
    fi
  done
  stop "the licence of Emscripten in $(emscripten_root) was not found"
}

ensure_emscripten() {
  local root
  if root=$(emscripten_on_path); then
    note ", using $root from PATH"
    return 0
  fi
  [ -e "$(emscripten_prefix)/complete" ] || unpack_emscripten
  "$(emscripten_root)/emcc" --version
}

unpack_emscripten() {
  local prefix work name
  prefix=$(emscripten_prefix)
  rm -rf "$prefix"
  mkdir -p "$prefix"
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  download_package emscripten "$EMSCRIPTEN_VERSION" "$work/emscripten"
  download_package binaryen "$BINARYEN_VERSION" "$work/binaryen"
  # The prebuilt libraries (1.6 GB) are left out: the few that are wanted are compiled into the cache.
  dpkg --fsys-tarfile "$work"/emscripten/*.deb | tar -x -C "$prefix" \
    --exclude='./usr/share/emscripten/cache/*' --exclude='./usr/share/emscripten/tests/*' \
    --exclude='./usr/share/doc/emscripten/*/*' --exclude='./usr/share/man/*'
  dpkg -x "$work"/binaryen/*.deb "$prefix/binaryen"
  for name in $LOADER_PACKAGES; do
    (cd "$work" && apt13 apt-get download "$name") || stop "$name could not be downloaded"
    dpkg -x "$work/${name}"_*.deb "$prefix/loader"
  done
  rm -rf "$work"
  wrap_binaryen "$prefix"
  write_emscripten_config "$prefix"
  # node's ES modules ignore NODE_PATH.
  mkdir -p "$prefix/usr/share/emscripten/node_modules"
  ln -sfn /usr/share/nodejs/acorn "$prefix/usr/share/emscripten/node_modules/acorn"
  touch "$prefix/complete"
}

# Binaryen's programs are started through the C library that they were built for.
wrap_binaryen() {
  local prefix=$1 loader libraries program wrapper
  loader=$(find "$prefix/loader/usr/lib" -name 'ld-linux*' | head -n 1)
  [ -n "$loader" ] || stop "the C library of Debian 13 has no loader for this machine's processor"
  libraries="$(dirname "$loader"):$(dirname "$(find "$prefix/binaryen" -name 'libbinaryen.so*' | head -n 1)")"
  mkdir -p "$prefix/wrapped/bin"
  for program in "$prefix"/binaryen/usr/bin/*; do
    wrapper="$prefix/wrapped/bin/$(basename "$program")"
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$libraries" "$program" > "$wrapper"
    chmod +x "$wrapper"
  done
}

write_emscripten_config() {
  local prefix=$1
  # node is the one on PATH.
  cat > "$prefix/usr/share/emscripten/.emscripten" << END
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$prefix/wrapped'
CACHE = '$prefix/cache'
LLVM_ADD_VERSION = ''
CLANG_ADD_VERSION = ''
END
}

# Compiles Emscripten's system libraries once, those that the release presets link with; others follow when wanted.
ensure_emscripten_libraries() {
  local root stamp work flags
  root=$(emscripten_root)
  stamp="$CACHE/emscripten-libraries-$("$root/emcc" -dumpversion)"
  [ ! -e "$stamp" ] || return 0
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  cat > "$work/all.cpp" << 'END'
#include <GLES3/gl3.h>
#include <cstdio>
#include <vector>
int main(int count, char**) {
  std::vector<int> values(count);
  glFinish();
  return std::printf("%d", values[0]);
}
END
  for flags in "-sFILESYSTEM=0 -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2" "-sNODERAWFS=1 -sEXIT_RUNTIME=1"; do
    # shellcheck disable=SC2086
    "$root/em++" "$work/all.cpp" -o "$work/all.mjs" $flags -O3 -sALLOW_MEMORY_GROWTH=1 -fno-exceptions -msimd128
  done
  rm -rf "$work"
  touch "$stamp"
}
