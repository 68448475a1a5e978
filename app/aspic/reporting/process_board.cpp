#include <aspic/reporting/process_board.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/ended_processes.h>
#include <aspic/reporting/files_of_processes.h>

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
    const FileDescriptor other = open_to_look(file);
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

// The board that this process has mapped. A signal handler reads it.
std::atomic<std::byte*> mapped{nullptr};
std::atomic<std::size_t> mapped_bytes{0};
const auto page_bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
struct sigaction on_bus_error_before {};

// The system raises SIGBUS if a page of the file is gone. The page is replaced by one of our own,
// and the thread goes on. Any other SIGBUS comes again, for the handler before.
void replace_lost_page(int, siginfo_t* info, void*)
{
    const int error = errno;
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr);
    const auto first = reinterpret_cast<std::uintptr_t>(mapped.load());
    const bool is_sent = info->si_code <= 0;  // by kill(2)
    const bool is_ours = !is_sent && first != 0 && at >= first && at < first + mapped_bytes.load();
    constexpr int how = MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED;
    void* const page = mapped.load() + (is_ours ? (at - first) / page_bytes * page_bytes : 0);
    if (!is_ours || ::mmap(page, page_bytes, PROT_READ | PROT_WRITE, how, -1, 0) == MAP_FAILED)
        ::sigaction(SIGBUS, &on_bus_error_before, nullptr);
    if (is_sent) ::raise(SIGBUS);
    errno = error;
}

void survive_lost_pages(void* memory, std::size_t bytes)
{
    mapped_bytes.store(bytes);
    if (mapped.exchange(static_cast<std::byte*>(memory)) != nullptr) return;
    struct sigaction action {};
    action.sa_sigaction = replace_lost_page;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    ::sigaction(SIGBUS, &action, &on_bus_error_before);
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
        // The number in the memory may have been lost with the file.
        if (!is_removed(descriptor_)) remove(file_.parent_path().parent_path(), ::getpid());
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
    survive_lost_pages(memory, bytes);
    return {file, std::move(descriptor), memory, bytes, true};
}

std::optional<ProcessBoard> ProcessBoard::open(const fs::path& data, pid_t process)
{
    const fs::path file = file_of(data, process);
    FileDescriptor descriptor = open_to_look(file);
    struct stat about {};
    if (!descriptor.is_open() || ::fstat(descriptor.get(), &about) != 0) return {};
    const auto bytes = static_cast<std::size_t>(about.st_size);
    if (bytes < header_bytes) return {};
    void* memory =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return {};
    ProcessBoard board{file, std::move(descriptor), memory, bytes, false};
    if (!board.copy()) return {};
    const auto& header = *static_cast<const Header*>(memory);
    const bool is_known = header.mark == Header::current_mark &&
                          header.slot_bytes == sizeof(ActivitySlot) &&
                          header.counters_bytes == sizeof(Counters) &&
                          header.slots <= (bytes - header_bytes) / sizeof(ActivitySlot);
    if (!is_known) return {};
    return board;
}

// A slot that changes while it is copied would show words of two requests. So all are copied twice,
// and one that differs says nothing, as one that is being written.
bool ProcessBoard::copy() const
{
    const auto read_at = [this](void* to, std::size_t size, std::size_t offset) {
        return ::pread(descriptor_.get(), to, size, static_cast<off_t>(offset)) ==
               static_cast<ssize_t>(size);
    };
    if (!read_at(memory_, bytes_, 0)) return false;
    const std::size_t all = bytes_ - header_bytes;
    std::vector<std::byte> again(all);
    if (!read_at(again.data(), all, header_bytes)) return false;
    auto* const slots = static_cast<std::byte*>(memory_) + header_bytes;
    for (std::size_t at = 0; at + sizeof(ActivitySlot) <= all; at += sizeof(ActivitySlot)) {
        if (std::memcmp(slots + at, again.data() + at, sizeof(ActivitySlot)) != 0)
            std::memset(slots + at, 0, sizeof(ActivitySlot));
    }
    return true;
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
    if (!ended.is_locked()) return;
    if (const auto board = open(data, process))
        ended.add(process, board->started(), board->counters().totals());
    ::unlink(file_of(data, process).c_str());
}

std::vector<pid_t> ProcessBoard::processes(const fs::path& data)
{
    return files_of_processes(directory_in(data));
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
