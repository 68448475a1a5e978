#include <aspic/mirroring/mirror.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include <aspic/base/clock.h>
#include <aspic/base/syntax.h>
#include <aspic/mirroring/mirror_file.h>
#include <aspic/mirroring/mirror_path.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr auto look_interval = 250ms;
constexpr auto take_interval = 1s;
// The front end looks at its trust once in a second of its clock.
constexpr auto longest_without_look = 1s;
// The front end reads a whole file into its memory, and Apache does so in each thread.
constexpr std::size_t largest_file = std::size_t{1} << 20U;

// Subtracted from the time that a purge waits: a purge waits for a silent worker a second longer
// than its blind time, and the front end may notice the end of its trust a second late.
std::chrono::milliseconds margin_of(std::chrono::milliseconds blind_time)
{
    return std::min<std::chrono::milliseconds>(500ms, blind_time / 2);
}

// The scripts of the front ends set each field once.
bool has_field_twice(const Headers& fields)
{
    std::set<std::string> names;
    return std::any_of(fields.begin(), fields.end(), [&](const auto& field) {
        return !names.insert(syntax::lower_case(field.name)).second;
    });
}

}  // namespace

Mirror::Mirror(MirrorSettings settings)
    : settings_{std::move(settings)},
      directory_{settings_.directory},
      index_{{.pages = settings_.most_pages, .bytes = settings_.most_bytes}}
{
    const std::string why = MirrorDirectory::why_not_usable(settings_.directory);
    if (why.empty()) return;
    throw std::runtime_error{"cannot keep a mirror in " + settings_.directory.string() + ": " +
                             why +
                             "; make this directory for the user who runs this program, with "
                             "the group of the front end, or set --mirror to another one"};
}

Mirror::~Mirror()
{
    end();
}

void Mirror::begin(PurgeLog& log, Load load)
{
    std::string why;
    if (!directory_.set_version(settings_.version, why))
        throw std::runtime_error{"cannot keep a mirror: " + why};
    log_ = &log;
    load_ = std::move(load);
    thread_ = std::thread{[this] { keep(); }};
}

void Mirror::end()
{
    {
        const std::lock_guard lock{offers_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Mirror::offer(const EntryPtr& entry)
{
    if (!mirror_name(settings_.mount + entry->path)) return;
    {
        const std::lock_guard lock{offers_};
        if (stopping_) return;
        if (seen_.size() < settings_.most_pages || seen_.contains(entry->path))
            seen_[entry->path] = entry;
        if (queue_.size() >= settings_.most_pages) return;
        queue_.emplace_back(entry);
    }
    if (are_kept()) changed_.notify_all();
}

void Mirror::remove(const Purge& purge)
{
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return;
    std::string why;
    bool are_removed = false;
    if (purge.what == Purge::What::all) {
        index_.clear();
        are_removed = directory_.clear(why);
        has_old_.store(true);
    } else {
        are_removed = directory_.remove(index_.take_purged(purge), why);
    }
    count();
    if (!are_removed) abandon(why);
}

// The thread.
void Mirror::keep()
{
    for (;;) {
        {
            std::unique_lock lock{offers_};
            changed_.wait_until(lock, looked_after_ + look_interval, [this] {
                return stopping_ || (!queue_.empty() && may_write_.load());
            });
            if (stopping_) break;
        }
        if (Clock::now() >= looked_after_ + look_interval) {
            look_after();
            looked_after_ = Clock::now();
        }
        if (const EntryPtr entry = next()) write(*entry);
    }
    give_up("");
}

EntryPtr Mirror::next()
{
    if (!may_write_.load()) return nullptr;
    const std::lock_guard lock{offers_};
    while (!queue_.empty()) {
        EntryPtr entry = queue_.front().lock();
        queue_.pop_front();
        if (entry) return entry;
    }
    return nullptr;
}

void Mirror::look_after()
{
    if (!are_kept()) {
        if (is_superseded_) return;
        if (Clock::now() >= tried_to_take_ + take_interval) {
            tried_to_take_ = Clock::now();
            try_to_take();
        }
        return are_kept() ? renew_trust() : give_hints();
    }
    const bool is_intact = [&] {
        const std::lock_guard lock{files_};
        return directory_.is_held() && directory_.is_intact();
    }();
    if (!is_intact || directory_.version() != settings_.version)
        return give_up("another process has replaced the directory or its pages");
    if (was_set_back()) remove(everything());
    renew_trust();
    take_hints();
    remove_expired();
    if (has_old_.exchange(false)) directory_.delete_old();
    const std::lock_guard lock{offers_};
    std::erase_if(seen_, [](const auto& one) { return one.second.expired(); });
}

void Mirror::try_to_take()
{
    // A newer program has begun, and this process ends soon.
    is_superseded_ = directory_.version() != settings_.version;
    if (is_superseded_) return;
    std::string why;
    const std::string keeper = log_->worker();
    {
        const std::lock_guard lock{files_};
        const auto taken = directory_.take(keeper, why);
        if (taken == MirrorDirectory::Taken::failed) complain(why);
        if (taken != MirrorDirectory::Taken::done) return;
        forget_all();
        complaint_.clear();
        are_kept_.store(true, std::memory_order_release);
    }
    has_old_.store(true);
    hints_.clear();
    boot_ = {};
    const std::string& former = directory_.former_keeper();
    if (!former.empty()) log_->forget_ended(former);
    log(LogLevel::info, "this process keeps the mirror",
        {{"directory", settings_.directory.string()}});
    offer_all();
}

void Mirror::offer_all()
{
    const std::lock_guard lock{offers_};
    queue_.clear();
    for (const auto& [path, entry] : seen_)
        queue_.push_back(entry);
}

// Other workers have pages that this one has not been asked for. There may be thousands: the trust
// must be renewed meanwhile, and this process may have to stop.
void Mirror::take_hints()
{
    if (!may_write_.load()) return;
    if (hints_.empty()) hints_ = directory_.take_hints();
    const auto until = Clock::now() + look_interval;
    std::string_view rest = hints_;
    while (!rest.empty() && Clock::now() < until) {
        std::string_view line = syntax::take_until(rest, '\n');
        const std::string path{syntax::take_until(line, ' ')};
        const std::string key{line};
        if (key.empty()) continue;
        if (const EntryPtr entry = load_(key, path)) write(*entry);
    }
    hints_.erase(0, hints_.size() - rest.size());
}

void Mirror::give_hints()
{
    std::string keeper = directory_.keeper();
    if (keeper.empty()) return;
    // A new one has none of the pages.
    if (keeper != std::exchange(keeper_, keeper)) offer_all();
    std::string lines;
    {
        const std::lock_guard lock{offers_};
        for (; !queue_.empty(); queue_.pop_front()) {
            if (const EntryPtr entry = queue_.front().lock())
                lines.append(entry->path).append(" ").append(entry->key).append("\n");
        }
    }
    if (!lines.empty()) directory_.hint(lines);
}

// `why` is empty if this process stops.
void Mirror::give_up(const std::string& why)
{
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return;
    if (!why.empty()) complain(why);
    std::string failure;
    if (!directory_.give_up(failure)) return abandon(failure);
    forget_all();
    are_kept_.store(false, std::memory_order_release);
}

// Old pages cannot be removed. When their trust is over, nobody sends them.
void Mirror::abandon(const std::string& why)
{
    complain(why);
    may_write_.store(false);
    std::this_thread::sleep_until(trusted_until_);
    directory_.leave();
    forget_all();
    are_kept_.store(false, std::memory_order_release);
}

void Mirror::forget_all()
{
    may_write_.store(false);
    index_.clear();
    count();
}

void Mirror::renew_trust()
{
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return;
    // This process may be stopped between any two lines, so the moment comes first.
    const Clock::time_point from = Clock::now();
    const MirrorDirectory::Moment moment = MirrorDirectory::now();
    const auto left = std::min(log_->copies_current_for(), settings_.blind_time);
    const auto trusted = left - margin_of(settings_.blind_time);
    may_write_.store(trusted > 0ms);
    if (trusted <= 0ms) return;
    std::string why;
    if (!directory_.trust(moment, trusted, why)) complain(why);
    trusted_until_ = from + trusted + longest_without_look;
}

void Mirror::remove_expired()
{
    const std::lock_guard lock{files_};
    std::string why;
    if (!directory_.remove(index_.take_expired(current_time()), why)) complain(why);
    count();
}

// The front end compares times of expiry with the time of day.
bool Mirror::was_set_back()
{
    constexpr auto tolerated = 2s;
    const MirrorDirectory::Moment now = MirrorDirectory::now();
    const auto before = std::exchange(boot_, now.clock - now.uptime);
    return before != 0ms && boot_ < before - tolerated;
}

void Mirror::write(const Entry& entry)
{
    const auto name = mirror_name(settings_.mount + entry.path);
    // Its view has read nothing: `offer` says so too, but the file of hints cannot.
    if (!name || entry.status != 200 || !entry.inputs.empty() || !entry.problem.body.empty() ||
        entry.expires <= current_time() || has_field_twice(entry.fields))
        return;
    MirrorIndex::Page page{
        .path = entry.path, .name = *name, .tags = entry.tags, .expires = entry.expires};
    MirrorDirectory::Texts texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0 && entry.representations[i].body.empty()) continue;
        texts[i] = mirror_file(entry, entry.representations[i]);
        if (texts[i].size() > largest_file) return;
        page.bytes += texts[i].size();
    }
    {
        const std::lock_guard lock{files_};
        if (!directory_.is_held() || page.bytes > settings_.most_bytes || !index_.may_add(page))
            return;
    }
    std::string why;
    const bool is_drafted = directory_.draft(texts, why);
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return directory_.drop_draft();
    const std::vector<std::string> names{page.name};
    if (is_drafted && place(entry, std::move(page), texts, why)) return;
    // What is there is older than this page.
    index_.remove(entry.path);
    count();
    if (!why.empty()) complain(why);
    if (std::string failure; !directory_.remove(names, failure)) abandon(failure);
}

// Either this sees a purge in the index, or `remove` finds the page in its own. Returns false if the
// page is not there; `why` is empty if it was purged.
bool Mirror::place(const Entry& entry, MirrorIndex::Page page, const MirrorDirectory::Texts& texts,
                   std::string& why)
{
    // If a newer program has moved pages/ away while `clear` ran, the new pages/ is of this one.
    const bool is_valid = log_->copies_current_for() > 0ms &&
                          log_->index().judge(entry, current_time()).untouched() &&
                          directory_.version() == settings_.version;
    if (!is_valid) {
        directory_.drop_draft();
        return false;
    }
    // A purge of a tag that only the old page had will not find the new one.
    const bool is_another = index_.has(page.path);
    if (!directory_.place(page.name, texts, why)) return false;
    std::string failure;
    const bool is_noted = !is_another || directory_.note_removal(failure);
    if (!directory_.remove(index_.add(std::move(page)), failure) || !is_noted) abandon(failure);
    count();
    return true;
}

void Mirror::count()
{
    page_count_.store(index_.pages(), std::memory_order_relaxed);
    byte_count_.store(index_.bytes(), std::memory_order_relaxed);
}

void Mirror::complain(const std::string& why)
{
    if (std::exchange(complaint_, why) == why) return;
    log(LogLevel::warning, "pages are not mirrored, or fewer of them",
        {{"directory", settings_.directory.string()}, {"why", why}});
}

}  // namespace aspic
