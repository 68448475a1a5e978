#include <aspic/developing/dev_run.h>

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/redis/redis_connection.h>
#include <aspic/site/dev_door.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr auto time_to_start = 15s;
constexpr auto time_to_answer = 60s;
constexpr auto time_to_end = 12s;  // of a program; a site has --stop-timeout, 10 s by default
constexpr std::size_t shown_lines = 12;

std::vector<std::string> joined(std::vector<std::string> some, const std::vector<std::string>& more)
{
    some.insert(some.end(), more.begin(), more.end());
    return some;
}

std::string indented(std::string_view text)
{
    std::string lines;
    while (!text.empty())
        lines.append("\n    ").append(syntax::take_until(text, '\n'));
    return lines;
}

[[noreturn]] void fail(const std::string& what, const LogFile& log)
{
    throw std::runtime_error{what + "; its last lines (" + log.path().string() +
                             "):" + indented(log.last_lines(shown_lines))};
}

std::string octal(mode_t mask)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%03o", static_cast<unsigned>(mask));
    return text.data();
}

SiteRunner::Settings site_settings(const DevSettings& settings, const RunDirectories& directories,
                                   const Listener& listener, const PageState& state)
{
    ChildCommand command{.arguments = joined({settings.program, "serve"}, settings.arguments),
                         .environment = joined(settings.environment, settings.variables)};
    command.arguments.insert(command.arguments.end(),
                             {"--listen", "fd:0", "--static", directories.static_files()});
    if (settings.has_own_redis)
        command.arguments.insert(command.arguments.end(),
                                 {"--redis", "unix:" + directories.redis_socket().string()});
    if (settings.follows_changes)
        command.environment.push_back(std::string{dev_variable} + '=' + state.file().string());
    return {.command = std::move(command), .listener = listener.descriptor()};
}

}  // namespace

void say(std::string_view sentence)
{
    std::cerr << "==> " << sentence << std::endl;
}

DevRun::DevRun(const DevSettings& settings, DevLoop& loop, mode_t mask)
    : settings_{settings},
      loop_{loop},
      directories_{settings.state, settings.port},
      guard_{directories_.front() == directories_.state()
                 ? std::vector{directories_.site_socket(), directories_.redis_socket()}
                 : std::vector{directories_.front(), directories_.redis_socket()}},
      listener_{ListenAddress::parse("unix:" + directories_.site_socket().string())},
      state_{directories_.state() / "pages"},
      site_log_{directories_.state() / "application.log"},
      build_log_{directories_.state() / "build.log"},
      static_log_{directories_.state() / "static.log"},
      site_{site_settings(settings, directories_, listener_, state_), site_log_, guard_},
      builder_{settings.build.empty() ? "" : "umask " + octal(mask) + '\n' + settings.build,
               settings.environment, build_log_, guard_}
{
}

void DevRun::start()
{
    if (const std::string why = collect(); !why.empty()) {
        if (!settings_.follows_changes)
            throw std::runtime_error{"the static files could not be collected: " + why};
        files_problem_ = {"The static files cannot be collected", why};
        say("the static files could not be collected: " + why);
    }
    has_new_list();
    say("starting; the logs are in " + directories_.state().string());
    if (settings_.has_own_redis) start_redis();
    if (!settings_.mirror.empty()) directories_.make_for_front_end(settings_.mirror);
    start_site();
    start_front_end();
    check_answer();
    if (settings_.follows_changes) {
        follower_.emplace(SiteSources{.templates = settings_.templates,
                                      .static_files = settings_.static_sources,
                                      .root = std::filesystem::current_path(),
                                      .program = settings_.program},
                          directories_.state());
        if (follower_->is_full())
            say("there are too many directories here: changes in some of them are not seen");
    }
    has_served_ = true;
    std::cout << "ready http://127.0.0.1:" << settings_.port << settings_.mount << '/' << std::endl;
}

void DevRun::start_helper(std::string name, const std::filesystem::path& log, ChildCommand command,
                          int quit_signal)
{
    LogFile file{log};
    if (!command.user.empty()) {
        // A front end opens its standard error again by name, as the user who it becomes.
        const passwd* const who = ::getpwnam(command.user.c_str());
        if (who == nullptr || ::fchown(file.descriptor(), who->pw_uid, who->pw_gid) != 0)
            throw std::runtime_error{"cannot give " + log.string() + " to " + command.user};
    }
    command.output = file.descriptor();
    ChildProcess process = ChildProcess::run(command);
    guard_.add(process);
    helpers_.push_back({std::move(name), std::move(file), std::move(process), quit_signal});
}

void DevRun::start_redis()
{
    const std::filesystem::path configuration =
        deploy_directory(settings_.deploy, "redis.conf") / "redis.conf";
    const std::string socket = directories_.redis_socket();
    start_helper("Redis", directories_.state() / "redis.log",
                 {.arguments = {find_program("redis-server"), configuration, "--unixsocket", socket,
                                "--dir", directories_.state()},
                  .environment = settings_.environment},
                 SIGTERM);
    await(helpers_.back(), [&] {
        RedisConnection redis{RedisAddress::parse("unix:" + socket).value(), 500ms};
        const RedisReply pong = redis.run({"PING"});
        return pong && pong->type != REDIS_REPLY_ERROR;
    });
}

void DevRun::start_front_end()
{
    const std::string name = name_of(settings_.front);
    const FrontEndProgram program =
        prepare_front_end({.kind = settings_.front,
                           .deploy = deploy_directory(settings_.deploy, name + ".conf"),
                           .directory = directories_.front(),
                           .site_socket = directories_.site_socket(),
                           .static_files = directories_.static_files(),
                           .port = settings_.port,
                           .mount = settings_.mount,
                           .mirror = settings_.mirror,
                           .user = directories_.front_user()});
    start_helper(name, directories_.state() / (name + ".log"),
                 {.arguments = program.arguments,
                  .environment = joined(settings_.environment, program.variables),
                  .user = directories_.front_user(),
                  // Its user may not be allowed to enter the current directory.
                  .directory = directories_.front()},
                 program.quit_signal);
    await(helpers_.back(), [&] { return is_port_taken(settings_.port); });
}

void DevRun::start_site()
{
    site_.start();
    const auto latest = Clock::now() + std::chrono::minutes{10};
    while (site_.is_starting()) {
        look_after_site();
        if (Clock::now() > latest) fail("the site did not become ready in time", site_log_);
        loop_.wait(moment, descriptors());
    }
}

void DevRun::check_answer()
{
    const auto answer = ask("/", time_to_answer);
    const std::string status = answer ? answer->status : "nothing in time";
    const bool is_answer = status < "5" && status > "1";
    if (is_answer || (settings_.follows_changes && status > "5" && status < "6")) return;
    fail("the site answers '" + status + "'", site_log_);
}

std::optional<HttpProbe::Answer> DevRun::ask(const std::string& path, std::chrono::seconds most)
{
    HttpProbe probe{settings_.port, settings_.mount + path};
    const auto latest = Clock::now() + most;
    auto answer = probe.answer();
    for (; !answer && Clock::now() < latest; answer = probe.answer())
        loop_.wait(moment, {{probe.descriptor(), POLLIN, 0}});
    return answer;
}

void DevRun::await(Helper& helper, const std::function<bool()>& condition)
{
    const auto latest = Clock::now() + time_to_start;
    while (!condition()) {
        if (const auto status = helper.process.status())
            report_end(helper.name, how_it_ended(*status), helper.log);
        if (Clock::now() > latest) fail(helper.name + " did not become ready in time", helper.log);
        loop_.wait(moment);
    }
}

void DevRun::report_end(const std::string& name, const std::string& how, const LogFile& log) const
{
    fail(name + " ended " + how, log);
}

void DevRun::serve()
{
    for (;;) {
        constexpr auto pause = 200ms;  // the logs are read then
        const bool is_waiting = follower_ && follower_->is_waiting();
        loop_.wait(is_waiting ? moment : pause, descriptors());
        for (Helper& helper : helpers_) {
            if (const auto status = helper.process.status())
                report_end(helper.name, how_it_ended(*status), helper.log);
        }
        look_after_site();
        look_after_build();
        if (follower_) follow_changes();
    }
}

std::vector<pollfd> DevRun::descriptors() const
{
    std::vector<pollfd> all;
    if (follower_) all.push_back({follower_->descriptor(), POLLIN, 0});
    if (const auto ready = site_.waits_for()) all.push_back(*ready);
    return all;
}

void DevRun::end(ChildProcess& process, int signal)
{
    process.signal(signal);
    const auto latest = Clock::now() + time_to_end;
    while (!process.status() && !loop_.hurries() && Clock::now() < latest)
        loop_.wait(moment);
}

void DevRun::stop()
{
    loop_.begin_stop();
    say("stopping");
    builder_.stop();
    site_.kill_others();
    const auto is_front = [&](const Helper& one) { return one.name == name_of(settings_.front); };
    // The front end takes no more requests, and finishes those that it has.
    for (Helper& helper : helpers_) {
        if (is_front(helper)) end(helper.process, helper.quit_signal);
    }
    std::erase_if(helpers_, is_front);
    if (ChildProcess* const site = site_.serving()) end(*site, SIGTERM);
    if (settings_.follows_changes) site_log_.show_new();
    for (Helper& helper : helpers_)
        end(helper.process, helper.quit_signal);
    helpers_.clear();
}

}  // namespace aspic
