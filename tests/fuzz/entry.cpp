// Data that is read from Redis: a page's record, inputs, positions, epochs. The checksum of the
// record is corrected first, because otherwise the code after the check would never run.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <aspic/entries/assembling.h>
#include <aspic/entries/entry_record.h>
#include <aspic/entries/inputs.h>
#include <aspic/entries/position.h>
#include <aspic/entries/record_lines.h>
#include <aspic/purging/purge_epoch.h>

namespace {

constexpr std::size_t largest_body = std::size_t{1} << 16U;

// Bodies of the sizes that the record names. Returns false if one is too large for a test.
bool make_bodies(aspic::Entry& entry)
{
    for (aspic::Representation& one : entry.representations) {
        if (one.size > largest_body) return false;
        one.body = std::string(one.size, 'x');
    }
    if (!entry.problem) return true;
    if (entry.problem->size > largest_body) return false;
    entry.problem->body = std::string(entry.problem->size, '{');
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    aspic::parse_input(text);
    aspic::Position::parse(text);
    aspic::PurgeEpoch::parse(text);
    const auto record = aspic::parse_record(aspic::with_checksum(text));
    if (!record || !make_bodies(*record->entry)) return 0;
    aspic::Entry& entry = *record->entry;
    prepare_fields(entry);
    entry.pieces = pieces_of(entry);
    entry.pack();
    const auto again = aspic::parse_record(aspic::entry_record(entry));
    if (!again || again->entry->holes != entry.holes || again->entry->key != entry.key ||
        again->entry->tags != entry.tags || again->entry->inputs != entry.inputs)
        std::abort();
    aspic::Elements own;
    for (const aspic::Hole& hole : entry.holes)
        own.emplace_back(entry.html().view().substr(hole.offset, hole.size));
    if (!own.empty() && aspic::assemble(entry, own) != entry.html()) std::abort();
    if (!own.empty() && !entry.gzip_cuts.empty()) aspic::assemble_gzip(entry, own);
    return 0;
}
