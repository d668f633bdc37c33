# What set-up uses. Everything below is taken from the Debian 13 ("trixie") archive, also on Debian 12,
# so that both give the same result. Checked by apt's signatures; kept in the per-user cache by version.

readonly DEBIAN13_SUITE=trixie

# Architecture-independent packages: their version stays as it is within a stable release.
readonly EMSCRIPTEN_VERSION=3.1.69+dfsg-3
readonly EIGEN_VERSION=3.4.0-5
readonly DOCTEST_VERSION=2.4.11-1
readonly JSON_VERSION=3.11.3-2.1
readonly INTER_VERSION=4.1+ds-1
readonly STIX_VERSION=1.1.1-5
readonly DROID_VERSION=1:8.1.0r7-1~1.gbp36536b  # Chinese
readonly DEJAVU_VERSION=2.37-8  # Arabic
readonly RESHAPER_VERSION=3.0.0-1  # Arabic letters in the forms that they take in a word
readonly SKLEARN_VERSION=1.4.2+dfsg-8  # for the digits' file that it carries
readonly BINARYEN_VERSION=120-4
# Source packages.
readonly IMGUI_VERSION=1.90.1+ds-1
readonly SDL_VERSION=2.32.4+dfsg-1

# Binaryen's programs need a newer C library than Debian 12 has. It gets security updates, so its version
# cannot be pinned; it only carries Binaryen and changes nothing in what is built.
readonly LOADER_PACKAGES="libc6 libstdc++6 libgcc-s1"

# An emcc on PATH is used instead of ours from this version on.
readonly EMCC_MINIMUM=3.1.58
readonly NODE_MINIMUM=18

# From the machine's own Debian release.
readonly BUILD_PACKAGES="clang-19 lld-19 llvm-19 libclang-rt-19-dev node-acorn cmake ninja-build ccache python3
  python3-fonttools dpkg-dev xz-utils ca-certificates"
# NumPy and PyTorch run the programs that the page exports; Firefox and WebKit draw WebGL only with a screen and Mesa;
# valgrind counts the core's instructions.
readonly TEST_PACKAGES="clang-format-19 clang-tidy-19 chromium chromium-headless-shell glslang-tools python3-numpy python3-torch
  firefox-esr webkit2gtk-driver xvfb xauth libgl1 libegl1 libgl1-mesa-dri libpci3 valgrind"
