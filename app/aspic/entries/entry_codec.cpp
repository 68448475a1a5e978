#include <aspic/entries/entry_codec.h>

#include <algorithm>
#include <utility>

#include <aspic/base/checksum.h>
#include <aspic/entries/entry_record.h>

namespace aspic {

namespace {

constexpr std::string_view record_name = "record";
constexpr std::string_view problem_name = "problem";
// The body of a page that has no coded copies. It has a name of its own so that one command can
// ask for it and for a coded copy, without asking for the identity of all pages.
constexpr std::string_view only_body_name = "body";

bool load(Representation& one, std::optional<std::string>& text, std::uint64_t sum)
{
    if (!text) return true;
    if (text->size() != one.size || checksum(*text) != sum) return false;
    one.body.refer_to(*text);
    return true;
}

}  // namespace

EntryFields entry_fields(const Entry& entry)
{
    EntryFields fields{{record_name, entry_record(entry)}};
    const Codings copies = entry.copies();
    if (!has_coded(copies)) {
        fields.emplace_back(only_body_name, entry.html());
    } else {
        for (std::size_t i = 0; i < copies.size(); ++i) {
            if (copies[i])
                fields.emplace_back(body_names[i],
                                    entry.representations[static_cast<ContentCoding>(i)].body);
        }
    }
    if (entry.problem) fields.emplace_back(problem_name, entry.problem->body);
    return fields;
}

std::vector<std::string_view> field_names(const Codings& copies)
{
    std::vector<std::string_view> names{record_name, problem_name, only_body_name};
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (copies[i]) names.push_back(body_names[i]);
    }
    return names;
}

void EntryTexts::set(std::string_view name, std::string value)
{
    if (name == record_name) {
        record = std::move(value);
    } else if (name == problem_name) {
        problem = std::move(value);
    } else if (name == only_body_name) {
        bodies[0] = std::move(value);
    } else {
        const auto* const found = std::find(body_names.begin(), body_names.end(), name);
        if (found != body_names.end())
            bodies[static_cast<std::size_t>(found - body_names.begin())] = std::move(value);
    }
}

std::shared_ptr<Entry> parse_entry(EntryTexts texts)
{
    if (!texts.record) return nullptr;
    auto record = parse_record(*texts.record);
    if (!record) return nullptr;
    Entry& entry = *record->entry;
    if (entry.problem &&
        (!load(*entry.problem, texts.problem, record->problem_sum) || !entry.problem->is_loaded()))
        return nullptr;
    for (Representation& one : entry.representations) {
        const auto i = static_cast<std::size_t>(one.coding);
        if (!load(one, texts.bodies[i], record->body_sums[i])) return nullptr;
    }
    prepare_fields(entry);
    entry.pieces = pieces_of(entry);
    for (std::size_t i = 0; i < entry.pieces.size(); ++i)
        entry.pieces[i].crc = record->piece_crcs[i];
    entry.pack();  // the bodies are no longer in the texts that were read
    return std::move(record->entry);
}

}  // namespace aspic
