#include <aspic/http/front_end_files.h>

#include <algorithm>
#include <array>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/base/utf8.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 6> sending_fields{
    "X-Accel-Redirect", "X-LIGHTTPD-send-file", "X-LIGHTTPD-send-tempfile",
    "X-Sendfile",       "X-Sendfile-Temporary", "X-Sendfile2"};

// lighttpd decodes percent-encoding in the field, and Apache does not. Both drop space at its end.
// In place of a control character, lighttpd reads "_". It refuses what is not UTF-8.
bool is_read_alike(std::string_view path)
{
    return utf8::length(path) && !path.ends_with(' ') && path.find('%') == std::string_view::npos &&
           std::ranges::none_of(path, syntax::is_control);
}

}  // namespace

bool names_front_end_file(std::string_view field)
{
    return is_among(sending_fields, field);
}

std::string remove_front_end_files(Headers& headers)
{
    std::string removed;
    headers.remove_if([&](const Headers::Field& field) {
        if (!names_front_end_file(field.name)) return false;
        removed = field.name;
        return true;
    });
    return removed;
}

FrontEndFiles::FrontEndFiles(std::vector<std::string> directories)
    : directories_{std::move(directories)}
{
    for (std::string& directory : directories_) {
        if (!directory.ends_with('/')) directory += '/';
    }
}

std::optional<std::string> FrontEndFiles::field_for(const BodySource& body) const
{
    const auto* const file = dynamic_cast<const FileSource*>(&body);
    if (directories_.empty() || file == nullptr) return {};
    std::string path = file->path();
    const bool is_allowed = std::ranges::any_of(
        directories_, [&](const std::string& directory) { return path.starts_with(directory); });
    if (!is_allowed || !is_read_alike(path)) return {};
    return path;
}

}  // namespace aspic
