#include <aspic/mirroring/mirror.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <aspic/base/clock.h>
#include <aspic/base/syntax.h>
#include <aspic/mirroring/mirror_file.h>
#include <aspic/mirroring/mirror_path.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

// The front end reads a whole file into its memory, and Apache does so in each thread.
constexpr std::size_t largest_file = std::size_t{1} << 20U;

constexpr std::string_view word_before_site = " of ";

// Another failure is logged so long after the last one.
constexpr auto complaint_interval = 1min;

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
      owner_{settings_.version + std::string{word_before_site} + settings_.site},
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
    const std::string other = directory_.owner();
    if (!other.empty() && site_in(other) != settings_.site && directory_.is_kept()) {
        throw std::runtime_error{"cannot keep a mirror in " + settings_.directory.string() +
                                 ": another site keeps its mirror there (" + site_in(other) +
                                 "); set --mirror to another directory, or stop that site first"};
    }
    if (!directory_.set_owner(owner_, why))
        throw std::runtime_error{"cannot keep a mirror: " + why};
    log_ = &log;
    load_ = std::move(load);
    thread_ = std::thread{[this] { keep(); }};
}

std::string Mirror::site_in(const std::string& owner)
{
    const std::size_t at = owner.find(word_before_site);
    return at == std::string::npos ? "" : owner.substr(at + word_before_site.size());
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
        const std::string path = entry->path.str();
        if (seen_.size() < settings_.most_pages || seen_.contains(path)) seen_[path] = entry;
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

void Mirror::write(const Entry& entry)
{
    const auto name = mirror_name(settings_.mount + entry.path);
    // Its view has read nothing: `offer` says so too, but the file of hints cannot.
    if (!name || entry.status != 200 || !entry.inputs.empty() || entry.problem ||
        entry.expires <= current_time() || has_field_twice(entry.fields))
        return;
    MirrorIndex::Page page{
        .path = entry.path.str(), .name = *name, .tags = entry.tags, .expires = entry.expires};
    MirrorDirectory::Texts texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Representation& one = entry.representations[static_cast<ContentCoding>(i)];
        if (i > 0 && one.body.empty()) continue;
        texts[i] = mirror_file(entry, one);
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
    index_.remove(entry.path.str());
    count();
    if (!why.empty()) complain(why);
    if (std::string failure; !directory_.remove(names, failure)) abandon(failure);
}

// Either this sees a purge in the index, or `remove` finds the page in its own. Returns false if
// the page is not there; `why` is empty if it was purged.
bool Mirror::place(const Entry& entry, MirrorIndex::Page page, const MirrorDirectory::Texts& texts,
                   std::string& why)
{
    // If a newer program has moved pages/ away while `clear` ran, the new pages/ is of this one.
    const bool is_valid = log_->copies_current_for() > 0ms &&
                          log_->index().judge(entry, current_time()).untouched() &&
                          directory_.owner() == owner_;
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
    if (counters_ != nullptr) counters_->add(Count::mirrored);
    count();
    return true;
}

void Mirror::forget_all()
{
    may_write_.store(false);
    index_.clear();
    count();
}

void Mirror::count()
{
    page_count_.store(index_.pages(), std::memory_order_relaxed);
    byte_count_.store(index_.bytes(), std::memory_order_relaxed);
    if (counters_ != nullptr)
        counters_->set_mirror(
            {.is_kept = are_kept(), .pages = index_.pages(), .bytes = index_.bytes()});
}

void Mirror::complain(const std::string& why)
{
    if (counters_ != nullptr) counters_->add(Count::mirror_failed);
    // If the disk is full, each page has a message of its own.
    const bool is_soon =
        complained_ != Clock::time_point{} && Clock::now() < complained_ + complaint_interval;
    if (why == complaint_ || is_soon) {
        ++unlogged_;
        return;
    }
    complaint_ = why;
    complained_ = Clock::now();
    log(LogLevel::warning, "pages are not mirrored, or fewer of them",
        {{"directory", settings_.directory.string()},
         {"why", why},
         {"failures_before", std::to_string(std::exchange(unlogged_, 0))}});
}

}  // namespace aspic
