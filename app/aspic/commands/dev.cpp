#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <aspic/base/syntax.h>
#include <aspic/commands/answering.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/option_sources.h>
#include <aspic/developing/dev_server.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

constexpr const char* jquery_of_debian = "/usr/share/javascript/jquery/jquery.min.js";

// The options that dev sets itself.
bool is_set_by_dev(std::string_view option)
{
    return option == "config" || option == "listen" || option == "static" || option == "redis" ||
           option == "cache" || option == "debug";
}

// dev has read the command line, the environment and the file. The site gets their result in its
// environment, because other users can read a command line, and an option may be a password.
std::vector<std::string> variables_of(const CommandLine& line, const std::vector<Option>& options)
{
    std::vector<std::string> variables;
    for (const Option& option : options) {
        if (!option.commands.empty() || is_set_by_dev(option.name)) continue;
        const std::string& value = line.settings.get(option.name);
        if (value != option.default_value)
            variables.push_back(variable_of(option.name) + '=' + value);
    }
    return variables;
}

// Without what was meant for dev.
std::vector<std::string> own_environment()
{
    std::vector<std::string> kept;
    for (char** one = environ; *one != nullptr; ++one) {
        const std::string_view variable{*one};
        const bool is_ours = variable.starts_with("ASPIC_") || variable.starts_with("_ASPIC_") ||
                             variable.starts_with("NOTIFY_SOCKET=") ||
                             variable.starts_with("WATCHDOG_") || variable.starts_with("LISTEN_");
        if (!is_ours) kept.emplace_back(variable);
    }
    return kept;
}

std::vector<fs::path> static_sources(const std::string& given)
{
    std::vector<fs::path> sources;
    std::error_code unreadable;
    if (given.empty()) {
        for (const char* usual : {"static", jquery_of_debian}) {
            if (fs::exists(usual, unreadable)) sources.push_back(fs::absolute(usual));
        }
        return sources;
    }
    for (std::string_view rest{given}; !rest.empty();) {
        const fs::path source = fs::absolute(syntax::trim(syntax::take_until(rest, ',')));
        if (!fs::exists(source, unreadable))
            throw UsageError{"--static-source has " + source.string() +
                             ": there is no such file or directory"};
        sources.push_back(source.lexically_normal());
    }
    return sources;
}

// Browsers send all cookies of a host to each of its ports, so two sites at two ports would sign
// each other's developer out.
void separate_cookies(const std::vector<Option>& known, const CommandLine& line,
                      DevSettings& settings)
{
    for (const Option& option : known) {
        if (option.name == "cookie-prefix" && line.settings.get(option.name).empty())
            settings.variables.push_back(variable_of(option.name) + "=dev" +
                                         std::to_string(settings.port));
    }
}

// Empty: none. Without a page cache, there is nothing to mirror.
fs::path mirror_of(const ServerOptions& options)
{
    if (options.mirror.empty()) return {};
    if (!options.debug && options.production)
        return fs::absolute(options.mirror).lexically_normal();
    std::cerr << "==> there is no mirror, because pages are not cached: "
              << (options.debug ? "leave --debug out\n" : "add --production\n");
    return {};
}

// Before anything is written: who starts dev in the wrong directory gets no files there.
void check_place(const std::string& templates)
{
    std::error_code unreadable;
    if (fs::is_directory(templates, unreadable)) return;
    throw UsageError{"there is no directory " +
                     fs::absolute(templates).lexically_normal().string() +
                     ": start dev in the directory of the site, or set --templates"};
}

// The place of the cache, and whether dev starts a Redis for it.
bool choose_cache(const ServerOptions& options, const std::vector<Option>& known,
                  const CommandLine& line, DevSettings& settings)
{
    const std::string& redis = line.settings.get("redis");
    bool is_given = false;
    for (const Option& option : known)
        is_given = is_given || (option.name == "redis" && option.default_value != redis);
    const bool has_redis = !find_program("redis-server").empty();
    if (options.cache == PagesIn::redis && !is_given && !has_redis) {
        std::cerr << "==> redis-server is not installed (the Debian package redis-server): pages "
                     "are cached in memory\n";
    }
    const bool in_memory = options.cache == PagesIn::memory || (!is_given && !has_redis);
    settings.arguments.insert(settings.arguments.end(),
                              {"--cache", in_memory ? "memory" : "redis"});
    if (is_given) settings.variables.push_back("ASPIC_REDIS=" + redis);
    return !in_memory && !is_given;
}

}  // namespace

int develop(const Site& site, const CommandLine& line)
{
    const ServerOptions& options = line.options;
    const std::vector<Option> known = all_options(site);
    check_place(options.templates);
    make_directory(options.data);
    DevSettings settings{
        .port = static_cast<std::uint16_t>(options.port),
        .front = options.front,
        .deploy = options.deploy,
        .state = fs::absolute(options.state.empty() ? "build/run/" + std::to_string(options.port)
                                                    : options.state),
        .mount = options.mount,
        .mirror = mirror_of(options),
        .templates = fs::absolute(options.templates).lexically_normal(),
        .static_sources = static_sources(options.static_source),
        .build = options.build,
        .follows_changes = !options.production,
        .program = fs::read_symlink("/proc/self/exe"),
        .arguments = {"--config="},
        .environment = own_environment(),
        .variables = variables_of(line, known)};
    if (options.debug || !options.production) settings.arguments.emplace_back("--debug");
    if (!options.production) separate_cookies(known, line, settings);
    settings.has_own_redis = choose_cache(options, known, line, settings);
    return run_dev_server(settings);
}

}  // namespace aspic
