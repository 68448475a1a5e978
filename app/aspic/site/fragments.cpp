#include <aspic/site/fragments.h>

#include <stdexcept>
#include <utility>
#include <variant>

#include <aspic/base/digest.h>
#include <aspic/base/exception_type.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/time_spent.h>

namespace aspic {

namespace {

constexpr std::size_t hash_bytes = 8;

Request guest_request(std::string_view path, Target target, std::string_view page)
{
    RequestSource source;
    source.target = path;
    const Request nobody{std::move(source), target};
    return nobody.for_fragment(std::move(target), std::string{page}, PageView::no,
                               SessionUse::everyone);
}

}  // namespace

std::string page_address(std::string_view path, std::string_view query)
{
    std::string address{path};
    if (!query.empty()) address.append("?").append(query);
    return address;
}

std::string why_no_fragment(const ViewTable& views, std::string_view path)
{
    Captures captures;
    const auto target = Target::parse(path);
    if (target && views.find_fragment(target->segments(), captures) != nullptr) return "";
    std::string known;
    for (const Route& route : views.routes()) {
        if (route.is_fragment) known.append(known.empty() ? "" : ", ").append(route.pattern.text);
    }
    return "no view answers the hole " + std::string{path} + ": " +
           (known.empty() ? "the site has no fragments" : "the fragments of the site are " + known);
}

std::optional<MadeFragment> Fragments::make(Request& request, std::string_view request_id,
                                            std::exception_ptr* failure) const
{
    Captures captures;
    const Route* route = views_.find_fragment(request.segments(), captures);
    if (route == nullptr) {
        log(LogLevel::error, "a hole names a fragment that no view answers",
            {{"fragment", std::string{request.path()}},
             {"page", std::string{request.page()}},
             {"request", std::string{request_id}}});
        if (failure != nullptr) {
            *failure =
                std::make_exception_ptr(std::logic_error{why_no_fragment(views_, request.path())});
        }
        return {};
    }
    const TimeIn in_fragments{TimePart::fragments};
    const auto began = FragmentTimes::Clock::now();
    std::optional<MadeFragment> made;
    try {
        made.emplace();
        made->html =
            templates_.render(std::get<Fragment>(route->answer(request, captures).answer()));
        made->hash = digest(made->html, hash_bytes);
        made->keep = route->private_lifetime;
        const Session* session = request.opened_session();
        made->is_shown_once = session != nullptr && session->has_shown_flash();
        made->holds_back = session != nullptr && session->has_held_back_flash();
        if (made->is_shown_once || made->holds_back) made->keep.reset();
    } catch (...) {
        made.reset();
        if (failure != nullptr) *failure = std::current_exception();
        log(LogLevel::error, "a fragment failed",
            {{"fragment", std::string{request.path()}},
             {"page", std::string{request.page()}},
             {"request", std::string{request_id}},
             {"exception", type_of_exception()},
             {"why", text_of_exception_and_causes()}});
    }
    const auto now = FragmentTimes::Clock::now();
    if (made) made->took = std::chrono::duration_cast<std::chrono::microseconds>(now - began);
    // Times for guests do not count: a fragment can be quick for guests and slow for others.
    if (!request.session().is_empty()) times_.note(views_.number_of(*route), now - began, now);
    return made;
}

std::optional<MadeFragment> Fragments::for_visitor(Request& visitor, std::string_view path,
                                                   std::string_view page, PageView view,
                                                   std::exception_ptr* failure) const
{
    auto target = Target::parse(path);
    if (!target) return {};
    Request request = visitor.for_fragment(std::move(*target), std::string{page}, view);
    auto made = make(request, visitor.id(), failure);
    if (made) visitor.keep_session_of(request);
    return made;
}

std::optional<std::string> Fragments::for_guest(std::string_view path, std::string_view page,
                                                std::string_view request_id) const
{
    auto target = Target::parse(path);
    if (!target) return {};
    Request request = guest_request(path, std::move(*target), page);
    auto made = make(request, request_id);
    if (!made) return {};
    return std::move(made->html);
}

FragmentPace Fragments::pace(std::string_view path) const
{
    const auto target = Target::parse(path);
    Captures captures;
    const Route* route = target ? views_.find_fragment(target->segments(), captures) : nullptr;
    if (route == nullptr) return FragmentPace::unknown;
    const bool is_slow = times_.is_slow(views_.number_of(*route), FragmentTimes::Clock::now());
    return is_slow ? FragmentPace::slow : FragmentPace::quick;
}

}  // namespace aspic
