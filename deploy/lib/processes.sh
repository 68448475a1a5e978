# Starts the processes of a run, watches over them, and ends them in order.
#
# Each child is a session of its own, so that Ctrl-C at the terminal reaches this program only, which then ends them in
# order; and each asks the kernel for SIGTERM when this program dies (parent-death signal), so that even `kill -9` of it
# leaves nothing behind.

started=()           # names, in the order of their start
declare -A pid_of log_of quit_signal_of

# start NAME USER QUIT_SIGNAL LOG COMMAND...: USER is '' for ourselves; QUIT_SIGNAL is the one for a graceful end.
start() {
    local name=$1 user=$2 quit_signal=$3 log=$4 drop=()
    shift 4
    : >"$log"
    if [[ $user ]]; then
        drop=(--reuid "$user" --regid "$(id -g "$user")" --init-groups)
        chown "$user" "$log" # a front end opens /proc/self/fd/2 once more
    fi
    setsid setpriv "${drop[@]}" --pdeathsig TERM "$@" </dev/null >>"$log" 2>&1 {lock}>&- &
    started+=("$name")
    pid_of[$name]=$!
    log_of[$name]=$log
    quit_signal_of[$name]=$quit_signal
}

alive() { kill -0 "${pid_of[$1]}" 2>/dev/null; }

# await NAME SECONDS CONDITION...: until the condition (a command) holds; ends the program if NAME ends or time runs out.
await() {
    local name=$1 patience=$((SECONDS + $2))
    shift 2
    until "$@"; do
        alive "$name" || report_end "$name"
        ((SECONDS < patience)) || fail "$name did not become ready in time; its last lines (${log_of[$name]}):
$(last_lines "$name")"
        sleep 0.05
    done
}

last_lines() { tail -n 12 "${log_of[$1]}" | sed 's/^/    /'; }

# report_end NAME: it ended though nobody asked it to. Says so, and ends the program.
report_end() {
    local status=0
    wait "${pid_of[$1]}" 2>/dev/null || status=$?
    local how="with status $status"
    ((status <= 128 || status > 128 + 64)) || how="by signal $(kill -l "$status")"
    fail "$1 ended $how; its last lines (${log_of[$1]}):
$(last_lines "$1")"
}

# watch: returns never; ends the program when one of the processes ends.
watch() {
    local name
    while true; do
        for name in "${started[@]}"; do
            alive "$name" || report_end "$name"
        done
        wait -n "${pid_of[@]}" 2>/dev/null || true
    done
}

# stop_all: ends all of them, the last started first: the front end takes no more requests and finishes those it has, then
# the application, then Redis. Each has ten seconds; a second Ctrl-C shortens that. A step under way is ended as well.
stop_all() {
    local index name
    [[ ! $step_process ]] || kill "$step_process"
    ((!${#started[@]})) || say "stopping"
    for ((index = ${#started[@]} - 1; index >= 0; --index)); do
        name=${started[index]}
        end "$name" "${quit_signal_of[$name]}" 10 || end "$name" TERM 3
        # Its children as well, should it have left any.
        kill -s KILL -- "-${pid_of[$name]}" 2>/dev/null
    done
}

# end NAME SIGNAL SECONDS: sends the signal; status 1 if it has not ended in that time.
end() {
    local patience=$((SECONDS + $3))
    kill -s "$2" "${pid_of[$1]}" 2>/dev/null || return 0
    while alive "$1"; do
        ((SECONDS < patience && !hurry)) || return 1
        sleep 0.05
    done
}
hurry=0
