#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <aspic/commands/checks.h>
#include <aspic/rendering/static_files.h>
#include <aspic/site/renderings.h>
#include <aspic/site/view_table.h>

namespace aspic {

namespace {

StaticFiles checked_static_files(const std::string& directory, Findings& findings)
{
    if (directory.empty()) return {};
    try {
        StaticFiles files = StaticFiles::from_manifest(directory);
        findings.looked_at(std::to_string(files.count()) + " static files");
        const std::vector<std::string> missing = files.missing_in(directory);
        if (!missing.empty()) {
            findings.error("the manifest in " + directory + " names " + missing.front() +
                           (missing.size() > 1
                                ? " and " + std::to_string(missing.size() - 1) + " other files"
                                : "") +
                           ", but the directory does not have it: run collect-static again");
        }
        return files;
    } catch (const std::exception& error) {
        findings.error(error.what());
        return {};
    }
}

}  // namespace

void check_pages(const Site& site, const ServerOptions& options, Findings& findings)
{
    RenderingSettings settings{.templates = options.templates,
                               .static_files = checked_static_files(options.static_files, findings),
                               .head = {.live_address = options.mount + std::string{live_path}}};
    try {
        const ViewTable views{site.routes()};
        findings.looked_at(std::to_string(views.routes().size()) + " routes");
        const Rendering rendering{views, settings};
        findings.looked_at(std::to_string(rendering.templates.count()) + " templates");
        for (const std::string& warning : rendering.templates.warnings())
            findings.warning(warning);
    } catch (const std::exception& error) {
        findings.error(error.what());
    }
}

}  // namespace aspic
