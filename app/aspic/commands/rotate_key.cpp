#include <chrono>
#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/http/dates.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

int rotate_key(const Settings& settings)
{
    constexpr std::size_t older_keys = 2;
    const std::string file = session_key_file(settings);
    const std::chrono::seconds delay{number_of(settings, "seal-delay")};
    rotate_session_key(file, older_keys, current_time(), delay);
    std::cout << file << " has a new key. Running servers read it now, and seal with it in "
              << in_time(delay) << "; cookies that older keys sealed are still accepted.\n";
    return 0;
}

std::string session_key_file(const Settings& settings)
{
    const std::string& given = settings.get("session-key");
    return given.empty() ? settings.get("data") + "/session.key" : given;
}

}  // namespace aspic
