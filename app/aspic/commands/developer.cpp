#include <iostream>

#include <aspic/base/clock.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/site/view_table.h>

namespace aspic {

int make_developer_link(const ServerOptions& options)
{
    const auto now = current_time();
    const SessionKeys keys = SessionKeys::load(session_key_file(options));
    std::cout << options.mount << xray_path << '/'
              << make_developer_pass(now + options.lifetime, keys, now)
              << "\n\nOpen it in a browser, after the site's own address. It is valid for "
              << in_time(options.lifetime) << ". To end the access in that browser, open "
              << options.mount << xray_path << '/' << xray_off << ".\n";
    return 0;
}

}  // namespace aspic
