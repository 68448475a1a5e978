#include <aspic/site/site.h>

#include <utility>

namespace aspic {

void Site::option(std::string name, std::string value_name, std::string default_value,
                  std::string help)
{
    options_.push_back(
        {std::move(name), std::move(value_name), std::move(default_value), std::move(help)});
}

void Site::command(std::string name, std::string help, std::function<int(const Settings&)> run)
{
    commands_.push_back({std::move(name), std::move(help), std::move(run)});
}

void Site::start(const Settings& settings) const
{
    for (const Start& start : starts_)
        start(settings);
}

std::optional<std::vector<std::string>> Site::paths(const Settings& settings) const
{
    if (!list_paths_) return {};
    return list_paths_(settings);
}

}  // namespace aspic
