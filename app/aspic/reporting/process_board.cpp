#include <aspic/reporting/process_board.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/numbers.h>
#include <aspic/reporting/ended_processes.h>

namespace aspic {

namespace fs = std::filesystem;

// The first bytes of the file. `mark` changes with the layout of the file.
struct ProcessBoard::Header {
    static constexpr std::uint64_t current_mark = 0x41535049'43420003;  // "ASPICB", version 3
    std::uint64_t mark;
    std::int64_t process;
    std::int64_t started;
    std::uint64_t slots;
    std::uint64_t slot_bytes;
    std::uint64_t counters_bytes;
};

namespace {

// The header, the counters (from a cache line on), the slots.
constexpr std::size_t counters_at = 64;
constexpr std::size_t header_bytes = counters_at + sizeof(Counters);

// A pipe in the directory must not make us wait for a writer.
constexpr int reads = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

// After `kill -9` without a supervisor, nobody removes a board.
constexpr std::size_t most_dead = 16;

std::int64_t milliseconds_now()
{
    std::timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * std::int64_t{1000} + now.tv_nsec / 1'000'000;
}

fs::path directory_in(const fs::path& data)
{
    return data / "processes";
}

fs::path file_of(const fs::path& data, pid_t process)
{
    return directory_in(data) / std::to_string(process);
}

bool is_locked(const fs::path& file)
{
    const FileDescriptor other{::open(file.c_str(), reads)};
    return other.is_open() && !try_lock(other);
}

// A dead process with our number may have left its board. A living one in another container may
// have our number too: ours then has no name, and only `status` misses it.
FileDescriptor make_file(const fs::path& data, pid_t process)
{
    const fs::path file = file_of(data, process);
    if (is_locked(file)) return FileDescriptor{::memfd_create("board", MFD_CLOEXEC)};
    ProcessBoard::remove(data, process);
    return FileDescriptor{
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
}

// The supervisor may still read the boards of those that died last.
void remove_long_dead(const fs::path& data)
{
    std::vector<std::pair<std::int64_t, pid_t>> dead;
    for (const pid_t process : ProcessBoard::processes(data)) {
        const auto board = ProcessBoard::open(data, process);
        if (board && !board->is_alive()) dead.emplace_back(board->started(), process);
    }
    std::sort(dead.begin(), dead.end());
    for (std::size_t i = 0; i + most_dead < dead.size(); ++i)
        ProcessBoard::remove(data, dead[i].second);
}

std::runtime_error cannot_make(const fs::path& file)
{
    return std::runtime_error{"cannot make " + file.string() + ": " + errno_text() +
                              "; the server notes there what its threads do: free some disk "
                              "space, or set --data to another directory"};
}

}  // namespace

ProcessBoard::ProcessBoard(fs::path file, FileDescriptor descriptor, void* memory,
                           std::size_t bytes, bool is_mine)
    : file_{std::move(file)},
      descriptor_{std::move(descriptor)},
      memory_{memory},
      bytes_{bytes},
      is_mine_{is_mine}
{
}

ProcessBoard::ProcessBoard(ProcessBoard&& other) noexcept
    : file_{std::move(other.file_)},
      descriptor_{std::move(other.descriptor_)},
      memory_{std::exchange(other.memory_, nullptr)},
      bytes_{other.bytes_},
      is_mine_{other.is_mine_}
{
}

ProcessBoard::~ProcessBoard()
{
    if (memory_ == nullptr) return;
    if (is_mine_) {
        // Threads that are still at work may write to the memory until the process ends.
        set_activity_slots(nullptr, 0);
        if (!is_removed(descriptor_)) remove(file_.parent_path().parent_path(), process());
        return;
    }
    ::munmap(memory_, bytes_);
}

ProcessBoard ProcessBoard::make(const fs::path& data, std::size_t threads)
{
    const fs::path file = file_of(data, ::getpid());
    std::error_code error;
    fs::create_directories(directory_in(data), error);
    remove_long_dead(data);
    FileDescriptor descriptor = make_file(data, ::getpid());
    const std::size_t bytes = header_bytes + threads * sizeof(ActivitySlot);
    // posix_fallocate returns its error. Without it, a full disk would end the process later.
    if (descriptor.is_open())
        errno = ::posix_fallocate(descriptor.get(), 0, static_cast<off_t>(bytes));
    // Whoever asks if the process lives has the lock for a moment.
    if (!descriptor.is_open() || errno != 0 || !lock(descriptor)) throw cannot_make(file);
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.get(), 0);
    if (memory == MAP_FAILED) throw cannot_make(file);
    new (memory) Header{.mark = Header::current_mark,
                        .process = ::getpid(),
                        .started = milliseconds_now(),
                        .slots = threads,
                        .slot_bytes = sizeof(ActivitySlot),
                        .counters_bytes = sizeof(Counters)};
    new (static_cast<std::byte*>(memory) + counters_at) Counters;
    return {file, std::move(descriptor), memory, bytes, true};
}

std::optional<ProcessBoard> ProcessBoard::open(const fs::path& data, pid_t process)
{
    const fs::path file = file_of(data, process);
    FileDescriptor descriptor{::open(file.c_str(), reads)};
    struct stat about {};
    if (!descriptor.is_open() || ::fstat(descriptor.get(), &about) != 0) return {};
    const auto bytes = static_cast<std::size_t>(about.st_size);
    if (bytes < header_bytes) return {};
    void* memory = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor.get(), 0);
    if (memory == MAP_FAILED) return {};
    ProcessBoard board{file, std::move(descriptor), memory, bytes, false};
    const auto& header = *static_cast<const Header*>(memory);
    const bool is_known = header.mark == Header::current_mark &&
                          header.slot_bytes == sizeof(ActivitySlot) &&
                          header.counters_bytes == sizeof(Counters) &&
                          header.slots <= (bytes - header_bytes) / sizeof(ActivitySlot);
    if (!is_known) return {};
    return board;
}

pid_t ProcessBoard::process() const
{
    return static_cast<pid_t>(static_cast<const Header*>(memory_)->process);
}

std::int64_t ProcessBoard::started() const
{
    return static_cast<const Header*>(memory_)->started;
}

bool ProcessBoard::is_alive() const
{
    return is_locked(file_);
}

std::vector<Activity> ProcessBoard::activities() const
{
    std::vector<Activity> found;
    for (std::size_t i = 0; i < slot_count(); ++i) {
        if (auto activity = slots()[i].read()) found.push_back(std::move(*activity));
    }
    std::sort(found.begin(), found.end(),
              [](const Activity& a, const Activity& b) { return a.began < b.began; });
    return found;
}

void ProcessBoard::remove(const fs::path& data, pid_t process)
{
    EndedProcesses ended{data};
    if (const auto board = open(data, process))
        ended.add(process, board->started(), board->counters().totals());
    ::unlink(file_of(data, process).c_str());
}

std::vector<pid_t> ProcessBoard::processes(const fs::path& data)
{
    std::vector<pid_t> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{directory_in(data), error}) {
        if (const auto number = parse_number<std::int32_t>(entry.path().filename().string()))
            found.push_back(*number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

ActivitySlot* ProcessBoard::slots() const
{
    return reinterpret_cast<ActivitySlot*>(static_cast<std::byte*>(memory_) + header_bytes);
}

std::size_t ProcessBoard::slot_count() const
{
    return static_cast<const Header*>(memory_)->slots;
}

Counters& ProcessBoard::counters() const
{
    return *reinterpret_cast<Counters*>(static_cast<std::byte*>(memory_) + counters_at);
}

}  // namespace aspic
