#include <iostream>
#include <optional>

#include <aspic/commands/commands.h>
#include <aspic/commands/text.h>
#include <aspic/site/view_table.h>

namespace aspic {

namespace {

// The time that the view sets; otherwise the option's time in parentheses.
std::string own_or_default(const std::optional<std::chrono::seconds>& own,
                           std::chrono::seconds option)
{
    return own ? in_time(*own) : '(' + in_time(option) + ')';
}

std::string in_browsers(std::chrono::seconds lifetime)
{
    return lifetime == std::chrono::seconds{0} ? "ask" : in_time(lifetime);
}

std::string text_of_methods(const Route& route)
{
    std::string methods = route.methods.allow_field();
    if (!route.methods.contains(Method::other)) return methods;
    return methods + (methods.empty() ? "others" : ", others");
}

std::vector<std::string> row_of(const Route& route, const CacheOptions& options)
{
    std::vector<std::string> row{std::string{route.pattern.text}, text_of_methods(route)};
    if (!route.page) {
        row.insert(row.end(), {route.is_fragment ? "fragment" : "", "", "", "", ""});
        return row;
    }
    const CachePolicy& policy = route.page->policy;
    if (policy.from_response) {
        row.insert(row.end(), {"cached", "response", "response", "response", "response"});
        return row;
    }
    row.insert(row.end(),
               {"cached", in_time(policy.lifetime), in_browsers(policy.browser_lifetime)});
    row.push_back(own_or_default(policy.stale_while_revalidate, options.stale_while_revalidate));
    row.push_back(own_or_default(policy.stale_if_error, options.stale_if_error));
    return row;
}

}  // namespace

int list_routes(const Site& site, const CacheOptions& options)
{
    TextTable table{{"ROUTE", "METHODS", "KIND", "LIFETIME", "BROWSERS", "STALE", "ON ERROR"},
                    TextTable::Align::left};
    const ViewTable views{site.routes()};
    for (const Route& route : views.routes())
        table.add(row_of(route, options));
    table.print(std::cout);
    std::cout
        << "\nLIFETIME  how long a page is fresh on the server, unless it is purged\n"
           "BROWSERS  how long a browser uses its own copy; a purge does not reach that copy.\n"
           "          ask: it asks each time\n"
           "STALE     how long after that it is served while it is rendered again\n"
           "ON ERROR  how long after that it is served if its view fails\n"
           "(...)     from an option, as the view sets no time; response: its own fields say it\n";
    return 0;
}

}  // namespace aspic
