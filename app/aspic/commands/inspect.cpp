#include <algorithm>
#include <iostream>
#include <optional>
#include <string>

#include <aspic/caching/redis_store.h>
#include <aspic/commands/asked_page.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/entry_report.h>
#include <aspic/commands/redis_questions.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/workers.h>
#include <aspic/entries/key.h>
#include <aspic/http/target_origin.h>
#include <aspic/site/view_table.h>

namespace aspic {

namespace {

constexpr int nothing_found = 1;

// What a request without cookies and fields looks up in the cache.
struct Question {
    const Route* route = nullptr;
    Captures captures;
    std::vector<Inputs> input_sets;  // of the route's pages; at least one
    std::vector<std::string> keys;   // one for each set
};

// The page on the command line, for the host that it or --host says.
AskedPage page_of(const CommandLine& line)
{
    if (line.arguments.size() != 1)
        throw UsageError{"inspect needs one path, with or without a query: inspect /man/1/ls"};
    AskedPage page = asked_page(line.arguments.front(), line.options.mount);
    const auto origins = origins_of(line.options.host);
    if (origins.size() > 1)
        throw UsageError{"inspect shows a page for one host, so --host names one"};
    if (!origins.empty()) page.origin = origins.front();
    return page;
}

// `text` is the whole address; it must outlive the request.
Request request_for(const std::string& text)
{
    RequestSource source;
    source.target = text;
    const TargetOrigin origin = origin_of_target(text);
    source.scheme = origin.scheme;
    source.host = origin.host;
    return Request{std::move(source), Target::parse(text).value()};
}

bool reads_host(const Inputs& inputs)
{
    return std::ranges::any_of(inputs, [](const Input& input) {
        return input.kind == InputKind::host || input.kind == InputKind::scheme;
    });
}

Question question_of(const ViewTable& views, const Request& request, Store& store)
{
    Question question;
    const auto found = views.find(request.segments());
    const auto number = found ? found->route_for(Method::get) : std::nullopt;
    if (!number) return question;
    question.route = &views.routes()[*number];
    question.captures = found->captures;
    if (!question.route->is_cached()) return question;
    const std::string_view pattern = question.route->pattern.text;
    question.input_sets = store.look(pattern, request.path(), {}, all_codings)
                              .input_sets.value_or(std::vector<Inputs>{});
    if (question.input_sets.empty()) question.input_sets.emplace_back();
    for (const Inputs& set : question.input_sets)
        question.keys.push_back(cache_key(pattern, question.captures, set, request));
    return question;
}

// `entry` may be null. Then the place is that of the first key.
EntryPlace place_of(const Question& question, const Entry* entry)
{
    std::size_t i = 0;
    while (entry != nullptr && question.keys[i] != entry->key)
        ++i;
    return {.route = std::string{question.route->pattern.text},
            .key = question.keys[i],
            .name = {},
            .inputs = question.input_sets[i]};
}

// Returns the names of all pages of this path in Redis, with any other inputs.
std::vector<std::string> pages_of_path(RedisConnection& redis, const std::string& name)
{
    std::string pattern;
    for (const char c : name.substr(0, name.rfind(':') + 1)) {
        if (std::string_view{"*?[]\\^"}.find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
    }
    pattern += '*';
    std::vector<std::string> names;
    scan_redis(redis, pattern, [&](const std::vector<std::string>& some) {
        for (const std::string& one : some) {
            if (one.rfind(':') == name.rfind(':')) names.push_back(one);
        }
    });
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

void print_others(const std::vector<std::string>& names, const std::string& own)
{
    constexpr std::size_t most_shown = 10;
    std::vector<std::string> others;
    std::copy_if(names.begin(), names.end(), std::back_inserter(others),
                 [&](const std::string& name) { return name != own; });
    if (others.empty()) return;
    std::cout << "\nother pages of this path in Redis, for other queries or fields: "
              << others.size() << '\n';
    for (std::size_t i = 0; i < std::min(others.size(), most_shown); ++i)
        std::cout << "  " << others[i] << '\n';
    if (others.size() > most_shown) std::cout << "  ...\n";
}

}  // namespace

int inspect_page(const Site& site, const CommandLine& line)
{
    const ServerOptions& options = line.options;
    const AskedPage page = page_of(line);
    const std::string asked = page.with_mount("");
    const Request request = request_for(asked);

    only_warnings(options);
    RedisConnection redis = open_redis(options, "nothing can be inspected");
    const PurgeLogSettings log_settings = purge_log_settings(options);
    const std::string version = version_of(site, line);
    RedisStore store{redis_address(options), options.redis_timeout, version};
    const ViewTable views{site.routes()};
    const Question question = question_of(views, request, store);
    if (question.route == nullptr || !question.route->is_cached()) {
        std::cout << request.path()
                  << (question.route == nullptr
                          ? ": no route matches; \"routes\" lists them" +
                                (options.mount.empty()
                                     ? std::string{}
                                     : ". A path is without --mount " + options.mount)
                          : ": not cached; its route " + std::string{question.route->pattern.text} +
                                " has no cache_page")
                  << '\n';
        return nothing_found;
    }
    warn_of_other_version(read_workers(redis), version);

    const Store::Entries entries =
        store.look(question.route->pattern.text, request.path(), question.keys, all_codings)
            .entries;
    const EntryPtr entry = entries.empty() ? nullptr : entries.front();
    EntryPlace place = place_of(question, entry.get());
    place.name = store.page_name(request.path(), place.key);
    const auto replies = ask_redis(redis, {{"PTTL", place.name}});
    place.lifetime_left = std::chrono::milliseconds{replies.front()->integer};
    std::cout << asked << '\n';
    if (!entry) {
        print_absent(std::cout, place, request);
        if (reads_host(place.inputs) && request.host().empty())
            std::cout << "\nIts view reads the host or the scheme, so it is another page for each "
                         "host:\nname one with --host, such as --host https://docs.example.org\n";
    } else {
        const RedisPurgeLog log{redis_address(options), log_settings,
                                RedisPurgeLog::Role::onlooker};
        print_entry(std::cout, place, *entry, log);
    }
    print_others(pages_of_path(redis, place.name), place.name);
    return entry ? 0 : nothing_found;
}

}  // namespace aspic
