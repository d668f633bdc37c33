# A private apt root for Debian 13 in the cache: it reads the machine's mirror and keyring and touches nothing
# of the system's own apt.

debian_mirror() {
  local targets
  targets=$(debian_targets)
  if [ -z "$targets" ]; then
    as_root apt-get update >&2
    targets=$(debian_targets)
  fi
  [ -n "$targets" ] || stop "apt knows no Debian source: add one to /etc/apt/sources.list"
  printf '%s\n' "$targets" | head -n 1
}

# The addresses of Debian's main archive (not updates, not security) as apt itself reads them, whatever the
# format of the sources.
debian_targets() {
  apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
    'Created-By: Packages' 'Origin: Debian' 'Component: main' |
    awk '$2 !~ /-/ { print $1 }' | sort -u
}

apt_root() { echo "$CACHE/apt"; }

apt13() {
  local tool=$1
  shift
  "$tool" -c "$(apt_root)/apt.conf" "$@"
}

prepare_apt_root() {
  local root keyring='' candidate
  root=$(apt_root)
  for candidate in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
    [ ! -e "$candidate" ] || keyring=$candidate
  done
  [ -n "$keyring" ] || stop "Debian's archive keyring is missing: apt-get install debian-archive-keyring"
  mkdir -p "$root"/{parts,lists/partial,archives/partial}
  : > "$root/status"
  cat > "$root/parts/debian13.sources" << END
Types: deb deb-src
URIs: $(debian_mirror)
Suites: $DEBIAN13_SUITE
Components: main
Signed-By: $keyring
END
  cat > "$root/apt.conf" << END
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$root/parts";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State::Lists "$root/lists";
Dir::State::status "$root/status";
Dir::Cache::Archives "$root/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::Retries "3";
END
  # apt-get update returns 0 when a source could not be read; the lists themselves tell.
  apt13 apt-get update
  apt13 apt-cache show emscripten > /dev/null 2>&1 ||
    stop "the package lists of Debian 13 could not be read: check the network and try again"
}

# Once a run, and only if something is missing from the cache.
apt_root_ready() {
  [ -e "$CACHE/apt/this-run.$$" ] && return 0
  prepare_apt_root
  rm -f "$CACHE"/apt/this-run.*
  touch "$CACHE/apt/this-run.$$"
}

# fetchable_version NAME VERSION deb|source: VERSION, or a clear stop when the archive no longer has it.
fetchable_version() {
  local name=$1 version=$2 kind=$3 offered
  if [ "$kind" = source ]; then
    offered=$(apt13 apt-cache showsrc --only-source "$name" | sed -n 's/^Version: //p')
  else
    offered=$(apt13 apt-cache show "$name" | sed -n 's/^Version: //p')
  fi
  if printf '%s\n' "$offered" | grep -qxF "$version"; then
    echo "$version"
  elif [ -n "${BACKFLOW_UNPINNED:-}" ] && [ -n "$offered" ]; then
    printf '%s\n' "$offered" | head -n 1
  else
    stop "Debian 13 no longer has $name $version (it has ${offered:-none}): update .ci/setup/versions.sh, \
or set BACKFLOW_UNPINNED=1 to use what there is"
  fi
}

# download_package NAME VERSION FOLDER
download_package() {
  local version
  apt_root_ready
  version=$(fetchable_version "$1" "$2" deb)
  mkdir -p "$3"
  (cd "$3" && apt13 apt-get download "$1=$version") || stop "$1 $version could not be downloaded"
}

# unpack_package NAME VERSION: into the cache, whole or not at all.
unpack_package() {
  local target="$CACHE/$1-$2" work
  [ ! -d "$target" ] || return 0
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  download_package "$1" "$2" "$work/deb"
  dpkg -x "$work"/deb/*.deb "$work/tree"
  mv "$work/tree" "$target"
  rm -rf "$work"
}

# unpack_source NAME VERSION: apt checks the files against the signed lists.
unpack_source() {
  local target="$CACHE/$1-$2" work version
  [ ! -d "$target" ] || return 0
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  apt_root_ready
  version=$(fetchable_version "$1" "$2" source)
  (cd "$work" && apt13 apt-get source --only-source --download-only "$1=$version") ||
    stop "the source of $1 $version could not be downloaded"
  dpkg-source --no-check -x "$work"/*.dsc "$work/tree"
  mv "$work/tree" "$target"
  rm -rf "$work"
}
