// Data that is read from Redis: the fields of a page's hash, inputs, positions, epochs. The input
// is a list of "name NUL value NUL". Its checksum is corrected first, because otherwise the code
// after the check would never run.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <aspic/entries/assembling.h>
#include <aspic/entries/entry_codec.h>
#include <aspic/entries/inputs.h>
#include <aspic/entries/position.h>
#include <aspic/purging/purge_epoch.h>

namespace {

aspic::EntryFields split(std::string_view text)
{
    aspic::EntryFields fields;
    while (!text.empty() && fields.size() < 40) {
        const auto take = [&text] {
            const std::size_t end = std::min(text.find('\0'), text.size());
            std::string part{text.substr(0, end)};
            text.remove_prefix(std::min(end + 1, text.size()));
            return part;
        };
        std::string name = take();
        fields.emplace_back(std::move(name), take());
    }
    return fields;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    aspic::parse_input(text);
    aspic::Position::parse(text);
    aspic::PurgeEpoch::parse(text);
    aspic::EntryFields fields = aspic::with_checksum(split(text));
    const auto entry = aspic::parse_entry(fields);
    if (!entry) return 0;
    const auto again = aspic::parse_entry(aspic::entry_fields(*entry));
    if (!again || again->html() != entry->html() || again->holes != entry->holes) std::abort();
    aspic::Elements own;
    for (const aspic::Hole& hole : entry->holes)
        own.push_back(entry->html().substr(hole.offset, hole.size));
    if (!own.empty() && aspic::assemble(*entry, own) != entry->html()) std::abort();
    if (!own.empty() && !entry->gzip_cuts.empty()) aspic::assemble_gzip(*entry, own);
    return 0;
}
