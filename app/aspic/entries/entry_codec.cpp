#include <aspic/entries/entry_codec.h>

#include <array>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <aspic/base/digest.h>
#include <aspic/base/encoding.h>
#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

constexpr std::string_view format_name = "aspic-entry-4";
constexpr std::array<std::string_view, content_coding_count> body_names{"html", "gzip", "br"};

// Later dates could overflow in calculations.
constexpr std::int64_t latest_second = 1LL << 40U;

// A checksum over the record and the bodies. It detects changes by another program, and copies that
// lost bytes.
std::string checksum(const std::map<std::string_view, std::string_view>& named)
{
    Digest digest;
    for (const auto& [name, value] : named) {
        if (name == "checksum") continue;
        digest.add_sized(name);
        digest.add_sized(value);
    }
    return to_hex(digest.bytes());
}

std::map<std::string_view, std::string_view> by_name(const EntryFields& fields)
{
    std::map<std::string_view, std::string_view> named;
    for (const auto& [name, value] : fields)
        named[name] = value;
    return named;
}

// Calls `line` for each line of the text. Returns false if `line` does, or if the last line is
// incomplete.
template <class Line>
bool each_line(std::string_view text, Line line)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || !line(text.substr(0, end))) return false;
        text.remove_prefix(end + 1);
    }
    return true;
}

bool parse_holes(std::string_view text, std::size_t body_size, std::vector<Hole>& holes)
{
    return each_line(text, [&](std::string_view line) {
        const auto offset = parse_number<std::size_t>(syntax::take_until(line, ' '), 0, body_size);
        const auto size = parse_number<std::size_t>(syntax::take_until(line, ' '), 0, body_size);
        if (!offset || !size || *size > body_size - *offset) return false;
        if (!holes.empty() && *offset < holes.back().offset + holes.back().size) return false;
        holes.push_back({*offset, *size, std::string{line}});
        return true;
    });
}

// Parses ascending offsets in the gzip copy, two for each piece of the page. An empty text is valid
// too.
bool parse_cuts(std::string_view text, std::size_t gzip_size, const std::vector<Hole>& holes,
                Cuts& cuts)
{
    if (text.empty()) return true;
    const bool whole = each_line(text, [&](std::string_view line) {
        const auto cut = parse_number<std::size_t>(line, 0, gzip_size);
        if (!cut || (!cuts.empty() && *cut < cuts.back())) return false;
        cuts.push_back(*cut);
        return true;
    });
    return whole && !holes.empty() && cuts.size() == 2 * holes.size() + 2;
}

// "query a%3Db": the space is not encoded, so that people can read it.
std::string encode_input(std::string_view input)
{
    const std::size_t name = std::min(input.find(' '), input.size() - 1) + 1;
    return std::string{input.substr(0, name)} + percent_encode(input.substr(name));
}

bool parse_inputs(std::string_view text, Entry& entry)
{
    return each_line(text, [&](std::string_view line) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) return false;
        auto input = percent_decode(line.substr(0, equals));
        auto value = percent_decode(line.substr(equals + 1));
        if (!input || !value) return false;
        entry.inputs.emplace_back(std::move(*input), std::move(*value));
        return true;
    });
}

bool parse_field_lines(std::string_view text, Headers& headers)
{
    return each_line(text, [&](std::string_view line) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) return false;
        headers.add(line.substr(0, colon), line.substr(colon + 2));
        return true;
    });
}

bool parse_time(std::string_view text, Time& time)
{
    const auto seconds = parse_number<std::int64_t>(text, 0, latest_second);
    if (seconds) time = Time{std::chrono::seconds{*seconds}};
    return seconds.has_value();
}

bool parse_numbers(std::map<std::string_view, std::string_view>& named, Entry& entry)
{
    const auto status = parse_number(named["status"], 200, 599);
    const auto position = Position::parse(named["position"]);
    const auto render = parse_number<std::int64_t>(named["render_ms"], 0, latest_second);
    if (!status || !position || !render) return false;
    entry.status = *status;
    entry.position = *position;
    entry.render_time = std::chrono::milliseconds{*render};
    entry.for_authorized = named["for_authorized"] == "1";
    return parse_time(named["rendered"], entry.rendered) &&
           parse_time(named["modified"], entry.modified) &&
           parse_time(named["expires"], entry.expires) &&
           parse_time(named["stale_until"], entry.stale_until) &&
           parse_time(named["error_until"], entry.error_until);
}

}  // namespace

EntryFields entry_fields(const Entry& entry)
{
    std::string inputs;
    for (const auto& [input, value] : entry.inputs)
        inputs += encode_input(input) + '=' + percent_encode(value) + '\n';
    std::string tags;
    for (const std::string& tag : entry.tags)
        tags.append(tag).append("\n");
    std::string holes;
    for (const Hole& hole : entry.holes)
        holes += std::to_string(hole.offset) + ' ' + std::to_string(hole.size) + ' ' +
                 hole.fragment + '\n';
    std::string cuts;
    for (const std::size_t cut : entry.gzip_cuts)
        cuts.append(std::to_string(cut)).append("\n");
    std::string headers;
    for (const auto& [name, value] : entry.fields)
        headers.append(name).append(": ").append(value).append("\n");
    EntryFields fields{
        {"format", std::string{format_name}},
        {"path", entry.path},
        {"query", entry.query},
        {"key", entry.key},
        {"inputs", inputs},
        {"tags", tags},
        {"position", entry.position.to_text()},
        {"status", std::to_string(entry.status)},
        {"fields", headers},
        {"holes", holes},
        {"gzip_cuts", cuts},
        {"snapshot_key", entry.snapshot_key},
        {"problem", entry.problem.body},
        {"rendered", to_text(entry.rendered)},
        {"modified", to_text(entry.modified)},
        {"expires", to_text(entry.expires)},
        {"stale_until", to_text(entry.stale_until)},
        {"error_until", to_text(entry.error_until)},
        {"render_ms", std::to_string(entry.render_time.count())},
        {"for_authorized", entry.for_authorized ? "1" : "0"},
    };
    for (std::size_t i = 0; i < content_coding_count; ++i) {
        fields.emplace_back(body_names[i], entry.representations[i].body);
    }
    return with_checksum(std::move(fields));
}

EntryFields with_checksum(EntryFields fields)
{
    std::erase_if(fields, [](const auto& field) { return field.first == "checksum"; });
    std::string sum = checksum(by_name(fields));
    fields.emplace_back("checksum", std::move(sum));
    return fields;
}

std::shared_ptr<Entry> parse_entry(const EntryFields& fields)
{
    auto named = by_name(fields);
    if (named["format"] != format_name || !named.contains("html")) return nullptr;
    if (named["checksum"] != checksum(named)) return nullptr;
    auto entry = std::make_shared<Entry>();
    try {
        const bool whole =
            parse_numbers(named, *entry) && parse_inputs(named["inputs"], *entry) &&
            parse_holes(named["holes"], named["html"].size(), entry->holes) &&
            parse_cuts(named["gzip_cuts"], named["gzip"].size(), entry->holes, entry->gzip_cuts) &&
            parse_field_lines(named["fields"], entry->fields) &&
            each_line(named["tags"], [&](std::string_view tag) {
                entry->tags.emplace_back(tag);
                return true;
            });
        if (!whole) return nullptr;
        entry->path = named["path"];
        entry->query = named["query"];
        entry->key = named["key"];
        entry->snapshot_key = named["snapshot_key"];
        entry->problem.body = named["problem"];
        if (!entry->snapshot_key.empty() && !names_fragments(entry->holes)) return nullptr;
        Bodies bodies;
        for (std::size_t i = 0; i < bodies.size(); ++i)
            bodies[i] = named[body_names[i]];
        prepare(*entry, std::move(bodies));
    } catch (const std::invalid_argument&) {  // a name or value that is not allowed in a field
        return nullptr;
    }
    return entry;
}

}  // namespace aspic
