# Packages of the machine's own Debian release.

require_debian() {
  if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    stop "set-up needs Debian 12 or 13 (apt): on another system run it in a Debian container, \
for example \`docker run -it -p 8080:8080 debian:13\`"
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif command -v sudo > /dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    stop "root or sudo is needed: run as root: $*"
  fi
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2> /dev/null | grep -q '^install ok installed$' || echo "$name"
  done
}

install_packages() {
  local missing
  # shellcheck disable=SC2046  # a list of names
  missing=$(missing_packages $(needed_packages "$@"))
  [ -n "$missing" ] || return 0
  echo "missing:" $missing
  as_root apt-get update
  # shellcheck disable=SC2086
  as_root apt-get install -y --no-install-recommends $missing ||
    stop "apt-get could not install: $(echo $missing)"
}

# needed_packages [test]: the packages for building, and with "test" those for testing as well.
needed_packages() {
  echo "$BUILD_PACKAGES"
  node_is_new_enough || echo nodejs
  command -v npm > /dev/null || echo npm
  [ "${1:-}" != test ] || echo "$TEST_PACKAGES"
}

node_is_new_enough() {
  local version
  version=$(node --version 2> /dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge "$NODE_MINIMUM" ]
}

check_node() {
  node_is_new_enough || stop "node $NODE_MINIMUM or newer is needed and the one on PATH is older \
($(command -v node) $(node --version)): remove it or put a newer one first on PATH"
}
