# Builds with CMake and Ninja. Only one build of a tree runs at a time.

# step COMMAND...: runs a long command. This program acts on a signal at once, even if the command
# still runs.
step() {
    local status=0
    "$@" >&2 &
    step_process=$!
    wait "$step_process" || status=$?
    step_process=''
    return "$status"
}
step_process=''

# in_turn FILE COMMAND...: locks the file, and runs the command while it holds the lock.
in_turn() {
    local turn status=0
    exec {turn}>"$1"
    if ! flock --nonblock "$turn"; then
        say "waiting: another run of this clone is at the same step"
        step flock "$turn"
    fi
    "${@:2}" || status=$?
    exec {turn}>&-
    return "$status"
}

# build TYPE TARGET...: TYPE is a build type of tests/build_types.cmake. The type in lower case is
# the name of its preset, and of its tree in build/.
build() {
    mkdir -p "$root/build"
    in_turn "$root/build/${1,,}.lock" build_alone "$@"
}

build_alone() {
    local type=$1 tree=$root/build/${1,,}
    shift
    if [[ -e $tree/CMakeCache.txt ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$tree/CMakeCache.txt"; then
        say "this clone has been moved: building again"
        rm -rf "$tree"
    fi
    if [[ ! -e $tree/build.ninja ]]; then
        say "configuring build/${type,,}"
        step cmake -S "$root" --preset "${type,,}" ||
            fail "CMake could not configure the build; its messages are above"
    fi
    say "building $* in build/${type,,}"
    step ninja -C "$tree" -j "$(nproc)" "$@" ||
        fail "the build failed; the compiler's messages are above"
}
