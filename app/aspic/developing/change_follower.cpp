#include <aspic/developing/change_follower.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr auto longest_wait = 2s;

// A linker writes a program in pieces.
constexpr std::chrono::milliseconds rest_of(ChangeOf kind)
{
    return kind == ChangeOf::program ? 250ms : 60ms;
}

}  // namespace

ChangeFollower::ChangeFollower(SiteSources sources, std::filesystem::path own)
    : sources_{std::move(sources)}, watch_{[own = std::move(own)](const auto& directory) {
          return directory != own && may_have_sources(directory);
      }}
{
    watch_.add_tree(sources_.templates);
    for (const std::filesystem::path& source : sources_.static_files) {
        std::error_code unreadable;
        if (std::filesystem::is_directory(source, unreadable))
            watch_.add_tree(source);
        else
            watch_.add(source.parent_path());
    }
    watch_.add(sources_.program.parent_path());
    watch_.add_tree(sources_.root);
}

std::vector<ChangeOf> ChangeFollower::at_rest(Clock::time_point now)
{
    for (const std::filesystem::path& path : watch_.changed()) {
        Change& change = changes_.at(static_cast<std::size_t>(sources_.kind_of(path)));
        if (!change.first) change.first = now;
        change.last = now;
    }
    changes_.at(static_cast<std::size_t>(ChangeOf::nothing)) = {};
    std::vector<ChangeOf> found;
    for (std::size_t number = 0; number < kinds; ++number) {
        const auto kind = static_cast<ChangeOf>(number);
        Change& change = changes_.at(number);
        if (!change.first) continue;
        if (now - change.last < rest_of(kind) && now - *change.first < longest_wait) continue;
        change = {};
        found.push_back(kind);
    }
    return found;
}

bool ChangeFollower::is_waiting() const
{
    return std::any_of(changes_.begin(), changes_.end(),
                       [](const Change& change) { return change.first.has_value(); });
}

}  // namespace aspic
