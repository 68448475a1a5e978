#include <aspic/reporting/process_board.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/numbers.h>

namespace aspic {

namespace fs = std::filesystem;

// The first bytes of the file. `mark` changes with the layout of the file.
struct ProcessBoard::Header {
    static constexpr std::uint64_t current_mark = 0x41535049'43420001;  // "ASPICB", version 1
    std::uint64_t mark;
    std::int64_t process;
    std::uint64_t slots;
    std::uint64_t slot_bytes;
};

namespace {

constexpr std::size_t header_bytes = 64;

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
    const FileDescriptor other{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    return other.is_open() && !try_lock(other);
}

// A dead process with our number may have left its board. A living one in another container may
// have our number too: ours then has no name, and only `status` misses it.
FileDescriptor make_file(const fs::path& file)
{
    if (is_locked(file)) return FileDescriptor{::memfd_create("board", MFD_CLOEXEC)};
    ::unlink(file.c_str());
    return FileDescriptor{
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
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
        if (!is_removed(descriptor_)) ::unlink(file_.c_str());
        return;
    }
    ::munmap(memory_, bytes_);
}

ProcessBoard ProcessBoard::make(const fs::path& data, std::size_t threads)
{
    const fs::path file = file_of(data, ::getpid());
    std::error_code error;
    fs::create_directories(directory_in(data), error);
    FileDescriptor descriptor = make_file(file);
    const std::size_t bytes = header_bytes + threads * sizeof(ActivitySlot);
    // posix_fallocate returns its error. Without it, a full disk would end the process later.
    if (descriptor.is_open())
        errno = ::posix_fallocate(descriptor.get(), 0, static_cast<off_t>(bytes));
    if (!descriptor.is_open() || errno != 0 || !try_lock(descriptor)) throw cannot_make(file);
    void* memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.get(), 0);
    if (memory == MAP_FAILED) throw cannot_make(file);
    new (memory) Header{.mark = Header::current_mark,
                        .process = ::getpid(),
                        .slots = threads,
                        .slot_bytes = sizeof(ActivitySlot)};
    return {file, std::move(descriptor), memory, bytes, true};
}

std::optional<ProcessBoard> ProcessBoard::open(const fs::path& data, pid_t process)
{
    const fs::path file = file_of(data, process);
    FileDescriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
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
                          header.slots <= (bytes - header_bytes) / sizeof(ActivitySlot);
    if (!is_known) return {};
    return board;
}

pid_t ProcessBoard::process() const
{
    return static_cast<pid_t>(static_cast<const Header*>(memory_)->process);
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

}  // namespace aspic
