#include <aspic/reporting/activity.h>

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>

namespace aspic {

namespace {

std::atomic<ActivitySlot*> first_slot{nullptr};
std::atomic<std::size_t> slot_count{0};

std::int64_t monotonic_now()
{
    std::timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

ActivitySlot* take_slot()
{
    ActivitySlot* const first = first_slot.load(std::memory_order_acquire);
    if (first == nullptr) return nullptr;
    const std::size_t count = slot_count.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i) {
        if (first[i].take()) return &first[i];
    }
    return nullptr;
}

// The slot of one thread, from its first work until it ends.
struct SlotOfThread {
    ActivitySlot* slot = take_slot();
    bool is_working = false;

    SlotOfThread() = default;
    SlotOfThread(const SlotOfThread&) = delete;
    SlotOfThread& operator=(const SlotOfThread&) = delete;
    ~SlotOfThread()
    {
        if (slot != nullptr) slot->give_back();
    }
};

// A plain pointer beside it, because a signal handler must not run its constructor.
thread_local ActivitySlot* slot_for_handlers = nullptr;

SlotOfThread& slot_of_thread()
{
    thread_local SlotOfThread mine;
    slot_for_handlers = mine.slot;
    return mine;
}

}  // namespace

template <std::size_t Bytes>
void ActivitySlot::Text<Bytes>::set(std::string_view text)
{
    const std::size_t size = std::min(text.size(), Bytes - 1);
    std::array<char, Bytes> bytes{};
    bytes[0] = static_cast<char>(size);
    std::copy_n(text.data(), size, bytes.data() + 1);
    for (std::size_t i = 0; i < words.size() && i * 8 <= size; ++i) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i * 8, sizeof word);
        words[i].store(word, std::memory_order_relaxed);
    }
}

template <std::size_t Bytes>
void ActivitySlot::Text<Bytes>::get(std::array<char, Bytes>& text) const
{
    std::array<char, Bytes> bytes{};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::uint64_t word = words[i].load(std::memory_order_acquire);
        std::memcpy(bytes.data() + i * 8, &word, sizeof word);
    }
    const auto size = std::min<std::size_t>(static_cast<unsigned char>(bytes[0]), Bytes - 1);
    text.fill(0);
    std::copy_n(bytes.data() + 1, size, text.data());
}

bool ActivitySlot::take()
{
    std::int32_t nobody = 0;
    return thread_.compare_exchange_strong(nobody, static_cast<std::int32_t>(::gettid()));
}

void ActivitySlot::give_back()
{
    end();
    thread_.store(0, std::memory_order_release);
}

// The protocol of a sequence lock (Boehm, "Can seqlocks get along with programming language memory
// models?", MSPC 2012): the words are read with acquire, so `version_` is read after them.
void ActivitySlot::begin(std::string_view route, std::string_view path, std::string_view request_id)
{
    version_.fetch_add(1, std::memory_order_acq_rel);
    route_.set(route);
    path_.set(path);
    request_id_.set(request_id);
    began_.store(monotonic_now(), std::memory_order_relaxed);
    version_.fetch_add(1, std::memory_order_release);
}

void ActivitySlot::end()
{
    began_.store(0, std::memory_order_release);
}

bool ActivitySlot::read_names(Names& names) const
{
    const std::uint64_t before = version_.load(std::memory_order_acquire);
    if (before % 2 != 0 || began_.load(std::memory_order_acquire) == 0) return false;
    route_.get(names.route);
    path_.get(names.path);
    request_id_.get(names.request_id);
    return version_.load(std::memory_order_relaxed) == before;
}

std::optional<Activity> ActivitySlot::read() const
{
    const std::int64_t began = began_.load(std::memory_order_acquire);
    Names names{};
    if (!read_names(names) || began != began_.load(std::memory_order_relaxed)) return {};
    return Activity{.route = names.route.data(),
                    .path = names.path.data(),
                    .request_id = names.request_id.data(),
                    .began = began,
                    .thread = thread_.load(std::memory_order_relaxed)};
}

Working::Working(std::string_view route, std::string_view path, std::string_view request_id)
{
    SlotOfThread& mine = slot_of_thread();
    if (mine.slot == nullptr || mine.is_working) return;
    mine.is_working = true;
    slot_ = mine.slot;
    slot_->begin(route, path, request_id);
}

Working::~Working()
{
    if (slot_ == nullptr) return;
    slot_->end();
    slot_of_thread().is_working = false;
}

void set_activity_slots(ActivitySlot* first, std::size_t count)
{
    slot_count.store(count, std::memory_order_relaxed);
    first_slot.store(first, std::memory_order_release);
}

const ActivitySlot* activity_of_this_thread()
{
    return slot_for_handlers;
}

}  // namespace aspic
