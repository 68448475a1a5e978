#pragma once
// What the mirror of this process holds: for each path its tags, its size and when it expires. It
// says which pages a purge hits, and which page makes room for another one. One thread at a time.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/purging/purge.h>

namespace aspic {

class MirrorIndex {
public:
    struct Limits {
        std::size_t pages;
        std::size_t bytes;
    };
    explicit MirrorIndex(Limits limits) : limits_{limits} {}

    struct Page {
        std::string path;  // without the prefix of the mount
        std::string name;  // see mirror_name
        std::vector<std::string> tags;
        std::size_t bytes = 0;  // of all its files
        Time expires;
    };

    /// False if another path with the same letters, large or small, is in it: a file system may not
    /// tell the two names apart.
    bool may_add(const Page& page) const;
    /// Adds the page, or replaces the one with its path. Returns the names of the pages that make
    /// room for it: those that expire first, which may be this one.
    std::vector<std::string> add(Page page);
    bool has(const std::string& path) const { return by_path_.contains(path); }
    /// Removes the page, if it is there.
    void remove(const std::string& path);
    void clear();

    /// Removes the pages that the purge hits, and returns their names. REQUIRES: the purge is of a
    /// tag or a path.
    std::vector<std::string> take_purged(const Purge& purge);
    /// Removes the pages that have expired, and returns their names.
    std::vector<std::string> take_expired(Time now);

    std::size_t pages() const { return by_path_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    std::string take(const std::string& path);

    const Limits limits_;
    std::unordered_map<std::string, Page> by_path_;
    std::unordered_map<std::string, std::string> by_small_name_;     // in lower case -> path
    std::unordered_map<std::string, std::set<std::string>> by_tag_;  // tag -> paths
    std::set<std::pair<Time, std::string>> by_time_;
    std::size_t bytes_ = 0;
};

}  // namespace aspic
