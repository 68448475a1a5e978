# The command line of deploy/server.

help="deploy/server: makes of a fresh Debian (bookworm) a server of the shipped site, by https.

  --domain NAME           host name of the site
  --certificate FILE      its certificate, and those between it and the root (PEM)
  --key FILE              the key of the certificate (PEM)
  --front lighttpd|apache|nginx
                          the front end (lighttpd)
  --mirror                pages that everybody gets are files in /run/aspic-mirror, which the front
                          end sends by itself
  --package FILE          package of the site, made by deploy/package; without it, the package is
                          made here, which installs compilers
  --help                  this text

Run it as root. It installs packages, and writes only files of its own. You can run it again, for
example with a new certificate or package: it changes what is different, and ends if somebody else
has made or changed one of its files. The exit status is 0 if the site answers by https, 1 after a
failure, and 2 for an unknown option or value."

# read_server_options ARGUMENT...: sets domain, certificate, key, front, mirror (or '') and package
# (or '').
read_server_options() {
    domain='' certificate='' key='' front=lighttpd mirror='' package=''
    local option value label='[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?'
    while (($#)); do
        option=$1
        shift
        case $option in
        --help | -h) printf '%s\n' "$help" && exit 0 ;;
        --mirror) mirror=$mirror_directory && continue ;;
        --?*=*) set -- "${option%%=*}" "${option#*=}" "$@" && continue ;;
        --domain | --certificate | --key | --front | --package)
            (($#)) || misuse "$option needs a value"
            ;;
        *) misuse "there is no option '$option'" ;;
        esac
        value=$1
        shift
        case $option in
        --domain)
            # A wildcard or an address is no name that a visitor is sent to.
            [[ $value =~ ^$label(\.$label)*$ && ! $value =~ ^[0-9.]+$ ]] ||
                misuse "--domain must be a host name such as docs.example.org, not '$value'"
            domain=${value,,}
            ;;
        --front)
            [[ $value =~ ^(lighttpd|apache|nginx)$ ]] ||
                misuse "--front must be lighttpd, apache or nginx, not '$value'"
            front=$value
            ;;
        --certificate | --key | --package)
            # Others cannot read the key, and would look for their mistake there.
            ((EUID == 0)) || fail "only root can do this"
            [[ -f $value && -r $value ]] || misuse "$option: cannot read the file '$value'"
            # The name as it is given: certbot renews the link.
            printf -v "${option#--}" %s "$(realpath --no-symlinks -- "$value")"
            ;;
        esac
    done
    for option in domain certificate key; do
        [[ ${!option} ]] || misuse "--$option is missing"
    done
    # systemd reads these paths in a unit file.
    for value in "$certificate" "$key"; do
        [[ $value =~ ^[A-Za-z0-9/._+@-]+$ ]] ||
            misuse "the path '$value' has other characters than letters, digits and / . _ + @ -"
    done
}
