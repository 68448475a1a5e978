#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/commands/manual_page.h>

namespace aspic {

int print_manual(const Site& site, const CommandLine& line)
{
    std::cout << manual_page({.program = line.program,
                              .about = site.about(),
                              .commands = all_commands(site),
                              .options = all_options(site)},
                             build_day());
    return 0;
}

}  // namespace aspic
