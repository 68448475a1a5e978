#include <iostream>

#include <aspic/base/clock.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

int rotate_key(const ServerOptions& options)
{
    constexpr std::size_t older_keys = 2;
    const std::string file = session_key_file(options);
    rotate_session_key(file, older_keys, current_time(), options.seal_delay);
    std::cout << file << " has a new key. Running servers read it now, and seal with it in "
              << in_time(options.seal_delay)
              << "; cookies that older keys sealed are still accepted.\n";
    return 0;
}

std::string session_key_file(const ServerOptions& options)
{
    return options.session_key.empty() ? options.data + "/session.key" : options.session_key;
}

}  // namespace aspic
