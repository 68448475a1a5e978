#include <aspic/commands/asked_page.h>

#include <aspic/base/syntax.h>
#include <aspic/commands/options.h>
#include <aspic/http/target.h>
#include <aspic/http/target_origin.h>

namespace aspic {

namespace {

[[noreturn]] void refuse_page(const std::string& text)
{
    const std::string subject = '"' + text + "\" is not the path of a page: ";
    if (!text.starts_with('/') && Target::parse('/' + text))
        throw UsageError{subject + "a path starts with '/'. Write /" + text};
    throw UsageError{subject +
                     "write a path, such as /man/1/ls, or a whole address, such as "
                     "https://docs.example.org/man/1/ls"};
}

AskedPage read_page(const std::string& text, const std::string& mount_in_it)
{
    auto target = Target::parse(text);
    if (!target) refuse_page(text);
    if (!target->remove_mount(mount_in_it))
        throw UsageError{"\"" + text + "\" is not below --mount " + mount_in_it};
    AskedPage page;
    if (const TargetOrigin origin = origin_of_target(text); !origin.host.empty())
        page.origin = syntax::lower_case(origin.scheme).append("://").append(origin.host);
    page.target = target->path;
    if (!target->query.empty()) page.target.append("?").append(target->query);
    return page;
}

}  // namespace

AskedPage asked_page(const std::string& text, const std::string& mount)
{
    return read_page(text, text.starts_with('/') ? "" : mount);
}

AskedPage page_in_sitemap(const std::string& address, const std::string& mount)
{
    return read_page(address, mount);
}

std::vector<std::string> origins_of(std::string_view hosts)
{
    std::vector<std::string> origins;
    while (!hosts.empty()) {
        const std::string_view host = syntax::trim(syntax::take_until(hosts, ','));
        const bool has_scheme = host.find("://") != std::string_view::npos;
        origins.push_back((has_scheme ? "" : "http://") + std::string{host});
    }
    return origins;
}

}  // namespace aspic
