# The little HTTP that deploy/run needs, without any program beside bash.

# port_taken PORT: somebody listens there on this machine.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# answers PORT PATH: a request got an answer with status 200. What it got is in last_answer.
answers() {
    local connection line=''
    last_answer='nothing'
    { exec {connection}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\nUser-Agent: deploy/run\r\n\r\n' "$2" "$1" >&"$connection"
    read -r -t 30 -u "$connection" line || true
    exec {connection}>&-
    last_answer=${line%$'\r'}
    last_answer=${last_answer#HTTP/1.? }
    [[ $last_answer == 200* ]]
}
