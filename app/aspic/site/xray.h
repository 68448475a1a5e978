#pragma once
// X-ray shows developers how a page was made. The page contains the data for xray.js. Values; pure
// functions.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/entries/entry.h>
#include <aspic/rendering/hole_element.h>

namespace aspic {

struct XrayFragment {
    std::string fragment;  // its path
    HoleState state = HoleState::filled;
    std::chrono::microseconds took{0};
    std::size_t bytes = 0;
    std::chrono::seconds keep{0};  // its own lifetime, if it has one
};

struct XrayPage {
    /// What the cache knows about the page, if it is cached.
    struct Cached {
        std::string key;
        std::chrono::seconds age{0};
        std::chrono::seconds ttl{0};  // negative if it is stale
        std::vector<std::string> tags;
        std::vector<std::pair<std::string, std::string>> inputs;  // what was read, and its value
        std::chrono::milliseconds render_time{0};
    };
    std::string status;  // Cache-Status
    std::string path;
    std::size_t bytes = 0;
    std::optional<Cached> cached{};
};

/// For a page that is in the cache.
XrayPage xray_page(const Entry& entry, std::string_view status, Time now);

/// One line of JSON without "<", so that a script element can contain it.
std::string to_json(const XrayPage& page, const std::vector<XrayFragment>& fragments);

/// The data, and the script that shows it, for the end of the page.
std::string xray_elements(std::string_view json, std::string_view script_url);

}  // namespace aspic
