#include <aspic/site/live_answer.h>

#include <algorithm>
#include <exception>
#include <string>
#include <vector>

#include <aspic/http/cache_control.h>
#include <aspic/http/errors.h>
#include <aspic/rendering/hole_element.h>

namespace aspic {

namespace {

struct Asked {
    std::string_view fragment;
    std::string_view have;
    bool is_slow;
};

std::vector<Asked> fragments_of(const Request& request, const Fragments& fragments)
{
    const std::vector<std::string_view> paths = request.query_all("fragment");
    const std::vector<std::string_view> hashes = request.query_all("have");
    std::vector<Asked> asked;
    for (std::size_t i = 0; i < paths.size() && asked.size() <= most_live_fragments; ++i) {
        const bool is_repeated = std::any_of(
            asked.begin(), asked.end(), [&](const Asked& one) { return one.fragment == paths[i]; });
        if (!is_repeated)
            asked.push_back({paths[i], i < hashes.size() ? hashes[i] : std::string_view{}, false});
    }
    if (asked.empty() || asked.size() > most_live_fragments) {
        throw BadRequest{
            "/_live needs from 1 to 16 fragments: /_live?page=/&fragment=/_navigation"};
    }
    for (Asked& one : asked) {
        const FragmentPace pace = fragments.pace(one.fragment);
        if (pace == FragmentPace::unknown)
            throw BadRequest{"\"" + std::string{one.fragment} + "\" is not the path of a fragment"};
        one.is_slow = pace == FragmentPace::slow;
    }
    return asked;
}

// The page that the browser shows, as it says: an address in this site, or empty.
std::string page_of(const Request& request, std::string_view mount)
{
    auto target = Target::parse(request.query("page").value_or(""));
    return target && target->remove_mount(mount) ? page_address(target->path, target->query)
                                                 : std::string{};
}

PageView page_view_of(const Request& request)
{
    if (request.method() != Method::get) return PageView::no;
    const auto said = request.query("view");
    if (said == "shown") return PageView::yes;
    return said == "early" ? PageView::perhaps_unused : PageView::no;
}

}  // namespace

Response live_answer(Request& request, const Fragments& fragments, std::string_view mount,
                     const DebugPages* debug_pages)
{
    std::vector<Asked> asked = fragments_of(request, fragments);
    const auto first_slow = std::stable_partition(asked.begin(), asked.end(),
                                                  [](const Asked& one) { return !one.is_slow; });
    const bool all_are_slow = first_slow == asked.begin();
    const std::string page = page_of(request, mount);
    const PageView view = page_view_of(request);
    std::string html;
    bool has_news = false;
    std::chrono::seconds keep = std::chrono::hours{24};
    for (const Asked& one : asked) {
        HoleElement element{.fragment = one.fragment};
        std::optional<MadeFragment> made;
        std::exception_ptr failure;
        if (one.is_slow && !all_are_slow) {
            element.state = HoleState::later;
        } else {
            made = fragments.for_visitor(request, one.fragment, page, view, &failure);
        }
        const auto own = made ? made->keep : std::nullopt;
        keep = std::min(keep, own.value_or(std::chrono::seconds{0}));
        if (made) {
            element.keep = made->keep;
            element.is_passing = made->is_shown_once || made->holds_back;
            element.is_waiting = made->holds_back;
            has_news = has_news || element.is_passing;
            if (made->hash == one.have) {
                element.state = HoleState::unchanged;
            } else {
                element.content = made->html;
                element.hash = made->hash;
            }
        }
        const bool is_explained = failure && debug_pages != nullptr;
        std::string explanation;
        if (is_explained) {
            explanation = debug_pages->explain_fragment(failure, one.fragment);
            element.content = explanation;
            element.is_passing = true;
        }
        if (made || is_explained || element.state == HoleState::later) html += to_html(element);
        has_news = has_news || element.state != HoleState::unchanged;
    }
    Response response =
        has_news ? content("text/html; charset=utf-8", std::move(html)) : Response{.status = 204};
    if (keep.count() > 0) {
        keep_privately(response.headers, keep);
    } else {
        response.headers.set("Cache-Control", "private, no-store");
    }
    return response;
}

}  // namespace aspic
