#include <aspic/supervising/shared_slots.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include <aspic/base/bounded_count.h>

namespace aspic {

namespace {

// Nobody can make the file smaller, so reading it raises no SIGBUS.
constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

// Never below zero: the worker at this place may have changed, and then it counts from the start.
void decrease(std::atomic<std::uint32_t>& count)
{
    std::uint32_t now = count.load();
    while (now > 0 && !count.compare_exchange_weak(now, now - 1)) {
    }
}

// The clock is the same for all processes (CLOCK_MONOTONIC).
std::uint32_t now_in_seconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

// A busy system makes a worker late by some seconds.
constexpr std::uint32_t longest_without_progress = 5;

}  // namespace

void SharedSlots::Place::show_progress()
{
    alive.store(now_in_seconds());
}

bool SharedSlots::Place::has_free(std::size_t work) const
{
    return work < taken_of.size() && process.load() != 0 && form.load() == current_form &&
           taken.load() < most.load() && taken_of[work].load() < most_of_a_kind.load() &&
           now_in_seconds() - alive.load() <= longest_without_progress;
}

bool SharedSlots::Place::promise(std::size_t work)
{
    if (!has_free(work) || !increase_below(taken_of[work], most_of_a_kind.load())) return false;
    if (increase_below(taken, most.load())) return true;
    decrease(taken_of[work]);
    return false;
}

void SharedSlots::Place::end_promise(std::size_t work)
{
    decrease(taken_of[work]);
    decrease(taken);
}

FileDescriptor SharedSlots::make_file(std::size_t places)
{
    FileDescriptor file{::memfd_create("aspic-slots", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    const auto bytes = static_cast<off_t>(places * sizeof(Place));
    if (!file.is_open() || ::ftruncate(file.get(), bytes) != 0 ||
        ::fcntl(file.get(), F_ADD_SEALS, seals) != 0)
        return {};
    return file;
}

std::optional<SharedSlots> SharedSlots::map(int file)
{
    struct stat about {};
    if (::fcntl(file, F_GET_SEALS) != seals || ::fstat(file, &about) != 0) return {};
    const auto bytes = static_cast<std::size_t>(about.st_size);
    if (bytes == 0 || bytes % sizeof(Place) != 0) return {};
    void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) return {};
    // A new file is zero, which is a valid value of each atomic number.
    return SharedSlots{static_cast<Place*>(memory), bytes / sizeof(Place)};
}

SharedSlots::SharedSlots(SharedSlots&& other) noexcept
    : places_{std::exchange(other.places_, nullptr)}, size_{other.size_}
{
}

SharedSlots::~SharedSlots()
{
    if (places_ != nullptr) ::munmap(places_, size_ * sizeof(Place));
}

}  // namespace aspic
