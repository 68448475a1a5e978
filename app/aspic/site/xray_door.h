#pragma once
// Turns X-ray on and off for developers: /_xray/PASS and /_xray/off. Any thread.

#include <optional>
#include <string>

#include <aspic/http/request.h>
#include <aspic/http/response.h>
#include <aspic/rendering/static_files.h>
#include <aspic/sessions/session_keeper.h>

namespace aspic {

class XrayDoor {
public:
    struct Settings {
        StaticFiles static_files;
        std::string mount;
        bool is_open;  // no pass is needed: debug mode
    };

    /// `sessions` must outlive it.
    XrayDoor(const SessionKeeper& sessions, Settings settings);

    /// The URL of the script that shows this visitor how pages are made. Returns nothing if they
    /// are not a developer, or if the site has no such script.
    std::optional<std::string> script(const Request& request) const;

    /// Answers a GET of these paths. Throws Forbidden if the pass is not valid.
    Response open(const Request& request) const;

private:
    const SessionKeeper& sessions_;
    const Settings settings_;
};

}  // namespace aspic
