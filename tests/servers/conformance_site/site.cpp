// See the paths at the end. Some cached pages have a second view, for unsafe methods.

#include "site.h"

#include "shown.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace aspic;
using namespace std::chrono_literals;

namespace conformance {

namespace {

std::shared_ptr<Scripts> scripts;

Response play(const ScriptedAnswer& answer)
{
    if (answer.takes > 0ms) scripts->pass(answer.takes);
    if (answer.fails) throw std::runtime_error{"told to fail"};
    if (answer.is_error) throw HttpError{answer.response.status, answer.response.body};
    return answer.response;
}

void read_inputs(PublicRequest& request, const ScriptedAnswer& answer)
{
    for (const std::string& input : answer.reads) {
        const std::size_t space = input.find(' ');
        const std::string kind = input.substr(0, space);
        const std::string name = space == std::string::npos ? "" : input.substr(space + 1);
        if (kind == "query") {
            request.query(name);
        } else if (kind == "header") {
            request.header(name);
        } else if (kind == "host") {
            request.host();
        } else {
            request.scheme();
        }
    }
}

Response page(PublicRequest& request, std::string_view id)
{
    const ScriptedAnswer answer = scripts->next(id);
    read_inputs(request, answer);
    return play(answer);
}

// Its body shows what a server behind it would get.
Response forwarded(ForwardRequest& request, std::string_view id)
{
    Response response = play(scripts->next(id));
    response.body = std::string{request.raw_query()} + "\n";
    for (const auto& [name, value] : request.fields())
        response.body.append(name).append(": ").append(value).append("\n");
    return response;
}

Response uncached(Request& /*request*/, std::string_view id)
{
    return play(scripts->next(id));
}

std::mutex seen_mutex;
std::map<std::string, int, std::less<>> seen;

Response seen_requests(Request& /*request*/, std::string_view route, std::string_view id)
{
    const std::lock_guard lock{seen_mutex};
    return text(std::to_string(seen[std::string{"/"}.append(route).append("/").append(id)]));
}

Response change(Request& /*request*/, std::string_view id)
{
    return play(scripts->change(id));
}

}  // namespace

Site make_site(std::function<std::shared_ptr<Scripts>(std::string_view)> make_scripts)
{
    Site site{
        view<"/r/<id>">(cache_page<from_response>(page)),
        view<"/r/<id>">(
            allow<Method::post, Method::put, Method::patch, Method::delete_, Method::other>(
                change)),
        view<"/p/<id>">(cache_page<1h>(page)),
        view<"/p/<id>">(
            allow<Method::post, Method::put, Method::patch, Method::delete_, Method::other>(
                change)),
        view<"/s/<id>">(cache_page<1s>(page)),
        view<"/a/<id>">(cache_page<1h, for_authorized>(page)),
        view<"/u/<id>">(uncached),
        view<"/seen/<route>/<id>">(seen_requests),
        view<"/f/<id>">(cache_page<from_response>(forwarded)),
        view<"/e/<path:rest>">(allow<Method::get, Method::post>(shown)),
        // The rest of a path has no names with a slash.
        view<"/e/<one>">(allow<Method::get, Method::post>(shown)),
        view<"/e/<one>/<two>">(shown_of_two),
        view<"/pieces/<int:count>">(pieces),
        view<"/gated">(gated),
        view<"/waits">(waits),
    };
    site.option("scripts", "DIR", "scripts", "directory of the scripts");
    site.on_start([make_scripts = std::move(make_scripts)](const Settings& settings) {
        scripts = make_scripts(settings.get("scripts"));
        use_gate(settings.get("scripts"));
    });
    return site;
}

void count_requests(Site& site)
{
    site.around([](Request& request, auto&& view) -> Result {
        {
            const std::lock_guard lock{seen_mutex};
            ++seen[std::string{request.path()}];
        }
        return view();
    });
}

}  // namespace conformance
