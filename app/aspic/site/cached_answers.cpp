// The part of Application that talks to the page cache: answering from it, and rendering pages
// again without a visitor.

#include <string>
#include <utility>
#include <variant>

#include <aspic/http/errors.h>
#include <aspic/reporting/log.h>
#include <aspic/site/application_rendering.h>

namespace aspic {

namespace {

// The request that an entry was made from, as far as its view read it.
RequestSource source_of(const Entry& entry, const std::string& target)
{
    RequestSource source;
    source.target = target;
    for (const auto& [text, value] : entry.inputs) {
        const auto input = parse_input(text);
        if (!input) continue;
        switch (input->kind) {
            case InputKind::header:
                source.fields.emplace_back(std::string_view{text}.substr(7), value);
                break;
            case InputKind::host:
                source.host = value;
                break;
            case InputKind::scheme:
                source.scheme = value;
                break;
            case InputKind::query:
                break;
        }
    }
    return source;
}

}  // namespace

Origin Application::origin_of(const Recipe& recipe, const Request& request,
                              const Rendering& rendering) const
{
    return {
        .render = [this, &recipe, &request, &rendering](PublicRequest& visitor) -> RenderedAnswer {
            try {
                return with_policy(render_answer(recipe.make(visitor), rendering.templates));
            } catch (...) {
                return with_policy(
                    render_failure(std::current_exception(), request.path(), rendering));
            }
        },
        .guest_fragment =
            [&request, &rendering](const std::string& path) {
                return rendering.fragments.for_guest(path, request.path());
            },
    };
}

WireResponse Application::cached(const PageCache::Question& question, const Recipe& recipe,
                                 Request& request, const Rendering& rendering) const
{
    Origin origin = origin_of(recipe, request, rendering);
    std::optional<WorkSlots::Slot> slot;
    const auto admit = [&] {
        if (!slot) slot = slots_.take(question.route);
        return slot.has_value();
    };
    const std::string_view bypassed = settings_.debug ? "debug" : recipe.bypass ? "unless" : "";
    if (!bypassed.empty()) {
        if (!admit()) return {.waits_for = question.route};
        Inputs unused;
        PublicRequest visitor{request, unused};
        return personal(origin.render(visitor), request, rendering,
                        "Aspic; fwd=bypass; detail=" + std::string{bypassed});
    }
    origin.admit = admit;
    PageCache::Answered answered = cache_->answer(question, origin);
    if (std::holds_alternative<NotAdmitted>(answered.answer)) return {.waits_for = question.route};
    if (auto* alone = std::get_if<NotShared>(&answered.answer)) {
        return personal(std::move(alone->rendered), request, rendering, alone->cache_status);
    }
    const auto& shared = std::get<Shared>(answered.answer);
    // Without a slot, the stored page goes out, and the browser asks for the fragments.
    const bool is_assembled = is_to_be_assembled(*shared.entry, request) &&
                              (slot || (slot = slots_.take(fragment_work())));
    WireResponse wire = is_assembled
                            ? assembled(shared, request, rendering)
                            : to_wire(shared.entry, request, shared.cache_status, shared.now);
    wire.after = std::move(answered.after);
    if (answered.to_renew) {
        wire.after = [this, entry = std::move(answered.to_renew), first = std::move(wire.after)] {
            if (first) first();
            renew_or_log(*entry);
        };
    }
    return wire;
}

// Nobody waits for it, so nobody could be told: decorators run for a request that no visitor sent,
// and may refuse it.
void Application::renew_or_log(const Entry& entry) const
{
    const auto note = [&](std::string_view why) {
        log(LogLevel::warning, "a page could not be rendered again in the background",
            {{"path", entry.path}, {"why", std::string{why}}});
    };
    try {
        renew(entry);
    } catch (const std::exception& error) {
        note(error.what());
    } catch (...) {
        note("a view threw something that is not a std::exception");
    }
}

void Application::renew(const Entry& entry) const
{
    const PurgeScope purges = cache_->purge_scope();
    const std::string target = entry.path + (entry.query.empty() ? "" : '?' + entry.query);
    auto parsed = Target::parse(target);
    if (!parsed) return;
    Request request{source_of(entry, target), std::move(*parsed), settings_.most_parameters};
    with_question(request, [&](const PageCache::Question& question, const Recipe& recipe) {
        const auto slot = slots_.take(question.route);
        if (!slot) return;  // it is renewed by whoever finds it later
        cache_->renew(entry, question, origin_of(recipe, request, *first_rendering_));
    });
}

EntryPtr Application::peek(std::string_view target) const
{
    auto parsed = Target::parse(target);
    if (!parsed) return nullptr;
    RequestSource source;
    source.target = target;
    Request request{std::move(source), std::move(*parsed), settings_.most_parameters};
    EntryPtr entry;
    with_question(request, [&](const PageCache::Question& question, const Recipe& /*recipe*/) {
        entry = cache_->peek(question);
    });
    return entry;
}

void Application::with_question(
    Request& request,
    const std::function<void(const PageCache::Question&, const Recipe&)>& use) const
{
    const auto found = views_.find(request.segments());
    const auto number = found ? found->route_for(Method::get) : std::nullopt;
    if (!number) return;
    request.open_session_by([](const Request& /*nobody*/) { return Session{}; });
    Result result = views_.routes()[*number].answer(request, found->captures);
    if (const auto* recipe = std::get_if<Recipe>(&result)) {
        use({*number, found->captures, request, recipe->policy}, *recipe);
    }
}

}  // namespace aspic
