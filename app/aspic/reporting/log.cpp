#include <aspic/reporting/log.h>

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include <aspic/reporting/log_output.h>

namespace aspic {

namespace {

std::atomic<LogLevel> threshold{LogLevel::info};

// For a reader that is slow, not stuck.
constexpr std::chrono::milliseconds longest_wait{100};
std::atomic<std::uint64_t> dropped{0};

constexpr std::array<std::string_view, 4> level_names{"debug", "info ", "warn ", "error"};
// syslog(3)'s LOG_DEBUG, LOG_INFO, LOG_WARNING and LOG_ERR.
constexpr std::array<std::string_view, 4> journal_prefixes{"<7>", "<6>", "<4>", "<3>"};

void append_escaped(std::string& line, std::string_view text)
{
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 5> code{};
            std::snprintf(code.data(), code.size(), "\\x%02x", byte);
            line += code.data();
        } else if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else {
            line += c;
        }
    }
}

void append_event(std::string& line, std::string_view message,
                  std::initializer_list<LogField> fields)
{
    append_escaped(line, message);
    for (const auto& [name, value] : fields) {
        const bool quoted = value.empty() || value.find_first_of(" \"=\\") != std::string::npos;
        line += ' ';
        line += name;
        line += quoted ? "=\"" : "=";
        append_escaped(line, value);
        line += quoted ? "\"" : "";
    }
    line += '\n';
}

std::string now_in_utc()
{
    std::timespec now{};
    std::timespec_get(&now, TIME_UTC);
    std::tm parts{};
    gmtime_r(&now.tv_sec, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + size, text.size() - size, ".%03ldZ", now.tv_nsec / 1'000'000);
    return text.data();
}

}  // namespace

void set_log_level(LogLevel level)
{
    threshold.store(level, std::memory_order_relaxed);
}

bool is_journal(int descriptor, const char* journal_stream)
{
    if (journal_stream == nullptr) return false;
    struct stat about {};
    if (::fstat(descriptor, &about) != 0) return false;
    return std::to_string(about.st_dev) + ':' + std::to_string(about.st_ino) == journal_stream;
}

std::string journal_line(LogLevel level, std::string_view message,
                         std::initializer_list<LogField> fields)
{
    std::string line{journal_prefixes.at(static_cast<std::size_t>(level))};
    append_event(line, message, fields);
    return line;
}

std::string log_line(std::string_view time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields)
{
    std::string line{time};
    line += ' ';
    line += level_names.at(static_cast<std::size_t>(level));
    line += ' ';
    append_event(line, message, fields);
    return line;
}

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields)
{
    if (level < threshold.load(std::memory_order_relaxed)) return;
    static const bool goes_to_journal = is_journal(STDERR_FILENO, std::getenv("JOURNAL_STREAM"));
    const auto line_of = [](LogLevel of, std::string_view what,
                            std::initializer_list<LogField> with) {
        return goes_to_journal ? journal_line(of, what, with)
                               : log_line(now_in_utc(), of, what, with);
    };
    // Only the first line that finds no room waits for it.
    const std::uint64_t lost = dropped.exchange(0);
    const bool is_stuck =
        lost > 0 && !write_to_log(line_of(LogLevel::warning,
                                          "lines of the log were dropped, because nobody read them",
                                          {{"lines", std::to_string(lost)}}),
                                  std::chrono::milliseconds{0});
    const bool is_written =
        !is_stuck && write_to_log(line_of(level, message, fields), longest_wait);
    if (!is_written) dropped.fetch_add((is_stuck ? lost : 0) + 1);
}

}  // namespace aspic
