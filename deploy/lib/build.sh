# Builds with CMake and Ninja, one build of a clone at a time.

# step COMMAND...: runs a long command so that a signal to this program is acted upon at once, and not when it has ended.
step() {
    local status=0
    "$@" >&2 &
    step_process=$!
    wait "$step_process" || status=$?
    step_process=''
    return "$status"
}
step_process=''

# in_turn FILE COMMAND...: runs it while nobody else holds a lock on the file.
in_turn() {
    local turn status=0
    exec {turn}>"$1"
    if ! flock --nonblock "$turn"; then
        say "waiting for another run of this clone, which is at the same step"
        step flock "$turn"
    fi
    "${@:2}" || status=$?
    exec {turn}>&-
    return "$status"
}

# build TYPE TARGET...: TYPE is a build type of tests/build_types.cmake. The type in lower case is the
# name of its preset, and of its tree in build/.
build() {
    mkdir -p "$root/build"
    in_turn "$root/build/lock" build_alone "$@"
}

build_alone() {
    local type=$1 tree=$root/build/${1,,}
    shift
    if [[ -e $tree/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$tree/CMakeCache.txt"; then
        say "this clone has been moved: building again"
        rm -rf "$tree"
    fi
    if [[ ! -e $tree/build.ninja ]]; then
        say "configuring build/${type,,}"
        step cmake -S "$root" --preset "${type,,}" ||
            fail "CMake could not configure the build; its messages are above"
    fi
    say "building $* in build/${type,,}"
    step ninja -C "$tree" -j "$(nproc)" "$@" || fail "the build failed; the compiler's messages are above"
}
