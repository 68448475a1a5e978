#include <aspic/supervising/pool_file.h>

#include <fcntl.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/files_of_processes.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

fs::path directory_in(const fs::path& data)
{
    return data / "pools";
}

fs::path file_of(const fs::path& data, pid_t process)
{
    return directory_in(data) / std::to_string(process);
}

// A supervisor that was killed leaves its file. An empty one belongs to a supervisor that starts.
void remove_files_of_the_dead(const fs::path& data)
{
    for (const pid_t process : files_of_processes(directory_in(data))) {
        const fs::path path = file_of(data, process);
        const FileDescriptor file = open_to_look(path);
        if (!file.is_open() || !try_lock(file)) continue;
        const auto text = read_from(file);
        if (text && !text->empty()) ::unlink(path.c_str());
    }
}

}  // namespace

std::string PoolState::to_text() const
{
    std::ostringstream text;
    text << supervisor << '\n'
         << address << '\n'
         << begun << '\n'
         << reloads << '\n'
         << (last_reload_failed ? "failed" : "done") << '\n';
    return text.str();
}

PoolState PoolState::parse(std::string_view text)
{
    std::istringstream lines{std::string{text}};
    PoolState state;
    std::string reload;
    lines >> state.supervisor >> std::ws;
    std::getline(lines, state.address);
    lines >> state.begun >> state.reloads >> reload;
    state.last_reload_failed = reload == "failed";
    return state;
}

PoolFile::PoolFile(const fs::path& data, const PoolState& state) : path_{file_of(data, ::getpid())}
{
    std::error_code error;
    fs::create_directories(directory_in(data), error);
    remove_files_of_the_dead(data);
    ::unlink(path_.c_str());
    file_ = FileDescriptor{
        ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file_.is_open() || !try_lock(file_)) {
        throw std::runtime_error{"cannot make " + path_.string() + ": " + errno_text() +
                                 "; `reload` finds the supervisor by this file: free some disk "
                                 "space, or set --data to another directory"};
    }
    write(state);
}

PoolFile::PoolFile(const fs::path& data, FileDescriptor file)
    : path_{file_of(data, ::getpid())}, file_{std::move(file)}
{
}

PoolFile::~PoolFile()
{
    if (!is_removed(file_)) ::unlink(path_.c_str());
}

void PoolFile::write(const PoolState& state) const
{
    const std::string text = state.to_text();
    // Readers see the old text or the new one: it is far shorter than a page of memory.
    const auto written = ::pwrite(file_.get(), text.data(), text.size(), 0);
    if (written >= 0) [[maybe_unused]]
        const int cut = ::ftruncate(file_.get(), written);
}

std::vector<PoolState> running_pools(const fs::path& data)
{
    std::vector<PoolState> pools;
    for (const pid_t process : files_of_processes(directory_in(data))) {
        // The supervisor writes the file after it has locked it, and a signal to process 0 would
        // end ourselves. So the text and the name must agree.
        const FileDescriptor file = open_to_look(file_of(data, process));
        if (!file.is_open() || try_lock(file)) continue;
        const auto text = read_from(file);
        PoolState state = text ? PoolState::parse(*text) : PoolState{};
        if (state.supervisor == process) pools.push_back(std::move(state));
    }
    return pools;
}

}  // namespace aspic
