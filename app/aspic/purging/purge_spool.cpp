#include <aspic/purging/purge_spool.h>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/random_id.h>
#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

namespace fs = std::filesystem;

std::string checksum_of(std::string_view text)
{
    const auto crc =
        ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    std::array<char, 9> hex{};
    std::snprintf(hex.data(), hex.size(), "%08lx", crc & 0xffffffffUL);
    return hex.data();
}

}  // namespace

std::string PurgeSpool::to_line(const Purge& purge)
{
    const std::string what = purge.what == Purge::What::tag    ? "tag"
                             : purge.what == Purge::What::path ? "path"
                                                               : "all";
    const std::string text =
        what + (purge.soft ? " soft " : " hard ") + percent_encode(purge.name) + ' ';
    return text + checksum_of(text) + '\n';
}

std::optional<Purge> PurgeSpool::parse_line(std::string_view line)
{
    const std::size_t end = line.rfind(' ');
    if (end == std::string_view::npos) return {};
    std::string_view text = line.substr(0, end + 1);
    if (checksum_of(text) != line.substr(end + 1)) return {};
    const std::string_view what = syntax::take_until(text, ' ');
    const std::string_view kind = syntax::take_until(text, ' ');
    auto name = percent_decode(syntax::take_until(text, ' '));
    if (!name || (kind != "soft" && kind != "hard")) return {};
    const bool soft = kind == "soft";
    if (what == "tag") return Purge{Purge::What::tag, std::move(*name), soft};
    if (what == "path") return Purge{Purge::What::path, std::move(*name), soft};
    if (what == "all") return everything(soft);
    return {};
}

PurgeSpool::PurgeSpool(fs::path directory)
    : directory_{std::move(directory)}, own_{random_id() + '.'}
{
}

bool PurgeSpool::begin_file(std::string& why)
{
    std::error_code error;
    fs::create_directories(directory_, error);
    if (error) {
        why = "the directory " + directory_.string() + " cannot be made: " + error.message();
        return false;
    }
    for (int attempt = 0; attempt < 100; ++attempt) {
        path_ = directory_ / (own_ + std::to_string(++files_));
        FileDescriptor file{
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600)};
        if (!file.is_open()) break;
        // Before we lock the new file, another process may think that it was left by a dead
        // process, and remove it.
        if (!try_lock(file) || is_removed(file)) continue;
        file_ = std::move(file);
        size_ = 0;
        return true;
    }
    why = "the file " + path_.string() + " cannot be made: " + errno_text();
    return false;
}

bool PurgeSpool::keep(const Purge& purge, std::string& why)
{
    const bool is_new = !file_.is_open();
    if (is_new && !begin_file(why)) return false;
    const std::string line = to_line(purge);
    if (write_to_disk(file_, line)) {
        size_ += line.size();
        if (is_new) sync_directory(directory_);
        return true;
    }
    why = "the file " + path_.string() + " cannot be written: " + errno_text();
    // Half a line would count as a purge of everything.
    if (is_new) {
        forget();
    } else {
        [[maybe_unused]] const int cut = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    }
    return false;
}

void PurgeSpool::forget()
{
    if (!file_.is_open()) return;
    ::unlink(path_.c_str());
    file_.close();
    sync_directory(directory_);
}

std::vector<Purge> PurgeSpool::read_others()
{
    std::vector<Purge> purges;
    std::error_code error;
    std::map<fs::path, Other> known = std::exchange(others_, {});
    for (fs::directory_iterator file{directory_, error}, end; !error && file != end;
         file.increment(error)) {
        const fs::path& path = file->path();
        if (path.filename().string().starts_with(own_)) continue;
        if (auto before = known.extract(path)) others_.insert(std::move(before));
        read_other(path, purges);
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        // Its purges may be of any page.
        if (known.empty() && others_.empty()) {
            log(LogLevel::error,
                "the directory of waiting purges cannot be read; everything is purged: make the "
                "user who runs this program its owner",
                {{"directory", directory_.string()}, {"why", error.message()}});
            purges.push_back(everything());
        }
        others_.try_emplace(directory_);
    }
    return purges;
}

void PurgeSpool::read_other(const fs::path& path, std::vector<Purge>& purges)
{
    const auto [place, is_new] = others_.try_emplace(path);
    Other& other = place->second;
    if (other.left.is_open()) return;  // read to its end
    FileDescriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.is_open() && errno == ENOENT) return;  // its process has just removed it
    const bool is_left = file.is_open() && try_lock(file);
    const auto text = file.is_open() ? read_from(file, other.read) : std::nullopt;
    if (!text) {
        if (!is_new) return;
        log(LogLevel::error,
            "a file of waiting purges cannot be read; everything is purged: make the user who runs "
            "this program its owner, or remove it",
            {{"file", path.string()}, {"why", errno_text()}});
        purges.push_back(everything());
        return;
    }
    std::string_view rest = *text;
    bool is_damaged = is_left && is_new && rest.empty();
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        if (auto purge = parse_line(rest.substr(0, end))) {
            purges.push_back(std::move(*purge));
        } else {
            is_damaged = true;
        }
        rest.remove_prefix(end + 1);
    }
    other.read += text->size() - rest.size();
    // A running process may still be writing its last line.
    if (is_left && !rest.empty()) is_damaged = true;
    if (is_damaged) {
        log(LogLevel::warning, "a file of waiting purges is damaged; everything is purged instead",
            {{"file", path.string()}});
        purges.push_back(everything());
    }
    if (is_left) other.left = std::move(file);
}

void PurgeSpool::done_with_others()
{
    for (auto other = others_.begin(); other != others_.end();) {
        if (!other->second.left.is_open()) {
            ++other;
            continue;
        }
        ::unlink(other->first.c_str());
        other = others_.erase(other);
    }
}

}  // namespace aspic
