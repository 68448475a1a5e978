# What deploy/run and tests/run tell the person at the terminal. Everything goes to standard error.

# say SENTENCE: progress, before a step that may take a while.
say() { printf '==> %s\n' "$*" >&2; }

# fail SENTENCE: the end, with status 1 (a failure).
fail() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# misuse SENTENCE: the end, with status 2 (an option or a value that is not known).
misuse() {
    printf '%s: %s (%s --help lists the options)\n' "$program" "$*" "$program" >&2
    exit 2
}
