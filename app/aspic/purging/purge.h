#pragma once
// What a view author calls when data has changed: purge(by_tag(tag("manual", "ls"))). Each site has
// a purge log of its own. In a view, at the site's start, and in a command of the site, purge()
// goes to the log of that site. In a thread of your own, use the site's SitePurges:
//
//     site.on_start([](const Settings&) {
//         updater = std::jthread{[purges = SitePurges::of_this_thread()] {
//             while (wait_for_news())
//                 purges.purge(by_tag(tag("news")));
//         }};
//     });
//
// Any thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <aspic/http/tag.h>

namespace aspic {

struct Purge {
    enum class What : std::uint8_t { tag, path, all };
    What what = What::all;
    std::string name;   // the tag or the canonical path; empty for all
    bool soft = false;  // if true: stale at once, dead after the grace time

    /// "tag manual:ls", "path /man/1/ls", "all".
    std::string to_text() const;
};

Purge by_tag(std::string tag, bool soft = false);
/// `path` is what a Path prints, or a path without the prefix of the mount (request.path()). Makes
/// it canonical. Throws std::invalid_argument if it is not a path.
Purge by_path(std::string_view path, bool soft = false);
Purge everything(bool soft = false);

/// by_tag("item", 7): the tag is made first.
template <class Part, class... More>
requires(!std::is_same_v<Part, bool> || sizeof...(More) > 0) Purge
    by_tag(std::string_view /*first*/, const Part& /*part*/, const More&... /*more*/)
{
    static_assert(!std::is_same_v<Part, Part>,
                  "by_tag: make the tag first: by_tag(tag(\"item\", 7))");
    return {};
}
template <class Other>
requires(!std::is_same_v<Other, bool>) Purge by_path(std::string_view path, const Other& other)
= delete;

/// How far a purge has come when purge() returns.
struct PurgeOutcome {
    /// True if it is in the log: every worker applies it before it next trusts its memory. If
    /// false, only this process applies it, and appends it once Redis is back.
    bool appended = false;
    /// Workers that had not applied it in time. Until they apply it, they may serve an old page.
    std::vector<std::string> late{};
    /// If it is not appended: true if it is on disk, so that it survives the end of this process.
    /// If false, it is lost if the process ends before Redis is back.
    bool kept = false;
    std::string problem{};  // a sentence, if appended is false

    /// True if no process serves the old page any more.
    bool complete() const { return appended && late.empty(); }
};

/// Appends one record to the purge log, for any number of pages, and returns when every live worker
/// has applied it, or when it is clear that this takes longer. Look at the outcome: if it is not
/// complete, tell the visitor. On a thread of your own it goes to the only site of the process;
/// throws std::logic_error if there is none, or more than one.
PurgeOutcome purge(const Purge& purge);

class PurgeLog;

/// The purges of one site. A value: copy it into threads of your own.
class SitePurges {
public:
    /// The purges of the site that purge() goes to on this thread. Throws what purge() throws.
    static SitePurges of_this_thread();

    /// Does what the function purge() does. Throws std::logic_error if the site has ended.
    PurgeOutcome purge(const Purge& purge) const;

private:
    explicit SitePurges(std::weak_ptr<PurgeLog> log);
    std::weak_ptr<PurgeLog> log_;
};

}  // namespace aspic
