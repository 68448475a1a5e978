#include <aspic/site/site.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/http/site_url.h>
#include <aspic/reporting/log.h>

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

void Site::stop(const Settings& settings) const
{
    for (auto stop = stops_.rbegin(); stop != stops_.rend(); ++stop) {
        try {
            (*stop)(settings);
        } catch (...) {
            log(LogLevel::error, "a function of on_stop failed",
                {{"exception", type_of_exception()}, {"why", text_of_exception()}});
        }
    }
}

void Site::add_job(Job job)
{
    const std::string name{job.name};
    if (job.interval < std::chrono::seconds{1}) {
        throw std::invalid_argument{"site.every<\"" + name +
                                    "\">: the interval must be at least one second"};
    }
    const bool exists = std::any_of(jobs_.begin(), jobs_.end(),
                                    [&](const Job& one) { return one.name == job.name; });
    if (exists)
        throw std::logic_error{"the site has two jobs with the name \"" + name +
                               "\": choose another name"};
    jobs_.push_back(std::move(job));
}

std::optional<std::vector<std::string>> Site::paths(const Settings& settings) const
{
    if (!list_paths_) return {};
    const MountScope paths_have_no_mount{""};
    return list_paths_(settings);
}

}  // namespace aspic
