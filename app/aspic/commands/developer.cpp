#include <chrono>
#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/sessions/developer_pass.h>
#include <aspic/site/view_table.h>

namespace aspic {

int make_developer_link(const Settings& settings)
{
    const std::chrono::seconds lifetime{number_of(settings, "lifetime")};
    const auto now = current_time();
    const SessionKeys keys = SessionKeys::load(session_key_file(settings));
    std::cout << settings.get("mount") << xray_path << '/'
              << make_developer_pass(now + lifetime, keys, now)
              << "\n\nOpen it in a browser, after the site's own address. It is valid for "
              << in_time(lifetime) << ". To end the access in that browser, open "
              << settings.get("mount") << xray_path << '/' << xray_off << ".\n";
    return 0;
}

}  // namespace aspic
