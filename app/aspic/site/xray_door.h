#pragma once
// Lets developers in to look through pages, and out: /_xray/PASS and /_xray/off. Any thread.

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
        bool is_open;  // everybody is let in: debug mode
    };

    /// `sessions` outlives it.
    XrayDoor(const SessionKeeper& sessions, Settings settings);

    /// The URL of the script that shows this visitor how pages are made. Nothing if they are no
    /// developer, or the site has no such script.
    std::optional<std::string> script(const Request& request) const;

    /// Answers a GET at the door. Throws Forbidden if the pass is not good.
    Response open(const Request& request) const;

private:
    const SessionKeeper& sessions_;
    const Settings settings_;
};

}  // namespace aspic
