#pragma once
// `dev`: runs a site for its developer, with a front end and a Redis, and follows the files that it
// is made of. Everything ends with it. One thread, one loop; the programs are children.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <aspic/developing/front_end.h>

namespace aspic {

struct DevSettings {
    std::uint16_t port = 8080;
    FrontEndKind front = FrontEndKind::lighttpd;
    std::string deploy;           // empty: found
    std::filesystem::path state;  // absolute
    std::string mount;
    std::filesystem::path mirror;  // absolute; empty: none
    std::filesystem::path templates;
    std::vector<std::filesystem::path> static_sources;
    std::string build;
    bool has_own_redis = true;    // starts a Redis for this run
    bool follows_changes = true;  // false: as in production

    std::filesystem::path program;  // of the site, absolute
    /// The options of the site's program. The socket of the private Redis is added.
    std::vector<std::string> arguments;
    std::vector<std::string> environment;  // NAME=VALUE, for all programs
    std::vector<std::string> variables;    // more of them, for the site's program
};

/// Runs until a signal, and returns 0. After a signal during the start, it returns 128 and the
/// number of the signal. Throws std::runtime_error, which says what to do, if something cannot be
/// started, or if the front end, Redis or (as in production) the site ends.
int run_dev_server(const DevSettings& settings);

}  // namespace aspic
