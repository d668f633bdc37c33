# npm packages, exactly those of a folder's package-lock.json (npm checks their integrity).

ensure_npm() { ensure_npm_of .; }

# ensure_npm_of FOLDER
ensure_npm_of() {
  local stamp=$1/node_modules/.backflow-lock
  cmp -s "$1/package-lock.json" "$stamp" && return 0
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund) ||
    stop "npm ci failed: check the network and try again"
  cp "$1/package-lock.json" "$stamp"
}
