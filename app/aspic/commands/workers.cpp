#include <aspic/commands/workers.h>
#include <aspic/purging/redis_keys.h>

#include <algorithm>
#include <iostream>
#include <sstream>

#include <aspic/commands/redis_questions.h>
#include <aspic/purging/redis_keys.h>

namespace aspic {

namespace {

std::map<std::string, std::string> pairs_of(const redisReply& reply)
{
    std::map<std::string, std::string> pairs;
    for (std::size_t i = 0; i + 1 < reply.elements; i += 2)
        pairs[text_of(*reply.element[i])] = text_of(*reply.element[i + 1]);
    return pairs;
}

}  // namespace

std::uint64_t WorkerView::number(std::string_view name) const
{
    const auto found = told.find(name);
    return found == told.end() ? 0 : leading_number(found->second);
}

std::string WorkerView::version() const
{
    const auto found = told.find("version");
    return found == told.end() ? "" : found->second;
}

std::vector<WorkerView> read_workers(RedisConnection& redis)
{
    const auto replies = ask_redis(
        redis, {{"TIME"}, {"HGETALL", redis_keys::workers}, {"HGETALL", redis_keys::stats}});
    const std::uint64_t now = milliseconds_of_time(*replies[0]);
    const auto told = pairs_of(*replies[2]);
    std::vector<WorkerView> workers;
    for (const auto& [id, report] : pairs_of(*replies[1])) {
        const std::size_t space = report.find(' ');
        const auto position = Position::parse(report.substr(0, space));
        if (!position || space == std::string::npos) continue;
        const std::uint64_t then = leading_number(std::string_view{report}.substr(space + 1));
        WorkerView& worker = workers.emplace_back();
        worker.id = id;
        worker.position = *position;
        worker.silent = std::chrono::milliseconds{now > then ? now - then : 0};
        const auto line = told.find(id);
        std::istringstream words{line == told.end() ? "" : line->second};
        for (std::string word; words >> word;) {
            const std::size_t equals = word.find('=');
            if (equals == std::string::npos) continue;
            worker.told[word.substr(0, equals)] = word.substr(equals + 1);
        }
    }
    return workers;
}

std::string name_of_worker(const std::string& id)
{
    std::istringstream words{id};
    std::string place;
    std::string process;
    words >> place >> process;
    const bool is_number =
        !process.empty() && process.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) return id;
    return "process " + process + " on " + place.substr(0, place.find('/'));
}

void warn_of_other_version(const std::vector<WorkerView>& workers, const std::string& version)
{
    const bool is_known = std::any_of(workers.begin(), workers.end(), [&](const WorkerView& one) {
        return one.version() == version;
    });
    if (workers.empty() || is_known) return;
    std::cerr << "warning: the running workers use pages of version " << workers.front().version()
              << ", but this command uses pages of version " << version
              << ": run it with the server's program, --templates, --static and other options\n";
}

}  // namespace aspic
