# Shared by the scripts beside it: finds out what a build needs and installs what is missing.
# Sourced, not run. Knows Debian and Ubuntu; elsewhere it says what is needed and lets CMake judge.

ww_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

ww_say() { printf 'whitewater: %s\n' "$*" >&2; }

# ww_missing PACKAGE:PROBE… prints the packages whose probe (a command, or a file when it starts with /) is absent.
ww_missing() {
  local pair package probe
  for pair in "$@"; do
    package=${pair%%:*} probe=${pair#*:}
    case $probe in
      /*) [ -e "$probe" ] || printf '%s\n' "$package" ;;
      *) command -v "$probe" >/dev/null 2>&1 || printf '%s\n' "$package" ;;
    esac
  done
}

ww_packages_build=(
  g++:g++ cmake:cmake ninja-build:ninja ccache:ccache
  libcli11-dev:/usr/include/CLI/CLI.hpp
  nlohmann-json3-dev:/usr/include/nlohmann/json.hpp
)
ww_packages_test=(
  catch2:/usr/include/catch2
  librapidcheck-dev:/usr/include/rapidcheck.h
  valgrind:valgrind python3:python3
)

# ww_install PACKAGE:PROBE…
ww_install() {
  local missing=() as_root=() package
  while IFS= read -r package; do [ -n "$package" ] && missing+=("$package"); done < <(ww_missing "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null 2>&1; then
    ww_say "please install what corresponds to these Debian packages: ${missing[*]}"
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      ww_say "missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
      return 2
    fi
    as_root=(sudo)
  fi
  ww_say "installing with apt: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >/dev/null || ww_say "apt-get update failed; trying with the lists that are there"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# ww_configure PRESET [CMAKE ARGS…]: configures unless that has been done.
ww_configure() {
  local preset=$1 log
  shift
  if [ ! -f "$ww_root/build/$preset/build.ninja" ] || [ $# -gt 0 ]; then
    log=$(mktemp)
    if ! (cd "$ww_root" && cmake --preset "$preset" "$@") >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log"
      return 1
    fi
    rm -f "$log"
  fi
}

# ww_build PRESET [TARGET…]: quiet unless it fails; a progress line on a terminal.
ww_build() {
  local preset=$1 log
  shift
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  if [ -t 2 ]; then
    (cd "$ww_root" && NINJA_STATUS='whitewater: building [%f/%t] ' cmake --build --preset "$preset" "${targets[@]}") >&2
    return
  fi
  log=$(mktemp)
  if ! (cd "$ww_root" && cmake --build --preset "$preset" "${targets[@]}") >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
