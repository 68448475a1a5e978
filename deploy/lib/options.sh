# The command line of deploy/run.

help="deploy/run: installs what is missing, builds, and serves the site until Ctrl-C.

  --port PORT               port of the site on 127.0.0.1 (8080)
  --front lighttpd|apache|nginx
                            the front end (lighttpd)
  --cache redis|memory      storage of the page cache (redis: a private server on a unix socket)
  --debug                   no page cache: every request runs its view
  --man-root DIR            directory of the manual pages (those of the machine, and the site's own)
  --threads N               number of request threads (default: the application decides)
  --mirror                  pages that everybody gets are files, which the front end sends by itself
  --mount PREFIX            path below which the site is served, such as /docs (the whole host)
  --data DIR                directory of the catalogue, the users, and the session key
                            (build/run/data; with --man-root, one for each man root)
  --help                    this text

Prints 'ready http://127.0.0.1:PORT/' when a request through the front end has succeeded.
The exit status is 0 if a signal stops it while it serves (Ctrl-C, SIGTERM, SIGHUP), 1 after a
failure, and 2 for an unknown option or value."

# one_of OPTION VALUE CHOICE CHOICE...
one_of() {
    local option=$1 value=$2 choice choices
    shift 2
    for choice; do [[ $value != "$choice" ]] || return 0; done
    printf -v choices '%s, ' "${@:1:$#-1}"
    misuse "$option must be ${choices%, } or ${!#}, not '$value'"
}

# read_options ARGUMENT...: sets port, front, cache, data and mirror (or ''), and the options for
# the two commands of the site: site_options and index_options.
read_options() {
    port=8080 front=lighttpd cache=redis data=$root/build/run/data mirror=''
    site_options=() index_options=()
    local option value man_root='' data_given=''
    while (($#)); do
        option=$1
        shift
        case $option in
        --help | -h) printf '%s\n' "$help" && exit 0 ;;
        --debug) site_options+=(--debug) && continue ;;
        --mirror) mirror=1 && continue ;;
        --?*=*) set -- "${option%%=*}" "${option#*=}" "$@" && continue ;;
        --port | --front | --cache | --man-root | --threads | --data | --mount)
            (($#)) || misuse "$option needs a value"
            ;;
        *) misuse "there is no option '$option'" ;;
        esac
        value=$1
        shift
        case $option in
        --port)
            [[ $value =~ ^[1-9][0-9]{0,4}$ ]] && ((value <= 65535)) ||
                misuse "--port must be 1 to 65535, not '$value'"
            port=$value
            ;;
        --front) one_of --front "$value" lighttpd apache nginx && front=$value ;;
        --cache) one_of --cache "$value" redis memory && cache=$value ;;
        --threads)
            [[ $value =~ ^[1-9][0-9]{0,3}$ ]] ||
                misuse "--threads must be a number from 1 to 9999, not '$value'"
            site_options+=(--threads "$value")
            ;;
        --mount)
            [[ $value =~ ^(/[A-Za-z0-9._~-]+)*$ ]] ||
                misuse "--mount must be a path such as /docs, not '$value'"
            site_options+=(--mount "$value")
            ;;
        --man-root)
            [[ -d $value ]] || misuse "--man-root: there is no directory '$value'"
            man_root=$(cd -P -- "$value" && pwd)
            ;;
        --data)
            [[ $value ]] || misuse "--data must be a directory, not ''"
            data=$(realpath -m -- "$value")
            data_given=1
            ;;
        esac
    done
    # Without a page cache, there is nothing to mirror.
    [[ ! $mirror || " ${site_options[*]} " != *' --debug '* ]] ||
        misuse "--mirror needs the page cache, which --debug switches off"
    # The directory that the front end reads: the one of `dev`.
    if [[ $mirror ]]; then
        mirror=$root/build/run/$port/mirror
        ((EUID != 0)) || mirror=/run/aspic-$port/mirror
        site_options+=(--mirror "$mirror")
    fi
    if [[ $man_root ]]; then
        site_options+=(--man-root "$man_root")
        index_options+=(--man-root "$man_root")
        # Each man root needs its own catalogue: in a shared one, each run would remove the pages of
        # the other man root.
        [[ $data_given ]] || data+=-$(cksum <<<"$man_root" | cut -d ' ' -f 1)
    fi
}
