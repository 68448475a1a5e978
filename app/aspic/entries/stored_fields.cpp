#include <aspic/entries/stored_fields.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include <aspic/base/allocated.h>

namespace aspic {

namespace {

std::string line_of(const Headers::Field& field)
{
    std::string line;
    line.reserve(field.name.size() + field.value.size() + 4);
    line.append(field.name).append(": ").append(field.value).append("\r\n");
    return line;
}

// The place of the line in the head, at the beginning of a line; npos if it is not there.
std::size_t find_line(std::string_view head, std::string_view line)
{
    std::size_t at = head.find(line);
    while (at != std::string_view::npos && at > 0 && head[at - 1] != '\n')
        at = head.find(line, at + 1);
    return at;
}

}  // namespace

StoredFields::StoredFields(Headers fields)
    : loose_{fields.empty() ? nullptr : std::make_unique<Headers>(std::move(fields))}
{
}

Headers& StoredFields::loose()
{
    if (!loose_) {
        loose_ = std::make_unique<Headers>(headers());
        count_ = 0;
    }
    return *loose_;
}

StoredFields::Line StoredFields::line(std::size_t index) const
{
    Place place = 0;
    std::memcpy(&place, block_ + index * sizeof place, sizeof place);
    const char* const name = block_ + place;
    // Neither a name nor a value has a CR, and a name has no colon.
    const char* const colon = std::strchr(name, ':');
    const char* const value = colon + 2;
    const char* const end = std::strchr(value, '\r');
    return {.name = {name, colon}, .value = {value, end}};
}

std::optional<std::string_view> StoredFields::get(std::string_view name) const
{
    if (loose_) return loose_->get(name);
    for (std::size_t i = 0; i < count_; ++i) {
        const Line one = line(i);
        if (equal_ignoring_case(one.name, name)) return one.value;
    }
    return std::nullopt;
}

std::optional<std::string> StoredFields::joined(std::string_view name) const
{
    if (loose_) return loose_->joined(name);
    std::optional<std::string> all;
    for (std::size_t i = 0; i < count_; ++i) {
        const Line one = line(i);
        if (!equal_ignoring_case(one.name, name)) continue;
        if (all) {
            all->append(", ").append(one.value);
        } else {
            all = one.value;
        }
    }
    return all;
}

Headers StoredFields::headers() const
{
    if (loose_) return *loose_;
    Headers fields;
    fields.reserve(count_);
    for (std::size_t i = 0; i < count_; ++i) {
        const Line one = line(i);
        fields.add_checked(one.name, one.value);
    }
    return fields;
}

std::size_t StoredFields::packed_size(std::string_view head)
{
    std::size_t size = 0;
    for (const Headers::Field& field : loose()) {
        const std::string line = line_of(field);
        size += sizeof(Place) + (find_line(head, line) == std::string_view::npos ? line.size() : 0);
    }
    return size;
}

void StoredFields::pack(char* block, std::string_view head)
{
    const Headers fields = std::move(loose());
    char* text = block + fields.size() * sizeof(Place);
    std::uint32_t count = 0;
    for (const Headers::Field& field : fields) {
        const std::string line = line_of(field);
        const std::size_t found = find_line(head, line);
        const char* const begin = found == std::string_view::npos ? text : head.data() + found;
        if (begin == text) text = std::copy(line.begin(), line.end(), text);
        const auto place = static_cast<Place>(begin - block);
        std::memcpy(block + count * sizeof place, &place, sizeof place);
        ++count;
    }
    loose_.reset();
    block_ = block;
    count_ = count;
}

std::size_t StoredFields::own_size() const
{
    if (!loose_) return 0;
    std::size_t size =
        allocated(sizeof(Headers)) + allocated(loose_->size() * sizeof(Headers::Field));
    for (const Headers::Field& field : *loose_)
        size += allocated_by(field.name) + allocated_by(field.value);
    return size;
}

}  // namespace aspic
