// What a change of a file, or the end of a program, means for a run of `dev`.
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include <aspic/developing/dev_run.h>
#include <aspic/site/dev_door.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;
constexpr std::size_t lines_on_page = 40;

constexpr const char* starts_again =
    "it starts again when a template, a static file or the program changes";

bool is_style(const std::string& name)
{
    return name.ends_with(".css");
}

// A linker makes its file executable after all of it is written, which no event tells.
bool is_whole(const std::filesystem::path& program)
{
    std::error_code unreadable;
    return std::filesystem::is_regular_file(program, unreadable) &&
           ::access(program.c_str(), X_OK) == 0;
}

}  // namespace

void DevRun::look_after_site()
{
    if (settings_.follows_changes) site_log_.show_new();
    const SiteRunner::Event event = site_.look();
    if (event == SiteRunner::Event::none) return;
    if (settings_.follows_changes) site_log_.show_new();
    if (event == SiteRunner::Event::ready) {
        site_problem_ = {};
        if (has_served_) {
            say("the site has started");
            state_.reload();
        }
        return publish();
    }
    const bool did_not_start = event == SiteRunner::Event::not_started;
    if (!settings_.follows_changes) report_end("the site", site_.how(), site_log_);
    say(std::string{did_not_start ? "the site did not start (it ended " : "the site ended ("} +
        site_.how() + "); " + (site_.is_serving() ? "the old one continues" : starts_again));
    site_problem_ = {
        (did_not_start ? "The site does not start: it ended " : "The site ended ") + site_.how(),
        site_log_.last_lines(lines_on_page)};
    publish();
}

void DevRun::look_after_build()
{
    build_log_.show_new();
    const Builder::Event event = builder_.look();
    if (event == Builder::Event::none) return;
    build_log_.show_new();
    state_.set_note("");
    if (event == Builder::Event::succeeded) {
        build_problem_ = {};
        say("built");
    } else {
        build_problem_ = {"The build failed", build_log_.last_lines(lines_on_page)};
        say("the build failed; the site goes on as it was");
    }
    publish();
}

void DevRun::follow_changes()
{
    const std::vector<ChangeOf> changes = follower_->at_rest(Clock::now());
    const auto has = [&](ChangeOf kind) {
        return std::find(changes.begin(), changes.end(), kind) != changes.end();
    };
    if (has(ChangeOf::cpp_source)) {
        if (builder_.has_command()) {
            say("a C++ source has changed: building");
            state_.set_note("Building...");
            builder_.start();
        } else {
            say("a C++ source has changed: build the site; it starts again by itself");
            state_.set_note("A C++ source has changed. Build the site; it starts again by itself.");
        }
    }
    if (has(ChangeOf::program)) program_is_new_ = true;
    if (program_is_new_ && is_whole(settings_.program)) return take_new_program();
    const bool has_new_files = has(ChangeOf::static_file);
    if (has_new_files || has(ChangeOf::template_file)) take_new_pages(has_new_files);
}

void DevRun::take_new_program()
{
    program_is_new_ = false;
    say("the program has changed: starting it");
    if (!builder_.is_running()) state_.set_note("");
    // The library in it may have other files of its own.
    collect();
    has_new_list();
    try {
        site_.start();
    } catch (const std::exception& error) {
        site_problem_ = {"The site does not start", error.what()};
        say(error.what());
    }
    publish();
}

void DevRun::take_new_pages(bool has_new_files)
{
    bool must_reload = true;
    if (has_new_files) {
        const std::string why = collect();
        files_problem_ = {why.empty() ? "" : "The static files cannot be collected", why};
        if (!why.empty()) say("the static files cannot be collected: " + why);
        must_reload = has_new_list();
    }
    if (!site_.is_serving()) {
        if (files_problem_.title.empty()) site_.start();
        return publish();
    }
    const std::string why = ask_about_templates();
    if (!why.empty()) say(why);
    if (must_reload && why.empty() && files_problem_.title.empty()) state_.reload();
    publish();
}

std::string DevRun::collect()
{
    std::vector<std::string> arguments{settings_.program, "collect-static",
                                       directories_.static_files()};
    for (const std::filesystem::path& source : settings_.static_sources)
        arguments.push_back(source);
    // Who changes a file wants to see it at once, and is not far away.
    if (settings_.follows_changes) arguments.emplace_back("--uncompressed");
    static_log_.begin();
    try {
        ChildProcess process = ChildProcess::run({.arguments = std::move(arguments),
                                                  .environment = settings_.environment,
                                                  .output = static_log_.descriptor()});
        guard_.add(process);
        while (!process.status())
            loop_.wait(moment);
        return *process.status() == 0 ? "" : static_log_.last_lines(lines_on_page);
    } catch (const std::exception& error) {
        return error.what();
    }
}

bool DevRun::has_new_list()
{
    std::ifstream manifest{directories_.static_files() / "manifest"};
    std::set<std::string> now;
    std::vector<std::string> styles;
    bool has_others = false;
    for (std::string name, hashed; manifest >> name >> hashed;) {
        now.insert(hashed);
        if (is_style(name))
            styles.push_back(settings_.mount + "/static/" + hashed);
        else
            has_others = has_others || !list_.contains(hashed);
    }
    list_ = std::move(now);
    state_.set_styles(std::move(styles));
    return has_others;
}

// The site itself knows best: it has the fragments of its own program. It looks at the changed
// templates for this answer.
std::string DevRun::ask_about_templates()
{
    const auto answer = ask(std::string{dev_path}, 5s);
    if (!answer) return {};
    const auto json = nlohmann::json::parse(answer->body, nullptr, false);
    return json.is_object() ? json.value("templates", "") : "";
}

// The problem that hides the others comes first.
void DevRun::publish()
{
    PageState::Problem problem = build_problem_;
    if (problem.title.empty()) problem = files_problem_;
    if (problem.title.empty() || (!site_.is_serving() && !site_problem_.title.empty()))
        problem = site_problem_;
    const bool is_new = problem != state_.problem();
    state_.set_problem(problem);
    if (site_.is_serving() || !settings_.follows_changes || problem.title.empty()) return;
    if (is_new)
        site_.stand_in({.listener = listener_.descriptor(),
                        .state = state_.file(),
                        .mount = settings_.mount,
                        .title = problem.title,
                        .text = problem.text});
}

}  // namespace aspic
