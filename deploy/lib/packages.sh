# Installs the missing Debian packages of the table deploy/packages.

# missing_packages GROUP...: prints "package<TAB>purpose" for each package of these groups that is
# not installed.
missing_packages() {
    local group package command reason wanted=" $* "
    while read -r group package command reason; do
        [[ $group == '' || $group == '#'* || $wanted != *" $group "* ]] && continue
        if [[ $command != - ]]; then
            type -P "$command" >/dev/null && continue
        else
            [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] &&
                continue
        fi
        printf '%s\t%s\n' "$package" "$reason"
    done <"$root/deploy/packages"
}

# need_packages GROUP...: installs the missing packages of these groups, as root or with sudo. Ends
# the program if it cannot.
need_packages() {
    local missing package reason names=() as_root=()
    type -P dpkg-query apt-get >/dev/null ||
        fail "this is not a Debian system: there is neither dpkg-query nor apt-get"
    missing=$(missing_packages "$@")
    [[ $missing ]] || return 0

    say "these Debian packages are missing:"
    while IFS=$'\t' read -r package reason; do
        printf '     %-30s %s\n' "$package" "$reason" >&2
        names+=("$package")
    done <<<"$missing"

    if ((EUID != 0)); then
        type -P sudo >/dev/null ||
            fail "cannot install them: you are not root, and there is no sudo;" \
                "as root, run: apt-get install ${names[*]}"
        as_root=(sudo)
        # Without a terminal nobody can type a password.
        [[ -t 0 ]] || as_root+=(--non-interactive)
        say "installing them with sudo apt-get; sudo may ask for your password"
    else
        say "installing them with apt-get"
    fi
    "${as_root[@]}" "$root/deploy/lib/install" "${names[@]}" >&2 ||
        fail "apt-get could not install ${names[*]}; its messages are above"
    missing=$(missing_packages "$@")
    [[ ! $missing ]] ||
        fail "still missing after the installation: $(cut -f 1 <<<"$missing" | tr '\n' ' ')"
}
