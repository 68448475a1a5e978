#include <aspic/reporting/access_line.h>

#include <array>
#include <cstdio>
#include <ctime>

#include <aspic/base/json.h>

namespace aspic {

namespace {

constexpr std::string_view pass_path = "/_xray/";

// Whoever reads the log must not be able to open X-ray.
std::string without_pass(std::string_view target)
{
    const std::size_t at = target.substr(0, target.find('?')).find(pass_path);
    if (at == std::string_view::npos) return std::string{target};
    return std::string{target.substr(0, at + pass_path.size())} + "***";
}

std::string_view without_query(std::string_view url)
{
    return url.substr(0, url.find_first_of("?#"));
}

std::tm utc(std::chrono::system_clock::time_point at)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

// As Apache's ap_escape_logitem does.
void append_log_text(std::string& text, std::string_view value)
{
    if (value.empty()) text += '-';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        constexpr std::string_view controls = "\b\n\r\t\v";
        constexpr std::string_view letters = "bnrtv";
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (const auto at = controls.find(c); at != std::string_view::npos) {
            text += '\\';
            text += letters[at];
        } else if (byte < 0x20 || byte >= 0x7f) {
            std::array<char, 5> code{};
            std::snprintf(code.data(), code.size(), "\\x%02x", byte);
            text += code.data();
        } else {
            text += c;
        }
    }
}

void append_combined(std::string& text, const AccessLine& line)
{
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::tm at = utc(line.at);
    std::array<char, 64> time{};
    std::snprintf(time.data(), time.size(), " - - [%02d/%s/%04d:%02d:%02d:%02d +0000] \"",
                  at.tm_mday, months.at(static_cast<std::size_t>(at.tm_mon)), at.tm_year + 1900,
                  at.tm_hour, at.tm_min, at.tm_sec);
    append_log_text(text, line.remote_address);
    text += time.data();
    append_log_text(text, line.method);
    text += ' ';
    append_log_text(text, without_pass(line.target));
    text += ' ';
    append_log_text(text, line.protocol);
    text += "\" ";
    text += std::to_string(line.status);
    text += ' ';
    text += line.bytes == 0 ? "-" : std::to_string(line.bytes);
    text += " \"";
    append_log_text(text, without_query(line.referer));
    text += "\" \"";
    append_log_text(text, line.user_agent);
    text += "\"\n";
}

void append_json(std::string& text, const AccessLine& line)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(line.at);
    const std::tm at = utc(line.at);
    std::array<char, 64> time{};
    std::snprintf(time.data(), time.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                  at.tm_year + 1900, at.tm_mon + 1, at.tm_mday, at.tm_hour, at.tm_min, at.tm_sec,
                  static_cast<int>(milliseconds.time_since_epoch().count() % 1000));
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.6f",
                  std::chrono::duration<double>{line.took}.count());
    text.append(R"({"time":")").append(time.data()).append(R"(")");
    const auto add = [&](std::string_view name, std::string_view value) {
        text.append(",\"").append(name).append("\":").append(json_string(value));
    };
    add("remote_address", line.remote_address);
    add("method", line.method);
    add("target", without_pass(line.target));
    add("protocol", line.protocol);
    text.append(R"(,"status":)").append(std::to_string(line.status));
    text.append(R"(,"bytes":)").append(std::to_string(line.bytes));
    add("referer", without_query(line.referer));
    add("user_agent", line.user_agent);
    add("request_id", line.request_id);
    add("route", line.route);
    add("cache", line.cache);
    text.append(R"(,"seconds":)").append(seconds.data()).append("}\n");
}

}  // namespace

void append_line(std::string& text, const AccessLine& line, AccessLogFormat format)
{
    if (format == AccessLogFormat::json) {
        append_json(text, line);
    } else {
        append_combined(text, line);
    }
}

}  // namespace aspic
