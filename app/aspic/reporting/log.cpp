#include <aspic/reporting/log.h>

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <ctime>

namespace aspic {

namespace {

std::atomic<LogLevel> threshold{LogLevel::info};

constexpr std::array<std::string_view, 4> level_names{"debug", "info ", "warn ", "error"};

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

std::string log_line(std::string_view time, LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields)
{
    std::string line{time};
    line += ' ';
    line += level_names.at(static_cast<std::size_t>(level));
    line += ' ';
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
    return line;
}

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields)
{
    if (level < threshold.load(std::memory_order_relaxed)) return;
    const std::string line = log_line(now_in_utc(), level, message, fields);
    // There is nobody to tell if the log itself cannot be written.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace aspic
