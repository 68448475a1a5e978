#include <aspic/entries/stored_fields.h>

#include <algorithm>
#include <new>
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

std::optional<std::string_view> StoredFields::get(std::string_view name) const
{
    if (loose_) return loose_->get(name);
    for (const Line* line = lines_; line != lines_ + count_; ++line) {
        if (equal_ignoring_case(name_of(*line), name)) return value_of(*line);
    }
    return std::nullopt;
}

std::optional<std::string> StoredFields::joined(std::string_view name) const
{
    if (loose_) return loose_->joined(name);
    std::optional<std::string> all;
    for (const Line* line = lines_; line != lines_ + count_; ++line) {
        if (!equal_ignoring_case(name_of(*line), name)) continue;
        if (all) {
            all->append(", ").append(value_of(*line));
        } else {
            all = value_of(*line);
        }
    }
    return all;
}

Headers StoredFields::headers() const
{
    if (loose_) return *loose_;
    Headers fields;
    fields.reserve(count_);
    for (const Line* line = lines_; line != lines_ + count_; ++line)
        fields.add_checked(name_of(*line), value_of(*line));
    return fields;
}

std::size_t StoredFields::packed_size(std::string_view head)
{
    std::size_t size = 0;
    for (const Headers::Field& field : loose()) {
        const std::string line = line_of(field);
        size += sizeof(Line) + (find_line(head, line) == std::string_view::npos ? line.size() : 0);
    }
    return size;
}

char* StoredFields::pack(const char* block, std::string_view head, char* into)
{
    const Headers fields = std::move(loose());
    Line* const lines = reinterpret_cast<Line*>(into);
    char* text = into + fields.size() * sizeof(Line);
    std::size_t count = 0;
    for (const Headers::Field& field : fields) {
        const std::string line = line_of(field);
        const std::size_t found = find_line(head, line);
        const char* const begin = found == std::string_view::npos ? text : head.data() + found;
        if (begin == text) text = std::copy(line.begin(), line.end(), text);
        new (lines + count) Line{static_cast<std::uint32_t>(begin - block),
                                 static_cast<std::uint32_t>(field.name.size()),
                                 static_cast<std::uint32_t>(field.value.size())};
        ++count;
    }
    loose_.reset();
    block_ = block;
    lines_ = lines;
    count_ = count;
    return text;
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
