#pragma once
// Purges that are not in the log yet: those of this process, and those that other processes left on
// disk. They are in the spool, if there is one, and the index judges every page by them. Any
// thread; but `find_others`, `begin_writing` and `done` are called by one thread alone, which
// writes them to the log.

#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <aspic/purging/purge.h>
#include <aspic/purging/purge_index.h>
#include <aspic/purging/purge_spool.h>

namespace aspic {

class WaitingPurges {
public:
    /// `spool` is the directory of the spool. If it is empty, there is none: waiting purges are
    /// then lost with the process.
    WaitingPurges(PurgeIndex& index, const std::filesystem::path& spool);

    /// From now on this process serves no page from before the purge. Returns true if the purge is
    /// on disk as well; otherwise `why` says why it is not.
    bool keep(const Purge& purge, std::string& why);

    /// Takes over what other processes of this data directory have left, and returns it.
    std::vector<Purge> find_others();
    /// Returns all that wait now. REQUIRES: `done` is called next.
    std::vector<Purge> begin_writing();
    /// The first `count` of them are in the log, and the log has been applied; 0 if the writing
    /// failed.
    void done(std::size_t count);
    std::size_t size() const;
    /// How many of the waiting ones are not on disk.
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
