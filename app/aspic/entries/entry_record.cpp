#include <aspic/entries/entry_record.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <aspic/base/checksum.h>
#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/entries/record_lines.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

constexpr std::string_view format_name = "aspic-entry-5";

// Later dates could overflow in calculations.
constexpr std::int64_t latest_second = 1LL << 40U;

// "query a%3Db": the first space is not encoded, so that people can read it.
std::string encode_input(std::string_view input)
{
    const std::size_t space = input.find(' ');
    if (space == std::string_view::npos) return percent_encode(input);
    return percent_encode(input.substr(0, space)) + ' ' + percent_encode(input.substr(space + 1));
}

void add_body(RecordWriter& record, std::string_view name, const Representation& one)
{
    record.add(name, std::to_string(one.size) + ' ' + hex_of(checksum(one.body)));
}

bool parse_body(std::string_view line, Representation& one, std::uint64_t& sum)
{
    const auto size = parse_number<std::uint32_t>(syntax::take_until(line, ' '));
    const auto said = parse_hex(line);
    if (!size || !said) return false;
    one.size = *size;
    sum = *said;
    return true;
}

bool parse_input(std::string_view line, Entry& entry)
{
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return false;
    auto input = percent_decode(line.substr(0, equals));
    auto value = percent_decode(line.substr(equals + 1));
    if (!input || !value) return false;
    entry.inputs.emplace_back(std::move(*input), std::move(*value));
    return true;
}

bool parse_field(std::string_view line, Headers& fields)
{
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) return false;
    fields.add(line.substr(0, colon), line.substr(colon + 2));
    return true;
}

// "OFFSET SIZE /_fragment": after the hole before it, and within the body.
bool parse_hole(std::string_view line, Entry& entry)
{
    const std::size_t body_size = entry.representations[ContentCoding::identity].size;
    const auto offset = parse_number<std::size_t>(syntax::take_until(line, ' '), 0, body_size);
    const auto size = parse_number<std::size_t>(syntax::take_until(line, ' '), 0, body_size);
    if (!offset || !size || *size > body_size - *offset) return false;
    std::vector<Hole>& holes = entry.holes;
    if (!holes.empty() && *offset < holes.back().offset + holes.back().size) return false;
    holes.push_back({*offset, *size, std::string{line}});
    return true;
}

// "CRC", or "CRC BEGIN END" if the gzip copy can be cut here: after the part before it.
bool parse_piece(std::string_view line, EntryRecord& record)
{
    const auto crc = parse_hex(syntax::take_until(line, ' '));
    if (!crc || *crc > UINT32_MAX) return false;
    record.piece_crcs.push_back(static_cast<std::uint32_t>(*crc));
    Cuts& cuts = record.entry->gzip_cuts;
    const std::size_t gzip_size = record.entry->representations[ContentCoding::gzip].size;
    while (!line.empty()) {
        const auto cut = parse_number<std::size_t>(syntax::take_until(line, ' '), 0, gzip_size);
        if (!cut || (!cuts.empty() && *cut < cuts.back())) return false;
        cuts.push_back(*cut);
    }
    return true;
}

bool parse_time(std::optional<std::string_view> text, Time& time)
{
    const auto seconds = parse_number<std::int64_t>(text.value_or(""), 0, latest_second);
    if (seconds) time = Time{std::chrono::seconds{*seconds}};
    return seconds.has_value();
}

template <class Text>
bool parse_text(std::optional<std::string_view> line, Text& text)
{
    if (!line) return false;
    auto raw = unescaped(*line);
    if (raw) text = std::move(*raw);
    return raw.has_value();
}

bool parse_numbers(RecordReader& lines, Entry& entry)
{
    const auto status = parse_number(lines.take("status").value_or(""), 200, 599);
    const auto position = Position::parse(lines.take("position").value_or(""));
    if (!status || !position) return false;
    entry.status = *status;
    entry.position = *position;
    if (!parse_time(lines.take("rendered"), entry.rendered) ||
        !parse_time(lines.take("modified"), entry.modified) ||
        !parse_time(lines.take("expires"), entry.expires) ||
        !parse_time(lines.take("stale-until"), entry.stale_until) ||
        !parse_time(lines.take("error-until"), entry.error_until))
        return false;
    const auto render =
        parse_number<std::int64_t>(lines.take("render-ms").value_or(""), 0, latest_second);
    if (!render) return false;
    entry.render_time = std::chrono::milliseconds{*render};
    const auto authorized = lines.take("for-authorized");
    entry.for_authorized = authorized == "1";
    return authorized == "0" || authorized == "1";
}

bool parse_fields(RecordReader& lines, StoredFields& stored)
{
    constexpr std::size_t as_usual = 16;
    Headers fields;
    fields.reserve(as_usual);
    const bool are_good = lines.each("field", [&](auto line) { return parse_field(line, fields); });
    stored = std::move(fields);
    return are_good;
}

bool parse_parts(RecordReader& lines, EntryRecord& record)
{
    Entry& entry = *record.entry;
    for (std::size_t i = 0; i < body_names.size(); ++i) {
        const auto line = lines.take(body_names[i]);
        if (i > 0 && !line) continue;
        Representation& one = entry.representations.add(static_cast<ContentCoding>(i));
        if (!parse_body(line.value_or(""), one, record.body_sums[i])) return false;
    }
    if (const auto line = lines.take("problem")) {
        entry.problem = std::make_unique<Representation>();
        if (!parse_body(*line, *entry.problem, record.problem_sum)) return false;
    }
    const auto etag = lines.take("etag");
    if (!etag) return false;
    entry.body_etag = *etag;
    if (const auto dictionary = lines.take("dictionary")) entry.dictionary = *dictionary;
    const bool has_dcz = entry.copies()[static_cast<std::size_t>(ContentCoding::dcz)];
    if (has_dcz == entry.dictionary.empty()) return false;
    if (!lines.each("hole", [&](auto line) { return parse_hole(line, entry); }) ||
        !lines.each("piece", [&](auto line) { return parse_piece(line, record); }))
        return false;
    if (const auto key = lines.take("snapshot-key")) entry.snapshot_key = *key;
    const std::size_t pieces = entry.holes.empty() ? 0 : entry.holes.size() + 1;
    const std::size_t cuts = entry.gzip_cuts.size();
    return record.piece_crcs.size() == pieces && (cuts == 0 || cuts == 2 * pieces) &&
           (entry.snapshot_key.empty() || names_fragments(entry.holes));
}

bool parse_lines(RecordReader& lines, EntryRecord& record)
{
    Entry& entry = *record.entry;
    if (lines.take("format") != format_name) return false;
    return parse_text(lines.take("path"), entry.path) &&
           parse_text(lines.take("query"), entry.query) &&
           parse_text(lines.take("key"), entry.key) &&
           lines.each("input", [&](auto line) { return parse_input(line, entry); }) &&
           lines.each("tag",
                      [&](auto line) { return parse_text(line, entry.tags.emplace_back()); }) &&
           parse_numbers(lines, entry) && parse_fields(lines, entry.fields) &&
           parse_parts(lines, record) && lines.is_at_end();
}

}  // namespace

std::string entry_record(const Entry& entry)
{
    RecordWriter record;
    record.add("format", format_name);
    record.add("path", escaped(entry.path));
    record.add("query", escaped(entry.query));
    record.add("key", escaped(entry.key));
    for (const auto& [input, value] : entry.inputs)
        record.add("input", encode_input(input) + '=' + percent_encode(value));
    for (const std::string& tag : entry.tags)
        record.add("tag", escaped(tag));
    record.add("status", std::to_string(entry.status));
    record.add("position", entry.position.to_text());
    record.add("rendered", to_text(entry.rendered));
    record.add("modified", to_text(entry.modified));
    record.add("expires", to_text(entry.expires));
    record.add("stale-until", to_text(entry.stale_until));
    record.add("error-until", to_text(entry.error_until));
    record.add("render-ms", std::to_string(entry.render_time.count()));
    record.add("for-authorized", entry.for_authorized ? "1" : "0");
    std::string field;
    for (const auto& [name, value] : entry.fields.headers()) {
        field.assign(name).append(": ").append(value);
        record.add("field", field);
    }
    const Codings copies = entry.copies();
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (copies[i])
            add_body(record, body_names[i], entry.representations[static_cast<ContentCoding>(i)]);
    }
    if (entry.problem) add_body(record, "problem", *entry.problem);
    record.add("etag", entry.body_etag);
    if (copies[static_cast<std::size_t>(ContentCoding::dcz)])
        record.add("dictionary", entry.dictionary);
    for (const Hole& hole : entry.holes)
        record.add("hole", std::to_string(hole.offset) + ' ' + std::to_string(hole.size) + ' ' +
                               hole.fragment);
    for (std::size_t i = 0; i < entry.pieces.size(); ++i) {
        std::string piece = hex_of(entry.pieces[i].crc);
        if (!entry.gzip_cuts.empty()) {
            piece += ' ' + std::to_string(entry.gzip_cuts[2 * i]) + ' ' +
                     std::to_string(entry.gzip_cuts[2 * i + 1]);
        }
        record.add("piece", piece);
    }
    if (!entry.snapshot_key.empty()) record.add("snapshot-key", entry.snapshot_key);
    return std::move(record).finish();
}

std::optional<EntryRecord> parse_record(std::string_view text)
{
    auto lines = RecordReader::open(text);
    if (!lines) return {};
    EntryRecord record{.entry = std::make_shared<Entry>(), .piece_crcs = {}};
    try {
        if (!parse_lines(*lines, record)) return {};
    } catch (const std::invalid_argument&) {  // a name or value that is not allowed in a field
        return {};
    }
    return record;
}

}  // namespace aspic
