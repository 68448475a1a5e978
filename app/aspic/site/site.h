#pragma once
// A site: its views, its own options and commands, and what it does at start. A value; complete
// before the server starts.

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <aspic/jobs/job.h>
#include <aspic/site/around.h>
#include <aspic/site/page_values.h>
#include <aspic/site/settings.h>
#include <aspic/site/view.h>

namespace aspic {

class Site {
public:
    struct Option {
        std::string name;        // "man-root": --man-root, ASPIC_MAN_ROOT
        std::string value_name;  // "DIR", for --help
        std::string default_value;
        std::string help;
    };
    struct Command {
        std::string name;
        std::string help;
        std::function<int(const Settings&)> run;  // the exit code
    };
    using Start = std::function<void(const Settings&)>;
    using Stop = std::function<void(const Settings&)>;
    using ListPaths = std::function<std::vector<std::string>(const Settings&)>;

    Site(std::initializer_list<Route> routes) : routes_{routes} {}

    /// What the site is, in a few words without a full stop: for its manual page.
    void about(std::string what) { about_ = std::move(what); }

    /// Declares an option of the site. It may change what pages say, so its value is part of the
    /// cache's version.
    void option(std::string name, std::string value_name, std::string default_value,
                std::string help);
    /// Declares a command of the site: `aspic-site NAME`. It may call purge().
    void command(std::string name, std::string help, std::function<int(const Settings&)> run);
    /// Runs before the server accepts a connection. If it throws, the start fails with that
    /// message.
    void on_start(Start start) { starts_.push_back(std::move(start)); }

    /// Runs once when the server stops, after it has finished its requests and jobs. Functions run
    /// in the reverse order of their declaration. If one throws, that is logged. They do not run if
    /// the process is killed, or if requests or jobs had to be cut off: these still use what the
    /// function would end.
    void on_stop(Stop stop) { stops_.push_back(std::move(stop)); }

    /// Runs `job` at this interval, in one process of all that share the Redis (with --cache
    /// memory: the data directory): delete what has expired, read a feed, warm a page. The name is
    /// for the lease, the log, and `stats`.
    ///
    ///     site.every<"clean-up">(5min, [] { delete_expired_notes(); });
    ///
    /// The first run is soon after the start, unless a process has run the job less than an
    /// interval ago: a reload runs nothing twice. From one beginning to the next it takes at least
    /// the interval; two runs never overlap. If the process dies, another one runs the job again
    /// within about 10 seconds, so a job must be able to begin again after half of its work.
    /// Without Redis no job runs.
    ///
    /// The job runs on a thread that answers no requests. It takes nothing, or a std::stop_token
    /// that says when the process stops; it must then end within --stop-timeout. purge() works in
    /// it. If it throws, this is logged, and the job runs again after the interval. If it takes
    /// longer than `time_limit` (default: --job-timeout), this is logged, and the token asks it to
    /// stop. If it does not end within 10 seconds, it runs again after the interval in another
    /// process; its thread cannot be ended, so a supervisor replaces the process.
    ///
    /// Throws std::invalid_argument if the interval is shorter than a second, and std::logic_error
    /// if the site has a job with this name.
    template <FixedString name, class Function>
    void every(std::chrono::seconds interval, Function job, std::chrono::seconds time_limit = {})
    {
        add_job({.name = detail::job_name<name>(),
                 .interval = interval,
                 .time_limit = time_limit,
                 .run = detail::job_function(std::move(job))});
    }
    /// Rejects every(5min, job): the lease needs a name.
    template <class Function, class... More>
    void every(std::chrono::seconds /*interval*/, Function /*job*/, More... /*more*/)
    {
        static_assert(!std::is_same_v<Function, Function>,
                      "every: the job needs a name: site.every<\"clean-up\">(5min, job)");
    }

    /// `list` returns all paths of the site, without the mount prefix, for `warm --all`. Runs after
    /// the start.
    void all_paths(ListPaths list) { list_paths_ = std::move(list); }

    /// Sets what the templates of all pages need beside each page's own values: the name of the
    /// site, a menu, links. Error pages have them too; fragments have not.
    ///
    ///     site.values([](PublicRequest& request, Values& values) {
    ///         values.set("SITE_NAME", "Manual");
    ///         values.show("IS_TEST", request.host().starts_with("test."));
    ///     });
    ///
    /// It runs whenever a page is made, and never if the page comes from the cache. What it reads
    /// of the request becomes part of the page's cache key; so it cannot know who is asking, on
    /// pages that are not cached either. For the error page of a request that could not be read,
    /// and of one whose view takes too long, the request has nothing but a path. If a view sets the
    /// same name, its value is used. A second function may replace what the first one has set. If
    /// a function throws, the page fails as if its view had thrown, and its error page is the
    /// library's own.
    void values(PageValues set) { page_values_.push_back(std::move(set)); }

    /// Runs `function(request, view)` for each request, and answers with what it returns. The
    /// function calls view() to answer the request as usual, or returns another answer: a
    /// maintenance page, a redirect, 403 for an address that is not allowed. The first function is
    /// the outermost.
    ///
    ///     site.around([](Request& request, auto&& view) -> Result {
    ///         if (is_closed()) return text("Back at noon.", 503);
    ///         Result result = view();
    ///         result.header("X-Robots-Tag", "noindex");
    ///         return result;
    ///     });
    ///
    /// It runs once for each request with a well-formed address: for pages (cached or not), for
    /// forms, for fragments that a browser requests (/_live, and each at its own address), for the
    /// paths of X-ray, for OPTIONS, and if no route matches (view() then throws NotFound).
    /// request.path() is without the mount prefix, as in a view.
    ///
    /// It does not run for a form that the cross-site guard refuses, for the fragments inside a
    /// page (they belong to the page's request), for files below /static/ (the front end serves
    /// them), or if a page is renewed or warmed without a visitor.
    ///
    /// For a cached page, view() returns FromCache, as in decorate(): only fields of the answer can
    /// be set, and the page's view runs later, so view() does not throw its errors. If the function
    /// changes the session, the visitor gets a copy of the page with the session's cookies. Unlike decorate(), this leaves the page public: other caches may keep it,
    /// and answer without asking the site. If that is wrong for your site, decorate the view.
    ///
    /// It runs on many threads at once, and again for a request that had to wait before its answer.
    template <class Function>
    void around(Function function)
    {
        constexpr bool is_callable =
            std::is_invocable_r_v<Result, const Function&, Request&, const NextView&>;
        static_assert(
            is_callable,
            "around: the function takes a Request& and view, and returns a Result, or what "
            "it is made from: [](Request& request, auto&& view) -> Result { return view(); }");
        if constexpr (is_callable) arounds_.emplace_back(std::move(function));
    }

    const std::string& about() const { return about_; }
    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<Around>& arounds() const { return arounds_; }
    const std::vector<PageValues>& page_values() const { return page_values_; }
    const std::vector<Option>& options() const { return options_; }
    const std::vector<Command>& commands() const { return commands_; }
    const std::vector<Job>& jobs() const { return jobs_; }
    void start(const Settings& settings) const;
    /// Does not throw.
    void stop(const Settings& settings) const;
    /// No value if the site does not list its paths.
    std::optional<std::vector<std::string>> paths(const Settings& settings) const;

private:
    void add_job(Job job);

    std::string about_;
    std::vector<Route> routes_;
    std::vector<Around> arounds_;
    std::vector<PageValues> page_values_;
    std::vector<Option> options_;
    std::vector<Command> commands_;
    std::vector<Start> starts_;
    std::vector<Stop> stops_;
    std::vector<Job> jobs_;
    ListPaths list_paths_;
};

}  // namespace aspic
