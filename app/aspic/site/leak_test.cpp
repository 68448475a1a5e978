#include <aspic/site/leak_test.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

#include <aspic/site/leak_comparison.h>
#include <aspic/site/leak_visitor.h>
#include <aspic/site/view_table.h>

namespace aspic {

namespace {

/// The route that a GET of this target reaches.
std::optional<std::size_t> route_of(const ViewTable& views, const std::string& target)
{
    const auto parsed = Target::parse(target);
    const auto found = parsed ? views.find(parsed->segments()) : std::nullopt;
    return found ? found->route_for(Method::get) : std::nullopt;
}

/// The fragments of the holes in a page, if their paths need no escaping.
std::vector<std::string> holes_of(std::string_view html)
{
    constexpr std::string_view opening = "<x-live fragment=\"";
    std::vector<std::string> holes;
    for (std::size_t at = html.find(opening); at != std::string_view::npos;
         at = html.find(opening, at)) {
        at += opening.size();
        const std::string_view path = html.substr(at, html.find('"', at) - at);
        if (path.find('&') == std::string_view::npos) holes.emplace_back(path);
    }
    return holes;
}

void add_missing(std::vector<std::string>& all, const std::vector<std::string>& more)
{
    for (const std::string& one : more) {
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
}

/// The uncached routes without captures, and the uncached targets.
Surroundings surroundings_of(const ViewTable& views, const std::vector<std::string>& targets)
{
    Surroundings all;
    for (const Route& route : views.routes()) {
        if (route.is_cached() || route.pattern.captures > 0 || !route.methods.contains(Method::get))
            continue;
        auto& list = route.is_fragment ? all.fragments : all.own_pages;
        list.emplace_back(route.pattern.text);
    }
    for (const std::string& target : targets) {
        const auto number = route_of(views, target);
        if (!number || views.routes()[*number].is_cached()) continue;
        add_missing(views.routes()[*number].is_fragment ? all.fragments : all.own_pages, {target});
    }
    return all;
}

class LeakTest {
public:
    LeakTest(const Site& site, const LeakTestSettings& settings)
        : searched_{settings.people}, views_{site.routes()}, looked_at_(views_.routes().size())
    {
        const auto visitor = [&](const Person& person, std::string as) {
            return std::make_unique<LeakVisitor>(site, settings, person, " " + std::move(as));
        };
        // Signed-in people come first: if something remains of the first visitor, it is then a
        // name.
        const Person first = settings.people.empty() ? Person{} : settings.people.front();
        scout_ = visitor(first, "for " + first.name);
        for (const Person& person : settings.people)
            visitors_.push_back(visitor(person, "for " + person.name));
        if (!settings.guest_value.empty()) {
            searched_.push_back({"", settings.guest_value});
            visitors_.push_back(visitor(searched_.back(), "for a guest with a session"));
        }
        guest_ = visitors_.size();
        visitors_.push_back(visitor({}, "for a guest"));
        visitors_.push_back(visitor({}, "for the next guest"));

        targets_ = settings.targets;
        add_missing(targets_, site.paths(scout_->settings()).value_or(std::vector<std::string>{}));
    }

    std::vector<Leak> run()
    {
        const Surroundings surroundings = surroundings_of(views_, targets_);
        for (const std::string& target : targets_) {
            const auto number = route_of(views_, target);
            if (!number) {
                leaks_.push_back({"no route", target, "no view answers a GET of it"});
            } else if (views_.routes()[*number].is_cached()) {
                look_at(*number, target, surroundings);
            }
        }
        for (std::size_t number = 0; number < views_.routes().size(); ++number) {
            const Route& route = views_.routes()[number];
            if (!route.is_cached() || looked_at_[number].is_good) continue;
            leaks_.push_back({std::string{route.pattern.text}, looked_at_[number].target,
                              looked_at_[number].why});
        }
        return std::move(leaks_);
    }

private:
    struct LookedAt {
        bool is_good = false;  // one of its pages was kept and was not an error page
        std::string target{};
        std::string why =
            "none of its pages was compared: add one to the targets, or list all with "
            "Site::all_paths";
    };

    void look_at(std::size_t number, const std::string& target, Surroundings surroundings)
    {
        scout_->look_around(surroundings, target);
        scout_->ask(target);
        if (scout_->kept()) add_missing(surroundings.fragments, holes_of(scout_->kept()->body));
        const LeakVisitor* reference = nullptr;
        for (std::size_t i = 0; i < visitors_.size(); ++i) {
            visitors_[i]->look_around(surroundings, target);
            visitors_[i]->ask(target);
            if (visitors_[i]->kept() && (reference == nullptr || i == guest_))
                reference = visitors_[i].get();
        }
        LookedAt& looked_at = looked_at_[number];
        if (reference == nullptr) {
            if (looked_at.is_good) return;
            looked_at.target = target;
            looked_at.why = "none of its pages was stored (" + visitors_[guest_]->answered() +
                            "), so there is nothing to compare";
            return;
        }
        if (reference->kept()->status < 400) {
            looked_at.is_good = true;
        } else if (!looked_at.is_good) {
            looked_at.target = target;
            looked_at.why =
                "only its error pages were compared (" + visitors_[guest_]->answered() + ")";
        }
        compare(*reference, {std::string{views_.routes()[number].pattern.text}, target});
    }

    void compare(const LeakVisitor& reference, LeakComparison page)
    {
        for (const auto& visitor : visitors_) {
            if (visitor.get() == &reference) continue;
            if (visitor->kept()) {
                page.compare(*visitor, reference);
            } else if (!visitor->was_sent_past()) {
                page.add("it is stored" + reference.as() + ", but not" + visitor->as() + " (" +
                         visitor->answered() + ")");
            }
        }
        page.search(reference, searched_);
        leaks_.insert(leaks_.end(), page.leaks().begin(), page.leaks().end());
    }

    std::vector<Person> searched_;
    ViewTable views_;
    std::vector<std::string> targets_;
    std::unique_ptr<LeakVisitor> scout_;  // finds the holes of a page
    std::vector<std::unique_ptr<LeakVisitor>> visitors_;
    std::size_t guest_ = 0;
    std::vector<LookedAt> looked_at_;
    std::vector<Leak> leaks_;
};

}  // namespace

std::vector<Leak> find_leaks(const Site& site, const LeakTestSettings& settings)
{
    return LeakTest{site, settings}.run();
}

std::string to_text(const std::vector<Leak>& leaks)
{
    std::string text;
    for (const Leak& leak : leaks)
        text += leak.route + (leak.target.empty() ? "" : " at " + leak.target) + ": " + leak.what +
                '\n';
    return text;
}

}  // namespace aspic
