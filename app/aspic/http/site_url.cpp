#include <aspic/http/site_url.h>

#include <utility>

namespace aspic {

namespace {

std::string& mount_of_process()
{
    static std::string mount;
    return mount;
}

std::optional<std::string_view>& mount_of_thread()
{
    thread_local std::optional<std::string_view> mount;
    return mount;
}

}  // namespace

std::string_view site_mount()
{
    return mount_of_thread().value_or(mount_of_process());
}

std::string site_url(std::string_view path)
{
    std::string url{site_mount()};
    return url += path;
}

std::optional<std::string> site_path(std::string_view url)
{
    const std::string_view mount = site_mount();
    if (!url.starts_with(mount)) return {};
    const std::string_view rest = url.substr(mount.size());
    if (rest.starts_with('/')) return std::string{rest};
    if (!mount.empty() && (rest.empty() || rest.front() == '?')) return "/" + std::string{rest};
    return {};
}

MountScope::MountScope(std::string_view mount) : before_{std::exchange(mount_of_thread(), mount)} {}

MountScope::~MountScope()
{
    mount_of_thread() = before_;
}

ProcessMount::ProcessMount(std::string mount)
{
    mount_of_process() = std::move(mount);
}

ProcessMount::~ProcessMount()
{
    mount_of_process().clear();
}

}  // namespace aspic
