#pragma once
// A site: its views, its own options and commands, and what it does at start. A value, complete
// before anything runs.

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <aspic/site/around.h>
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
    using ListPaths = std::function<std::vector<std::string>(const Settings&)>;

    Site(std::initializer_list<Route> routes) : routes_{routes} {}

    /// An option of the site's own. It changes what pages say, so it is a part of the cache's
    /// version.
    void option(std::string name, std::string value_name, std::string default_value,
                std::string help);
    /// A command of the site's own: `aspic-site NAME`. It may purge.
    void command(std::string name, std::string help, std::function<int(const Settings&)> run);
    /// Runs before the server accepts a connection. What it throws ends the start with that
    /// sentence.
    void on_start(Start start) { starts_.push_back(std::move(start)); }

    /// Names all paths of the site, without the mount prefix, for `warm --all`. Runs after the
    /// start.
    void all_paths(ListPaths list) { list_paths_ = std::move(list); }

    /// Runs `function(request, view)` for each request, and answers what it returns. It calls view()
    /// to have the request answered as usual, and may answer something else: a maintenance page, a
    /// redirect, 403 for an address that is not allowed. The first that is named is the outermost.
    ///
    ///     site.around([](Request& request, auto&& view) -> Result {
    ///         if (is_closed()) return text("Back at noon.", 503);
    ///         Result result = view();
    ///         result.header("X-Robots-Tag", "noindex");
    ///         return result;
    ///     });
    ///
    /// It runs once for each request that has a well-formed address: for pages, cached or not, for
    /// forms, for the fragments that a browser asks for (/_live, and each by its own address), for
    /// X-ray's door, for OPTIONS, and where no route matches (view() throws NotFound then).
    /// request.path() is without the mount prefix, as in a view.
    ///
    /// It does not run for a form that the cross-site guard refuses, for the fragments within a page
    /// (the page's request is theirs), for files below /static/ (the front end serves them), or where
    /// a page is renewed or warmed without a visitor.
    ///
    /// Of a cached page, view() gives FromCache, as in decorate(): only fields of the answer can be
    /// set, a change of the session is lost, and the page's view runs later, so that view() does not
    /// throw its errors. Unlike decorate(), it leaves the page public: other caches may keep it, and
    /// then answer without asking. If that is wrong for your site, decorate the view.
    ///
    /// It runs on many threads at once, and again for a request that had to wait for a free one.
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

    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<Around>& arounds() const { return arounds_; }
    const std::vector<Option>& options() const { return options_; }
    const std::vector<Command>& commands() const { return commands_; }
    void start(const Settings& settings) const;
    /// No value if the site does not list its paths.
    std::optional<std::vector<std::string>> paths(const Settings& settings) const;

private:
    std::vector<Route> routes_;
    std::vector<Around> arounds_;
    std::vector<Option> options_;
    std::vector<Command> commands_;
    std::vector<Start> starts_;
    ListPaths list_paths_;
};

}  // namespace aspic
