#pragma once
// A site: its views, its own options and commands, and what it does at start. A value, complete
// before anything runs.

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

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

    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<Option>& options() const { return options_; }
    const std::vector<Command>& commands() const { return commands_; }
    void start(const Settings& settings) const;
    /// No value if the site does not list its paths.
    std::optional<std::vector<std::string>> paths(const Settings& settings) const;

private:
    std::vector<Route> routes_;
    std::vector<Option> options_;
    std::vector<Command> commands_;
    std::vector<Start> starts_;
    ListPaths list_paths_;
};

}  // namespace aspic
