#include "script.h"

#include <aspic/http/dates.h>

#include <fstream>
#include <stdexcept>
#include <utility>

namespace conformance {

namespace fs = std::filesystem;

namespace {

// Replaces {now}, {now+N} and {now-N} by dates.
std::string with_dates(std::string value, std::chrono::sys_seconds now)
{
    constexpr std::string_view opening = "{now";
    for (auto at = value.find(opening); at != std::string::npos; at = value.find(opening, at)) {
        const std::size_t end = value.find('}', at);
        const std::string offset = value.substr(at + opening.size(), end - at - opening.size());
        const std::chrono::seconds seconds{offset.empty() ? 0 : std::stoll(offset)};
        value.replace(at, end + 1 - at, aspic::format_date(now + seconds));
    }
    return value;
}

}  // namespace

Scripts::Scripts(fs::path directory, Clock clock)
    : directory_{std::move(directory)}, clock_{std::move(clock)}
{
}

ScriptedAnswer Scripts::next(std::string_view id)
{
    int rendering = 0;
    {
        const std::lock_guard lock{mutex_};
        rendering = ++renderings_[std::string{id}];
    }
    fs::path file;
    for (int number = rendering; number > 0 && !fs::exists(file); --number)
        file = directory_ / id / std::to_string(number);
    if (!fs::exists(file)) throw aspic::NotFound{"This page has no script."};
    ScriptedAnswer answer = read(file);
    answer.response.headers.set("Rendering", std::to_string(rendering));
    return answer;
}

ScriptedAnswer Scripts::change(std::string_view id) const
{
    return read(directory_ / id / "change");
}

void Scripts::start_again()
{
    const std::lock_guard lock{mutex_};
    renderings_.clear();
}

ScriptedAnswer Scripts::read(const fs::path& file) const
{
    std::ifstream in{file};
    ScriptedAnswer answer;
    std::string line;
    std::getline(in, line);
    answer.response.status = std::stoi(line);
    while (std::getline(in, line) && !line.empty()) {
        if (line.starts_with(":takes ")) {
            answer.takes = std::chrono::milliseconds{std::stoi(line.substr(7))};
        } else if (line.starts_with(":reads ")) {
            answer.reads.push_back(line.substr(7));
        } else if (line == ":fails") {
            answer.fails = true;
        } else if (line == ":error") {
            answer.is_error = true;
        } else {
            const std::size_t colon = line.find(": ");
            if (colon == std::string::npos)
                throw std::runtime_error{file.string() + ": \"" + line + "\" is no field"};
            answer.response.headers.add(line.substr(0, colon),
                                        with_dates(line.substr(colon + 2), clock_.now()));
        }
    }
    answer.response.body.assign(std::istreambuf_iterator<char>{in}, {});
    if (!answer.response.headers.has("Content-Type"))
        answer.response.headers.set("Content-Type", "text/plain; charset=utf-8");
    return answer;
}

}  // namespace conformance
