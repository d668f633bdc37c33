# Libraries and fonts: unpacked in the cache, linked from build/deps, where CMake finds them.

ensure_libraries() {
  unpack_package libeigen3-dev "$EIGEN_VERSION"
  unpack_package doctest-dev "$DOCTEST_VERSION"
  unpack_package nlohmann-json3-dev "$JSON_VERSION"
  unpack_package fonts-inter "$INTER_VERSION"
  unpack_package fonts-stix "$STIX_VERSION"
  unpack_package fonts-droid-fallback "$DROID_VERSION"
  unpack_package fonts-dejavu-core "$DEJAVU_VERSION"
  unpack_package python3-arabic-reshaper "$RESHAPER_VERSION"
  unpack_package python3-sklearn "$SKLEARN_VERSION"
  unpack_source imgui "$IMGUI_VERSION"
  unpack_source libsdl2 "$SDL_VERSION"
}

# Keyed by all that it is made from.
sdl_prefix() {
  local recipe
  recipe=$(cat .ci/setup/sdl/* | sha256sum)
  echo "$CACHE/libsdl2-web-$SDL_VERSION-$("$(emscripten_root)/emcc" -dumpversion)-${recipe:0:12}"
}

# SDL2 for WebAssembly, built with .ci/setup/sdl/CMakeLists.txt.
ensure_sdl() {
  local target work
  target=$(sdl_prefix)
  [ ! -d "$target" ] || return 0
  work=$(mktemp -d "$CACHE/work.XXXXXX")
  cmake -S .ci/setup/sdl -B "$work/build" -G Ninja -DSDL_SOURCE="$CACHE/libsdl2-$SDL_VERSION" \
    -DCMAKE_TOOLCHAIN_FILE="$(emscripten_root)/cmake/Modules/Platform/Emscripten.cmake" \
    -DCMAKE_BUILD_TYPE=MinSizeRel -DCMAKE_INSTALL_PREFIX="$work/installed"
  cmake --build "$work/build" --parallel "$(nproc)"
  cmake --install "$work/build"
  mv "$work/installed" "$target"
  rm -rf "$work"
}

# build/deps: one link for each dependency, so that `cmake --preset …` works by itself as well. When one of them
# changes, what was built with the old one goes.
link_dependencies() {
  local deps=build/deps before after
  before=$(readlink "$deps"/* 2> /dev/null || true)
  mkdir -p "$deps"
  ln -sfn "$CACHE/libeigen3-dev-$EIGEN_VERSION" "$deps/eigen"
  ln -sfn "$CACHE/doctest-dev-$DOCTEST_VERSION" "$deps/doctest"
  ln -sfn "$CACHE/nlohmann-json3-dev-$JSON_VERSION" "$deps/json"
  ln -sfn "$CACHE/fonts-inter-$INTER_VERSION" "$deps/fonts-inter"
  ln -sfn "$CACHE/fonts-stix-$STIX_VERSION" "$deps/fonts-stix"
  ln -sfn "$CACHE/fonts-droid-fallback-$DROID_VERSION" "$deps/fonts-droid-fallback"
  ln -sfn "$CACHE/fonts-dejavu-core-$DEJAVU_VERSION" "$deps/fonts-dejavu-core"
  ln -sfn "$CACHE/python3-arabic-reshaper-$RESHAPER_VERSION" "$deps/arabic-reshaper"
  ln -sfn "$CACHE/python3-sklearn-$SKLEARN_VERSION" "$deps/sklearn"
  ln -sfn "$CACHE/imgui-$IMGUI_VERSION" "$deps/imgui"
  ln -sfn "$CACHE/libsdl2-$SDL_VERSION" "$deps/sdl-source"
  ln -sfn "$(sdl_prefix)" "$deps/sdl"
  ln -sfn "$(emscripten_root)" "$deps/emscripten"
  ln -sfn "$(emscripten_license)" "$deps/emscripten-license"
  after=$(readlink "$deps"/*)
  if [ "$before" != "$after" ]; then
    rm -rf build/native build/native-debug build/web build/web-debug
  fi
}
