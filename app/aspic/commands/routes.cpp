#include <iostream>
#include <optional>

#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/site/view_table.h>

namespace aspic {

namespace {

// A time of the view's own, or the option's that stands in for it, in parentheses.
std::string own_or_default(const std::optional<std::chrono::seconds>& own, const Settings& settings,
                           std::string_view option)
{
    if (own) return in_time(*own);
    return '(' + in_time(std::chrono::seconds{number_of(settings, option)}) + ')';
}

std::vector<std::string> row_of(const Route& route, const Settings& settings)
{
    std::vector<std::string> row{std::string{route.pattern.text}, route.methods.allow_field()};
    if (!route.page) {
        row.insert(row.end(), {route.is_fragment ? "fragment" : "", "", "", "", ""});
        return row;
    }
    const CachePolicy& policy = route.page->policy;
    if (policy.from_response) {
        row.insert(row.end(), {"cached", "response", "response"});
    } else {
        row.insert(row.end(),
                   {"cached", in_time(policy.lifetime), in_time(policy.browser_lifetime)});
    }
    row.push_back(
        own_or_default(policy.stale_while_revalidate, settings, "stale-while-revalidate"));
    row.push_back(own_or_default(policy.stale_if_error, settings, "stale-if-error"));
    return row;
}

}  // namespace

int list_routes(const Site& site, const Settings& settings)
{
    TextTable table{{"ROUTE", "METHODS", "KIND", "LIFETIME", "BROWSERS", "STALE", "ON ERROR"},
                    TextTable::Align::left};
    const ViewTable views{site.routes()};
    for (const Route& route : views.routes())
        table.add(row_of(route, settings));
    table.print(std::cout);
    std::cout
        << "\nLIFETIME  how long a page is fresh on the server; BROWSERS: how long in a browser\n"
           "STALE     how long after that it is served while it is rendered again\n"
           "ON ERROR  how long after that it is served in place of an error of its view\n"
           "(...)     by option, since the view says nothing\n";
    return 0;
}

}  // namespace aspic
