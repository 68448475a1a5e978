#include <algorithm>
#include <iostream>
#include <map>
#include <string>

#include <aspic/commands/commands.h>
#include <aspic/commands/job_table.h>
#include <aspic/commands/redis_questions.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/text.h>
#include <aspic/commands/workers.h>
#include <aspic/purging/redis_keys.h>
#include <aspic/reporting/counters.h>

namespace aspic {

namespace {

struct Pages {
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
};

// The pages of each version, and their size in Redis. Counts a page twice if SCAN returns it twice.
std::map<std::string, Pages> pages_in_redis(RedisConnection& redis)
{
    std::map<std::string, Pages> pages;
    scan_redis(redis, "aspic:*:page:*", [&](const std::vector<std::string>& names) {
        std::vector<RedisConnection::Command> commands;
        commands.reserve(names.size());
        for (const std::string& name : names)
            commands.push_back({"MEMORY", "USAGE", name, "SAMPLES", "0"});
        const auto sizes = ask_redis(redis, commands);
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (sizes[i]->type != REDIS_REPLY_INTEGER) continue;  // it has expired
            const std::size_t begin = names[i].find(':') + 1;
            Pages& of = pages[names[i].substr(begin, names[i].find(':', begin) - begin)];
            ++of.count;
            of.bytes += static_cast<std::uint64_t>(sizes[i]->integer);
        }
    });
    return pages;
}

std::uint64_t info_field(const std::string& info, const std::string& name)
{
    const std::size_t at = info.find("\r\n" + name + ':');
    return at == std::string::npos ? 0 : leading_number(info.c_str() + at + name.size() + 3);
}

void print_redis(RedisConnection& redis, const RedisAddress& address)
{
    const auto replies =
        ask_redis(redis, {{"XLEN", redis_keys::purges},
                          {"XREVRANGE", redis_keys::purges, "+", "-", "COUNT", "1"},
                          {"INFO", "memory"},
                          {"TIME"}});
    std::cout << "Redis " << address.to_text() << '\n';
    const auto pages = pages_in_redis(redis);
    if (pages.empty()) std::cout << "  pages      none\n";
    for (const auto& [version, of] : pages) {
        std::cout << "  pages      " << counted(of.count, "page") << " of version " << version
                  << ", " << in_bytes(of.bytes) << '\n';
    }
    const std::string info = text_of(*replies[2]);
    const std::uint64_t most = info_field(info, "maxmemory");
    std::cout << "  memory     " << in_bytes(info_field(info, "used_memory"))
              << (most == 0 ? ", without a limit (maxmemory is not set)" : " of " + in_bytes(most))
              << '\n'
              << "  purge log  "
              << counted(static_cast<std::uint64_t>(replies[0]->integer), "record");
    if (replies[1]->elements == 1) {
        const auto last = leading_number(text_of(*replies[1]->element[0]->element[0]));
        const auto now = leading_number(text_of(*replies[3]->element[0])) * 1000;
        std::cout << ", the last "
                  << in_time(std::chrono::milliseconds{now > last ? now - last : 0}) << " ago";
    }
    std::cout << '\n';
}

// The number of log records that the worker has not read yet.
std::string lag_of(RedisConnection& redis, Position position)
{
    constexpr const char* most = "1000";
    const std::string after = '(' + position.to_text();
    const auto replies =
        ask_redis(redis, {{"XRANGE", redis_keys::purges, after, "+", "COUNT", most}});
    const std::size_t records = replies.front()->elements;
    return std::to_string(records) + (std::to_string(records) == most ? "+" : "");
}

// One worker of each machine keeps the files of all.
void print_mirror(const std::vector<WorkerView>& workers)
{
    for (const WorkerView& worker : workers) {
        if (worker.number("mirror_pages") == 0) continue;
        std::cout << "\nMirror of " << name_of_worker(worker.id) << ": "
                  << counted(worker.number("mirror_pages"), "page") << ", "
                  << in_bytes(worker.number("mirror_bytes")) << '\n';
    }
}

void print_workers(RedisConnection& redis, const std::vector<WorkerView>& workers,
                   std::chrono::milliseconds blind_time)
{
    TextTable state{
        {"WORKER", "VERSION", "PURGES UNREAD", "LAST REPORT", "PAGES IN MEMORY", "BYTES"}};
    std::vector<std::string> head{"WORKER"};
    for (const std::string_view name : count_names) {
        std::string capitals;
        for (const char c : name)
            capitals += c == '_' ? ' ' : static_cast<char>(std::toupper(c));
        head.push_back(capitals);
    }
    TextTable counts{head};
    std::vector<std::string> total{"all"};
    for (const WorkerView& worker : workers) {
        const std::string name = name_of_worker(worker.id);
        state.add({name, worker.version(), lag_of(redis, worker.position),
                   in_time(worker.silent) + (worker.silent > blind_time ? " ago, silent" : " ago"),
                   with_commas(worker.number("pages")), in_bytes(worker.number("bytes"))});
        std::vector<std::string> row{name};
        for (const std::string_view count : count_names)
            row.push_back(with_commas(worker.number(count)));
        counts.add(std::move(row));
    }
    for (const std::string_view count : count_names) {
        std::uint64_t sum = 0;
        for (const WorkerView& worker : workers)
            sum += worker.number(count);
        total.push_back(with_commas(sum));
    }
    if (workers.size() > 1) counts.add(std::move(total));
    state.print(std::cout);
    print_mirror(workers);
    std::cout << "\nSince each worker's start\n";
    counts.print(std::cout);
}

}  // namespace

int show_stats(const ServerOptions& options)
{
    RedisConnection redis = open_redis(options, "there is nothing to show");
    print_redis(redis, redis_address(options));
    const auto workers = read_workers(redis);
    std::cout << '\n';
    if (workers.empty()) {
        std::cout << "No worker is running.\n";
    } else {
        print_workers(redis, workers, options.blind_time);
    }
    print_jobs(redis);
    return 0;
}

}  // namespace aspic
