#include <iostream>
#include <string>

#include <aspic/commands/checks.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/set_up.h>

namespace aspic {

namespace {

std::string number_of(std::size_t count, const std::string& what)
{
    return (count == 0 ? "no" : std::to_string(count)) + ' ' + what + (count == 1 ? "" : "s");
}

}  // namespace

int check_site(const Site& site, const CommandLine& line)
{
    only_warnings(line.options);
    Findings findings;
    findings.looked_at(line.options.config.empty() ? "options"
                                                   : "options in " + line.options.config);
    check_pages(site, line.options, findings);
    check_files(line.options, findings);
    check_redis(line.options, findings);
    check_address(line.options, findings);
    for (const Finding& finding : findings.all())
        std::cerr << (finding.is_error ? "error: " : "warning: ") << finding.text << '\n';
    std::string looked_at;
    for (const std::string& one : findings.looked_at())
        looked_at += (looked_at.empty() ? "" : ", ") + one;
    std::cout << "checked " << looked_at << ": " << number_of(findings.errors(), "error") << ", "
              << number_of(findings.warnings(), "warning") << '\n';
    return findings.errors() > 0 ? 1 : 0;
}

}  // namespace aspic
