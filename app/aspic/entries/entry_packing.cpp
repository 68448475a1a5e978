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

template <class OfEntry, class Visit>
void each_copy(OfEntry& entry, const Visit& visit)
{
    for (auto& one : entry.representations)
        visit(one);
    if (entry.problem) visit(*entry.problem);
}

/// Calls `visit` with each text that has bytes of its own in the block.
template <class OfEntry, class Visit>
void each_text(OfEntry& entry, const Visit& visit)
{
    for (auto* text : {&entry.key, &entry.path, &entry.query, &entry.snapshot_key,
                       &entry.dictionary, &entry.body_etag, &entry.head})
        visit(*text);
    each_copy(entry, [&visit](auto& one) {
        visit(one.fields);
        visit(one.body);
    });
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
    return size;
}

}  // namespace

void Entry::pack()
{
    const StoredFields::Plan plan = fields.plan(head);
    const std::size_t size = plan.size + size_of_texts(*this);
    auto block = std::make_unique_for_overwrite<char[]>(size);
    // The fields come first. They are packed when the head that they refer to is in the block.
    char* at = block.get() + plan.size;
    each_text(*this, [&](EntryText& text) { at = add(text, at); });
    each_copy(*this, [](Representation& one) { one.refer_to_tag(); });
    fields.pack(block.get(), head, plan);
    block_ = std::move(block);
    block_size_ = size;
    representations.shrink_to_fit();
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
    each_copy(*this, [&](const Representation& one) { add_own(one.etag); });
    total += representations.own_size() + fields.own_size();
    if (problem) total += allocated(sizeof(Representation));
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
