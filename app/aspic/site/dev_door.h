#pragma once
// What the command `dev` adds to its site: a script at the end of each page, and the two paths that
// the script needs. The script reloads the page if what the page is made of has changed, and shows
// why the site cannot be made. Without `dev` there is nothing of it. Any thread.
//
// dev says what it knows in a file, whose first line is the state of the site ("5f1c...-3"), and
// whose second line is JSON for the script (developing/page_state.h).

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <aspic/http/method.h>
#include <aspic/http/request.h>
#include <aspic/http/response.h>

namespace aspic {

/// dev names its file in this variable of the site's environment.
inline constexpr const char* dev_variable = "_ASPIC_DEV";

/// At these paths the script asks, and is. `dev` answers them too while the site cannot.
inline constexpr std::string_view dev_path = "/_dev";
inline constexpr std::string_view dev_script_path = "/_dev.js";

/// The element that loads the script. `seen` is the state that the page shows. `answers_form`: to
/// load the page again would send its form again.
std::string dev_element(std::string_view mount, std::string_view seen, bool answers_form);

/// The answer for the script: what dev says, and why the site cannot use its templates.
std::string dev_json(std::string_view state, std::string_view why_no_templates);

/// True for this machine, by a name of its own: a page of another site cannot be served under this
/// address to read what only developers may read (DNS rebinding).
bool is_local(std::string_view remote_address, std::string_view host);

class DevDoor {
public:
    struct Settings {
        std::filesystem::path state{};  // the file of dev; empty: this site is not below dev
        std::string mount{};
    };
    explicit DevDoor(Settings settings) : settings_{std::move(settings)} {}

    bool is_open() const { return !settings_.state.empty(); }
    /// True if the path is one of the two, and this client may see it.
    bool admits(const Request& request) const;
    /// REQUIRES: admits(request). `why_no_templates` is asked if the answer says it.
    Response answer(const Request& request,
                    const std::function<std::string()>& why_no_templates) const;
    /// What each page has at its end. Empty without dev.
    std::string element(Method method) const;

private:
    const Settings settings_;
};

}  // namespace aspic
