# Files that a program writes outside its own place, and must not take from anybody else.
#
# A list of their SHA-256 sums, in $own_list, says which files are ours, and in which state we have
# left them.

# own_line FILE: prints the line of the list that says that we have left the file as it is now.
own_line() { printf '%s  %s\n' "$(sha256sum <"$1" | cut -d ' ' -f 1)" "$1"; }

# check_own FILE...: ends the program if one of the files exists and is not as we have left it.
check_own() {
    local file
    for file; do
        [[ -e $file || -L $file ]] || continue
        grep -qsF "  $file" "$own_list" ||
            fail "$file exists, and $program has not made it; nothing was changed;" \
                "move it away first"
        [[ -f $file ]] && grep -qxF "$(own_line "$file")" "$own_list" ||
            fail "$file was changed after $program had made it; nothing was changed now;" \
                "to have it made again, move it away first"
    done
}

# remove_own FILE...: removes these files, which are ours, and the directory of a drop-in if it is
# then empty. Adds them to the array `changed`. REQUIRES: check_own has passed.
remove_own() {
    local file
    for file; do
        [[ -e $file ]] || continue
        rm "$file"
        [[ ${file%/*} != *.service.d ]] || rmdir --ignore-fail-on-non-empty "${file%/*}"
        grep -v "  $file\$" "$own_list" >"$own_list.new" || true
        mv "$own_list.new" "$own_list"
        changed+=("$file was removed")
    done
}

# write_own FILE: writes standard input to the file, if it is different. Adds the file to the array
# `changed` if it was written.
write_own() {
    local file=$1 new lines
    mkdir -p "${file%/*}" "${own_list%/*}"
    new=$(mktemp "$file.XXXXXX")
    cat >"$new"
    chmod 0644 "$new"
    if cmp -s "$new" "$file"; then
        rm "$new"
        return
    fi
    # The list first, with both states: after an interruption, the file is still known to be ours,
    # whether it was replaced or not.
    lines=$(grep -sv "  $file\$" "$own_list" || true)
    {
        [[ ! $lines ]] || printf '%s\n' "$lines"
        [[ ! -f $file ]] || own_line "$file"
        printf '%s  %s\n' "$(sha256sum <"$new" | cut -d ' ' -f 1)" "$file"
    } >"$own_list.new"
    mv "$own_list.new" "$own_list"
    mv "$new" "$file"
    changed+=("$file")
}
