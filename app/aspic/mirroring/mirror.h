#pragma once
// The mirror: files of pages, which the front end sends by itself while they are fresh. See
// README.md for what is in it, and why no old page is sent.
//
// `offer` may be called by any thread; it does no work on disk. A thread of the mirror writes, or
// names the page to the process that keeps the mirror. The purge log calls `remove`.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <aspic/entries/entry.h>
#include <aspic/mirroring/mirror_directory.h>
#include <aspic/mirroring/mirror_index.h>
#include <aspic/purging/page_copies.h>
#include <aspic/purging/purge_log.h>
#include <aspic/reporting/counters.h>

namespace aspic {

struct MirrorSettings {
    std::filesystem::path directory;
    std::size_t most_pages = 20'000;
    std::size_t most_bytes = std::size_t{256} << 20U;
    std::string version{};  // of this process's pages
    // Which site they are of, for people. Two sites must not have one directory.
    std::string site{};
    std::string mount{};  // prefix of the paths, as browsers see them
    // The longest time that the front end trusts the pages without news from this process.
    std::chrono::milliseconds blind_time{10'000};
    // If nobody has kept a mirror of another version for so long, that version was given up.
    std::chrono::milliseconds patience{5'000};
};

class Mirror : public PageCopies {
public:
    /// Throws std::runtime_error, which says what to do, if the directory cannot be used.
    explicit Mirror(MirrorSettings settings);
    ~Mirror() override;

    /// Counts there from now on. REQUIRES: `begin` was not called; `counters` outlives `end`.
    void count_in(Counters& counters) { counters_ = &counters; }

    /// Returns the page with this key and path that other processes have made; null if there is
    /// none. The thread of the mirror calls it.
    using Load = std::function<EntryPtr(const std::string& key, const std::string& path)>;

    /// Begins to keep the mirror, or to wait until this process may. Pages of another version are
    /// not sent any more when it returns. Throws std::runtime_error, which says what to do, if
    /// another site keeps a mirror in the directory. REQUIRES: `log` outlives `end`.
    void begin(PurgeLog& log, Load load);
    /// Removes the pages, if this process keeps them, and stops for good.
    void end();

    /// A page that everyone gets whatever their request says. It is copied if its path may be, and
    /// if this process keeps the mirror, now or later.
    void offer(const EntryPtr& entry);

    void remove(const Purge& purge) override;
    bool are_kept() const override { return are_kept_.load(std::memory_order_acquire); }

    std::size_t pages() const { return page_count_.load(std::memory_order_relaxed); }
    std::size_t bytes() const { return byte_count_.load(std::memory_order_relaxed); }

private:
    using Clock = std::chrono::steady_clock;

    static std::string site_in(const std::string& owner);
    void keep();
    void look_after();
    bool is_superseded();
    void try_to_take();
    void give_up(const std::string& why);
    void renew_trust();
    void remove_expired();
    bool was_set_back();
    EntryPtr next();
    void offer_all();
    void take_hints();
    void give_hints();
    void write(const Entry& entry);
    bool place(const Entry& entry, MirrorIndex::Page page, const MirrorDirectory::Texts& texts,
               std::string& why);
    // REQUIRES: the caller of these has locked files_.
    void abandon(const std::string& why);
    void forget_all();
    void count();
    void complain(const std::string& why);

    const MirrorSettings settings_;
    const std::string owner_;  // of pages/: this version of this site
    Counters* counters_ = nullptr;
    PurgeLog* log_ = nullptr;
    Load load_;
    std::atomic<bool> are_kept_{false};
    std::atomic<bool> may_write_{false};
    std::atomic<bool> has_old_{false};  // pages were moved away, and are still on disk
    std::atomic<std::size_t> page_count_{0};
    std::atomic<std::size_t> byte_count_{0};

    std::mutex files_;  // guards what is below
    MirrorDirectory directory_;
    MirrorIndex index_;
    Clock::time_point trusted_until_{};
    std::string complaint_;  // the last one that was logged
    Clock::time_point complained_{};
    std::uint64_t unlogged_ = 0;  // complaints since then

    // Only the thread uses these.
    Clock::time_point looked_after_{};
    Clock::time_point tried_to_take_{};
    std::string keeper_;                 // the last one that was seen
    std::string hints_;                  // those that are left
    std::chrono::milliseconds boot_{0};  // the time of day when the machine started
    Clock::time_point left_alone_{};     // since when nobody keeps the pages of another version
    bool is_superseded_ = false;
    bool has_warned_ = false;  // about the mode of the directory

    std::mutex offers_;  // guards what is below
    std::condition_variable changed_;
    std::deque<std::weak_ptr<const Entry>> queue_;
    std::unordered_map<std::string, std::weak_ptr<const Entry>> seen_;  // by path
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace aspic
