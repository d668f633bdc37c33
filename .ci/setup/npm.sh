# npm packages, exactly those of package-lock.json (npm checks their integrity).

ensure_npm() {
  local stamp=node_modules/.backflow-lock
  cmp -s package-lock.json "$stamp" && return 0
  npm ci --ignore-scripts --no-audit --no-fund || stop "npm ci failed: check the network and try again"
  cp package-lock.json "$stamp"
}
