#include "caching/entry.h"

#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

#include "http/percent.h"

namespace aspic {

namespace {

constexpr std::string_view format_name = "aspic-entry-1";

std::string seconds_text(Time time)
{
    return std::to_string(time.time_since_epoch().count());
}

template <class Number>
std::optional<Number> parse_number(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

// "1042 /_navigation\n2310 /_recent\n"
std::string holes_text(const std::vector<Hole>& holes)
{
    std::string text;
    for (const Hole& hole : holes)
        text += std::to_string(hole.offset) + ' ' + hole.fragment + '\n';
    return text;
}

std::optional<std::vector<Hole>> parse_holes(std::string_view text, std::size_t body_size)
{
    std::vector<Hole> holes;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t space = text.find(' ');
        if (end == std::string_view::npos || space == std::string_view::npos || space > end)
            return {};
        const auto offset = parse_number<std::size_t>(text.substr(0, space));
        const std::size_t least = holes.empty() ? 0 : holes.back().offset;
        if (!offset || *offset > body_size || *offset < least) return {};
        holes.push_back({*offset, std::string{text.substr(space + 1, end - space - 1)}});
        text.remove_prefix(end + 1);
    }
    return holes;
}

// "query q=two%20words\n"
std::string inputs_text(const Entry& entry)
{
    std::string text;
    for (const auto& [input, value] : entry.inputs)
        text += input + '=' + percent_encode(value) + '\n';
    return text;
}

bool parse_inputs(std::string_view text, Entry& entry)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return false;
        const std::string_view line = text.substr(0, end);
        const std::size_t equals = line.rfind('=');
        if (equals == std::string_view::npos) return false;
        auto value = percent_decode(line.substr(equals + 1));
        if (!value) return false;
        entry.inputs.emplace_back(line.substr(0, equals), std::move(*value));
        text.remove_prefix(end + 1);
    }
    return true;
}

bool is_field_block(std::string_view text)
{
    return text.starts_with("Status: ") && text.ends_with("\r\n") &&
           text.find("\r\n\r\n") == std::string_view::npos;
}

}  // namespace

std::size_t Entry::size() const
{
    constexpr std::size_t overhead = 256;
    std::size_t total = overhead + key.size() + path.size() + fields.size() + fields_of_304.size() +
                        etag.size() + body.size();
    for (const auto& [input, value] : inputs)
        total += input.size() + value.size() + 64;
    for (const Hole& hole : holes)
        total += hole.fragment.size() + 48;
    return total;
}

std::vector<std::pair<std::string, std::string>> entry_fields(const Entry& entry)
{
    return {
        {"format", std::string{format_name}},
        {"path", entry.path},
        {"key", entry.key},
        {"inputs", inputs_text(entry)},
        {"status", std::to_string(entry.status)},
        {"rendered", seconds_text(entry.rendered)},
        {"expires", seconds_text(entry.expires)},
        {"etag", entry.etag},
        {"fields", entry.fields},
        {"fields_of_304", entry.fields_of_304},
        {"holes", holes_text(entry.holes)},
        {"length", std::to_string(entry.body.size())},
        {"html", entry.body},
    };
}

std::shared_ptr<Entry> parse_entry(const std::vector<std::pair<std::string, std::string>>& fields)
{
    std::map<std::string_view, std::string_view> named;
    for (const auto& [name, value] : fields)
        named[name] = value;
    const auto status = parse_number<int>(named["status"]);
    const auto rendered = parse_number<std::int64_t>(named["rendered"]);
    const auto expires = parse_number<std::int64_t>(named["expires"]);
    const auto length = parse_number<std::size_t>(named["length"]);
    if (named["format"] != format_name || !status || !rendered || !expires || !length)
        return nullptr;
    if (named["html"].size() != *length) return nullptr;
    if (!is_field_block(named["fields"]) || !is_field_block(named["fields_of_304"])) return nullptr;
    auto holes = parse_holes(named["holes"], *length);
    auto entry = std::make_shared<Entry>();
    if (!holes || !parse_inputs(named["inputs"], *entry)) return nullptr;
    entry->key = named["key"];
    entry->path = named["path"];
    entry->status = *status;
    entry->fields = named["fields"];
    entry->fields_of_304 = named["fields_of_304"];
    entry->etag = named["etag"];
    entry->body = named["html"];
    entry->holes = std::move(*holes);
    entry->rendered = Time{std::chrono::seconds{*rendered}};
    entry->expires = Time{std::chrono::seconds{*expires}};
    return entry;
}

}  // namespace aspic
