#include <aspic/commands/manual_sections.h>

#include <aspic/commands/configuration_file.h>
#include <aspic/commands/option_sources.h>
#include <aspic/commands/options.h>

namespace aspic {

std::vector<std::string> manual_description()
{
    return {
        "This program answers the requests that a front end, such as lighttpd or Apache, sends "
        "over FastCGI. It keeps whole pages in Redis, or in its own memory, and fills in what "
        "belongs to one visitor. Without a command, it does what `serve` does.",
        "The log goes to standard error, one line for each event.",
        "Options may stand before or after the command. The commands that work on the cache of a "
        "running server need the options of that server, best from the same configuration file.",
    };
}

std::vector<std::string> manual_environment()
{
    const std::string example = "`--log-level` is `" + variable_of("log-level") + "`.";
    return {
        "Each option that all commands have can also be set in the environment. The variable has "
        "the name of the option in capitals, with an underscore for each hyphen, after `" +
            variable_of("") + "`: " + example + " The value of `--debug` is then yes or no.",
        "A variable that begins like this and names no such option is ignored, with a warning in "
        "the log. A wrong value is an error.",
    };
}

std::vector<ManualEntry> manual_files(std::string_view program)
{
    return {
        {default_configuration_file(program),
         "The configuration file, unless `--config` or `" + variable_of(config_option) +
             "` names another one. It has one `name = value` per line, with the names of the "
             "options, without hyphens before them. A # at the start of a line or after a space "
             "begins a comment. A value may be in double quotes. An unknown name, a wrong value "
             "and a name that stands twice are errors."},
        {"DATA/session.key",
         "The keys that seal the session cookie, in the directory of `--data`, unless "
         "`--session-key` names another file. It is secret. It is made if it is missing."},
        {"DATA/ended-sessions", "The sessions that have ended before their cookies expire."},
        {"DATA/waiting-purges", "Purges that wait until Redis can be reached."},
        {"DATA/processes/PID, DATA/pools/PID",
         "What each running process does, for `status`, and where its supervisor is, for `reload`. "
         "They are removed when the process ends."},
    };
}

std::vector<ManualEntry> manual_exit_statuses()
{
    return {
        {"0", "Success. A server that was stopped by a signal ends with it too."},
        {"1", "A failure. Standard error has one sentence about it."},
        {"2", "A wrong command, option, variable or line of the configuration file."},
    };
}

std::vector<ManualEntry> manual_signals()
{
    return {
        {"SIGTERM, SIGINT, SIGQUIT",
         "The server accepts no new request, finishes the current ones and its jobs, for "
         "`--stop-timeout` at most, and ends. A second signal ends it at once."},
        {"SIGHUP",
         "With `--workers`, the supervisor starts new workers, which read the program, its options "
         "and its templates again, and retires the old ones when the new ones are ready; `reload` "
         "does the same, and waits for it. Without `--workers`, the server continues, with a "
         "warning in the log. If standard input is a terminal, the terminal was closed: the server "
         "stops as after SIGTERM."},
        {"SIGUSR1", "The access log is opened again, for example after it was renamed."},
        {"SIGUSR2",
         "A supervisor reloads, also in a terminal: `reload` sends it. A worker of a supervisor "
         "retires: it hands its connections to the others, and ends. "
         "Another process continues, with a warning in the log."},
        {"SIGALRM", "The server continues, with a warning in the log."},
    };
}

std::vector<ManualExample> manual_examples(const std::string& program)
{
    const std::string file = default_configuration_file(program);
    return {
        {"Make a configuration file, and check that the program accepts it:",
         {program + " default-config >" + file, "$EDITOR " + file, program + " routes"}},
        {"Serve on a socket, and cache pages in memory alone:",
         {program + " --listen unix:/run/site.sock --cache memory"}},
        {"Set options in the environment, for example in a container:",
         {variable_of("listen") + "=tcp:0.0.0.0:9000 " + variable_of("log-level") + "=warning \\",
          "    " + program}},
        {"Serve with two processes below a supervisor, and take a new program and new templates:",
         {program + " --workers 2 --listen unix:/run/site.sock", program + " reload"}},
        {"Purge one page in all servers that share the Redis of the configuration file:",
         {program + " purge --path /about"}},
    };
}

std::string manual_references()
{
    return "apache2(8), lighttpd(8), redis-server(1)";
}

}  // namespace aspic
