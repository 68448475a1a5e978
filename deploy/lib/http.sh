# The HTTP that deploy/run needs, in bash alone.

# port_taken PORT: succeeds if a program on this machine listens on the port.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# answers PORT PATH: succeeds if a request gets status 200. Sets last_answer to the status line.
answers() {
    local connection line=''
    last_answer='nothing'
    { exec {connection}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nUser-Agent: deploy/run\r\n\r\n' "$2" "$1" \
        >&"$connection"
    read -r -t 30 -u "$connection" line || true
    exec {connection}>&-
    last_answer=${line%$'\r'}
    last_answer=${last_answer#HTTP/1.? }
    [[ $last_answer == 200* ]]
}
