// How an entry's texts get into one block, and what the entry takes.

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include <aspic/base/allocated.h>
#include <aspic/entries/entry.h>

namespace aspic {

namespace {

/// Calls `visit` with each text that has bytes of its own in the block. An ETag stands in the head
/// of its representation, so it has none.
template <class OfEntry, class Visit>
void each_text(OfEntry& entry, const Visit& visit)
{
    for (auto* text :
         {&entry.key, &entry.path, &entry.query, &entry.snapshot_key, &entry.dictionary})
        visit(*text);
    const auto visit_one = [&visit](auto& one) {
        visit(one.fields);
        visit(one.fields_of_304);
        visit(one.body);
    };
    for (auto& one : entry.representations)
        visit_one(one);
    visit_one(entry.problem);
}

/// The tag where it stands in these fields; empty if it does not.
std::string_view find_tag(std::string_view fields, std::string_view tag)
{
    constexpr std::string_view name = "\r\nETag: ";
    const std::size_t at = fields.find(name);
    if (tag.empty() || at == std::string_view::npos) return {};
    const std::string_view found = fields.substr(at + name.size(), tag.size());
    return found == tag ? found : std::string_view{};
}

/// All ETags of the entry, and the fields in which each may stand.
template <class OfEntry, class Visit>
void each_tag(OfEntry& entry, const Visit& visit)
{
    visit(entry.body_etag, entry.representations[0].fields);
    for (auto& one : entry.representations)
        visit(one.etag, one.fields);
    visit(entry.problem.etag, entry.problem.fields);
}

char* add(EntryText& text, char* at)
{
    if (text.empty()) return at;
    std::memcpy(at, text.data(), text.size());
    char* const end = at + text.size();
    text.refer_to({at, text.size()});
    return end;
}

std::size_t size_of_texts(const Entry& entry)
{
    std::size_t size = 0;
    each_text(entry, [&size](const EntryText& text) { size += text.size(); });
    each_tag(entry, [&size](const EntryText& tag, const EntryText& fields) {
        if (find_tag(fields, tag).empty()) size += tag.size();
    });
    return size;
}

}  // namespace

void Entry::pack()
{
    const std::size_t size_of_fields = fields.packed_size(representations[0].fields);
    const std::size_t size = size_of_fields + size_of_texts(*this);
    auto block = std::make_unique_for_overwrite<char[]>(size);
    // The places of the fields come first: they must be aligned. The fields are packed when the
    // head that they refer to is in the block.
    char* at = block.get() + size_of_fields;
    each_tag(*this, [&](EntryText& tag, const EntryText& head) {
        if (find_tag(head, tag).empty()) at = add(tag, at);
    });
    each_text(*this, [&](EntryText& text) { at = add(text, at); });
    each_tag(*this, [](EntryText& tag, const EntryText& head) {
        if (const auto found = find_tag(head, tag); !found.empty()) tag.refer_to(found);
    });
    fields.pack(block.get(), representations[0].fields, block.get());
    block_ = std::move(block);
    block_size_ = static_cast<std::uint32_t>(size);
    inputs.shrink_to_fit();
    tags.shrink_to_fit();
    holes.shrink_to_fit();
    gzip_cuts.shrink_to_fit();
    set_deflated(*this);
}

std::size_t Entry::size() const
{
    constexpr std::size_t control_block = 16;  // of std::make_shared
    std::size_t total = allocated(control_block + sizeof(Entry)) + allocated(block_size_);
    const auto add_own = [&total](const EntryText& text) { total += allocated(text.own_size()); };
    each_text(*this, add_own);
    each_tag(*this, [&](const EntryText& tag, const EntryText& /*fields*/) { add_own(tag); });
    total += fields.own_size();
    total += allocated_by(inputs) + allocated_by(tags) + allocated_by(holes) +
             allocated_by(gzip_cuts) + allocated_by(pieces);
    for (const auto& [input, value] : inputs)
        total += allocated_by(input) + allocated_by(value);
    for (const std::string& tag : tags)
        total += allocated_by(tag);
    for (const Hole& hole : holes)
        total += allocated_by(hole.fragment);
    return total;
}

}  // namespace aspic
