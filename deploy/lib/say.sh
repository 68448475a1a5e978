# The messages of deploy/run and tests/run. All of them go to standard error.

# say SENTENCE: reports progress, before a step that may take some time.
say() { printf '==> %s\n' "$*" >&2; }

# fail SENTENCE: ends the program with status 1 (a failure).
fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# misuse SENTENCE: ends the program with status 2 (an unknown option or value).
misuse() {
    printf '%s: %s (%s --help lists the options)\n' "$program" "$*" "$program" >&2
    exit 2
}
