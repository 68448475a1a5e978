#include <aspic/site/leak_visitor.h>

#include <memory>

#include <aspic/http/cache_status.h>
#include <aspic/http/percent.h>
#include <aspic/site/live_answer.h>

namespace aspic {

LeakVisitor::LeakVisitor(const Site& site, const LeakTestSettings& settings, Person person,
                         std::string as)
    : person_{std::move(person)},
      guest_key_{settings.guest_key},
      as_{std::move(as)},
      client_{site,
              {.templates = settings.templates,
               .options = settings.options,
               .store = std::make_unique<LastKept>(kept_)}}
{
}

void LeakVisitor::look_around(const Surroundings& all, const std::string& page)
{
    if (!person_.user.empty()) {
        client_.sign_in(person_.user, person_.name);
    } else if (!person_.name.empty()) {
        client_.begin_guest_session(guest_key_, person_.name);
    }
    for (const std::string& own : all.own_pages)
        client_.get(own);
    const std::string ask = "/_live?page=" + percent_encode(page);
    std::string fragments;
    for (std::size_t i = 0; i < all.fragments.size(); ++i) {
        fragments += "&fragment=" + percent_encode(all.fragments[i]);
        if ((i + 1) % most_live_fragments != 0 && i + 1 < all.fragments.size()) continue;
        client_.get(ask + fragments);
        fragments.clear();
    }
}

void LeakVisitor::ask(const std::string& target)
{
    kept_.reset();
    answer_ = client_.get(target);
    // A page with a query goes to the store only at its second request.
    if (!kept_) client_.get(target);
}

std::string LeakVisitor::answered() const
{
    return std::to_string(answer_.status) + ", " +
           std::string{answer_.headers.get("Cache-Status").value_or("no Cache-Status")};
}

bool LeakVisitor::was_sent_past() const
{
    const auto status = CacheStatus::parse(answer_.headers.get("Cache-Status").value_or(""));
    return status && status->forward == Forward::bypass;
}

}  // namespace aspic
