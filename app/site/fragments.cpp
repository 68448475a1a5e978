#include "site/fragments.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>
#include <vector>

#include "http/errors.h"
#include "reporting/log.h"

namespace aspic {

namespace {

constexpr std::size_t most_fragments = 16;

Request guest_request(const std::string& path, Target target, std::string_view page)
{
    RequestSource source;
    source.target = path;
    const Request nobody{std::move(source), target};
    return nobody.for_fragment(std::move(target), std::string{page});
}

// The page that the browser says it shows: a path of this site, or nothing.
std::string page_parameter(const Request& request)
{
    const auto target = Target::parse(request.query("page").value_or(""));
    return target ? target->path : "";
}

}  // namespace

std::optional<std::string> Fragments::render(Request& request) const
{
    Captures captures;
    const Route* route = views_.find_fragment(request.segments(), captures);
    if (route == nullptr) {
        log(LogLevel::error, "a hole names a fragment that no view answers",
            {{"fragment", std::string{request.path()}}});
        return {};
    }
    try {
        return templates_.render(std::get<Fragment>(route->answer(request, captures)));
    } catch (const std::exception& error) {
        log(LogLevel::error, "a fragment failed",
            {{"fragment", std::string{request.path()}}, {"why", error.what()}});
    } catch (...) {
        log(LogLevel::error, "a fragment failed",
            {{"fragment", std::string{request.path()}},
             {"why", "it threw what is no std::exception"}});
    }
    return {};
}

std::string Fragments::for_visitor(const Request& visitor, const std::string& path,
                                   std::string_view page) const
{
    if (auto target = Target::parse(path)) {
        Request request = visitor.for_fragment(std::move(*target), std::string{page});
        if (auto html = render(request)) return std::move(*html);
    }
    return for_guest(path, page);
}

std::string Fragments::for_guest(const std::string& path, std::string_view page) const
{
    auto target = Target::parse(path);
    if (!target) return "";
    Request request = guest_request(path, std::move(*target), page);
    return render(request).value_or("");
}

Response Fragments::live(const Request& request) const
{
    std::vector<std::string_view> paths = request.query_all("fragment");
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    if (paths.empty() || paths.size() > most_fragments) {
        throw BadRequest{
            "/_live takes from 1 to 16 fragments: /_live?page=/&fragment=/_navigation"};
    }
    const std::string page = page_parameter(request);
    std::string html;
    for (const std::string_view path : paths) {
        auto target = Target::parse(path);
        Captures captures;
        if (!target || views_.find_fragment(target->segments, captures) == nullptr)
            throw BadRequest{"\"" + std::string{path} + "\" is no fragment"};
        Request fragment = request.for_fragment(std::move(*target), page);
        if (const auto content = render(fragment)) html += hole_element(path, *content);
    }
    Response response = content("text/html; charset=utf-8", std::move(html));
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

}  // namespace aspic
