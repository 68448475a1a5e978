#include <aspic/developing/log_file.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <iostream>
#include <optional>
#include <stdexcept>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>

namespace aspic {

LogFile::LogFile(std::filesystem::path path)
    : path_{std::move(path)},
      file_{::open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0640)}
{
    if (!file_.is_open())
        throw std::runtime_error{"cannot write " + path_.string() + ": " + errno_text()};
}

void LogFile::begin()
{
    struct stat now {};
    if (::fstat(file_.get(), &now) == 0) begun_ = static_cast<std::size_t>(now.st_size);
}

std::string LogFile::last_lines(std::size_t count) const
{
    std::string text = read_from(file_, begun_).value_or("");
    while (text.ends_with('\n'))
        text.pop_back();
    std::size_t begin = text.size();
    while (count > 0 && begin > 0) {
        const std::size_t before = text.rfind('\n', begin - 1);
        begin = before == std::string::npos ? 0 : before;
        --count;
    }
    if (begin < text.size() && text[begin] == '\n') ++begin;
    return text.substr(begin);
}

void LogFile::show_new()
{
    const auto text = read_from(file_, shown_);
    if (!text || text->empty()) return;
    shown_ += text->size();
    std::cerr << *text << std::flush;
}

}  // namespace aspic
