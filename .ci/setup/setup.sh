# set_up [test]: everything that building needs, and with "test" what testing needs as well.

here=$(dirname "${BASH_SOURCE[0]}")
for part in versions report packages debian13 emscripten libraries npm; do
  # shellcheck source=/dev/null
  . "$here/$part.sh"
done

CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/backflow"

set_up() {
  local scope=${1:-}
  mkdir -p "$CACHE/logs"
  require_debian
  exec 9> "$CACHE/lock"
  if ! flock -n 9; then
    echo 'Another set-up is running; waiting for it.'
    flock 9
  fi
  rm -rf "$CACHE"/work.*
  begin_steps 7
  step 'Debian packages' install_packages "$scope"
  check_node
  step "Emscripten $(emscripten_title)" ensure_emscripten
  step 'Eigen, doctest, JSON, Dear ImGui, SDL2, fonts' ensure_libraries
  step 'Emscripten system libraries' ensure_emscripten_libraries
  step 'SDL2 for WebAssembly' ensure_sdl
  step 'Links in build/deps' link_dependencies
  step 'npm packages' ensure_npm
  exec 9>&-
}

emscripten_title() {
  if emscripten_on_path > /dev/null; then emcc -dumpversion; else echo "${EMSCRIPTEN_VERSION%%[+-]*}"; fi
}
