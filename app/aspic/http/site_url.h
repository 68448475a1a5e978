#pragma once
// The URLs of this site as browsers see them. Below `--mount /docs`, the page at the path
// "/man/1/ls" has the URL "/docs/man/1/ls". Request::path() and Request::page() are paths; what
// Path prints, what redirect() takes and what is in a link are URLs.
//
// The prefix is that of the site which this thread works for; otherwise that of the process. Any
// thread.

#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// The prefix: "/docs", or empty.
std::string_view site_mount();

/// The URL of a path of this site, with or without a query. Write links to your own pages by Path
/// instead; this is for a path from a request:
///
///     const std::string back = site_url(request.page());
std::string site_url(std::string_view path);

/// The path of a URL of this site: "/man/1/ls?x=1" for "/docs/man/1/ls?x=1". Nothing if it is not
/// below the prefix.
std::optional<std::string> site_path(std::string_view url);

/// While it exists, this thread works for a site with this prefix. For the code around views.
class MountScope {
public:
    /// `mount` must outlive it.
    explicit MountScope(std::string_view mount);
    ~MountScope();
    MountScope(const MountScope&) = delete;
    MountScope& operator=(const MountScope&) = delete;

private:
    std::optional<std::string_view> before_;
};

/// While it exists, all threads of this process without a MountScope work for a site with this
/// prefix: those of jobs, of streams and of the site's own. Make it before they start, and destroy
/// it after they have ended.
class ProcessMount {
public:
    explicit ProcessMount(std::string mount);
    ~ProcessMount();
    ProcessMount(const ProcessMount&) = delete;
    ProcessMount& operator=(const ProcessMount&) = delete;
};

}  // namespace aspic
