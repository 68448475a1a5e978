#pragma once
// Purges that are not in the log yet, of this process and of others that left theirs on disk: they
// are in the spool, where there is one, and the index judges every page by them. Any thread; but
// `find_others`, `begin_writing` and `done` are called by one thread alone, which writes them to the
// log.

#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "caching/purge.h"
#include "caching/purge_index.h"
#include "caching/purge_spool.h"

namespace aspic {

class WaitingPurges {
public:
    /// Without a spool's directory (it is empty), what waits is lost with the process.
    WaitingPurges(PurgeIndex& index, const std::filesystem::path& spool);

    /// From now on no page from before the purge is served by this process. True where the purge is
    /// on disk as well; otherwise `why` says why it is not.
    bool keep(const Purge& purge, std::string& why);

    /// Takes over what other processes of this data directory have left.
    void find_others();
    /// All that wait now; `done` is called next.
    std::vector<Purge> begin_writing();
    /// The first `count` of them are in the log, and the log has been applied; with 0, it failed.
    void done(std::size_t count);
    std::size_t size() const;
    /// How many of those that wait are on no disk.
    std::size_t only_in_memory() const;

private:
    struct Waiting {
        Purge purge;
        bool is_on_disk;
        bool is_of_everything() const { return purge.what == Purge::What::all && !purge.soft; }
    };

    PurgeIndex& index_;
    std::optional<PurgeSpool> spool_;
    mutable std::mutex mutex_;  // guards what is below, and this process's file of the spool
    std::deque<Waiting> waiting_;
    std::size_t being_written_ = 0;
};

}  // namespace aspic
