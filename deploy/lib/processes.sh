# Starts the processes of a run, watches them, and ends them in order.
#
# Each child has its own session, so Ctrl-C at the terminal reaches only this program, which then
# ends its children in order. Each child also asks the kernel for SIGTERM when this program dies
# (parent-death signal), so even `kill -9` of this program leaves no process behind.

started=()           # names, in the order of their start
declare -A pid_of log_of quit_signal_of

# start NAME USER QUIT_SIGNAL LOG COMMAND...: starts the command as USER ('' means the current
# user). QUIT_SIGNAL asks it to finish gracefully.
start() {
    local name=$1 user=$2 quit_signal=$3 log=$4 drop=()
    shift 4
    : >"$log"
    if [[ $user ]]; then
        drop=(--reuid "$user" --regid "$(id -g "$user")" --init-groups)
        chown "$user" "$log" # a front end opens /proc/self/fd/2 again
    fi
    setsid setpriv "${drop[@]}" --pdeathsig TERM "$@" </dev/null >>"$log" 2>&1 {lock}>&- &
    started+=("$name")
    pid_of[$name]=$!
    log_of[$name]=$log
    quit_signal_of[$name]=$quit_signal
}

alive() { kill -0 "${pid_of[$1]}" 2>/dev/null; }

# await NAME SECONDS CONDITION...: waits until the condition (a command) succeeds. Ends the program
# if NAME ends or the time is over.
await() {
    local name=$1 patience=$((SECONDS + $2))
    shift 2
    until "$@"; do
        alive "$name" || report_end "$name"
        ((SECONDS < patience)) ||
            fail "$name did not become ready in time; its last lines (${log_of[$name]}):
$(last_lines "$name")"
        sleep 0.05
    done
}

last_lines() { tail -n 12 "${log_of[$1]}" | sed 's/^/    /'; }

# report_end NAME: reports that the process ended though nobody stopped it, and ends the program.
report_end() {
    local status=0
    wait "${pid_of[$1]}" 2>/dev/null || status=$?
    local how="with status $status"
    ((status <= 128 || status > 128 + 64)) || how="by signal $(kill -l "$status")"
    fail "$1 ended $how; its last lines (${log_of[$1]}):
$(last_lines "$1")"
}

# watch: waits, and ends the program when one of the processes ends. Never returns.
watch() {
    local name
    while true; do
        for name in "${started[@]}"; do
            alive "$name" || report_end "$name"
        done
        wait -n "${pid_of[@]}" 2>/dev/null || true
    done
}

# stop_all: ends all processes, the last started first. The front end accepts no more requests and
# finishes the ones that it has; then the application ends, then Redis. Each has ten seconds. After
# a second Ctrl-C nothing waits. A step that still runs is ended too.
stop_all() {
    local index name
    [[ ! $step_process ]] || kill "$step_process"
    ((!${#started[@]})) || say "stopping"
    for ((index = ${#started[@]} - 1; index >= 0; --index)); do
        name=${started[index]}
        end "$name" "${quit_signal_of[$name]}" 10 || end "$name" TERM 3
        # Its children too, if any are left.
        kill -s KILL -- "-${pid_of[$name]}" 2>/dev/null
    done
}

# end NAME SIGNAL SECONDS: sends the signal. Returns 1 if the process has not ended in that time.
end() {
    local patience=$((SECONDS + $3))
    kill -s "$2" "${pid_of[$1]}" 2>/dev/null || return 0
    while alive "$1"; do
        ((SECONDS < patience && !hurry)) || return 1
        sleep 0.05
    done
}
hurry=0
