#include <iostream>

#include "commands/commands.h"
#include "sessions/session_keys.h"

namespace aspic {

int rotate_key(const Settings& settings)
{
    constexpr std::size_t older_keys = 2;
    const std::string file = session_key_file(settings);
    rotate_session_key(file, older_keys);
    std::cout << file << " has a new key; a server uses it from its next start\n";
    return 0;
}

std::string session_key_file(const Settings& settings)
{
    const std::string& given = settings.get("session-key");
    return given.empty() ? settings.get("data") + "/session.key" : given;
}

}  // namespace aspic
