#include <aspic/entries/stored_fields.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include <aspic/base/allocated.h>

namespace aspic {

namespace {

bool begins_with_line(std::string_view text, const Headers::Field& field)
{
    const std::size_t value_at = field.name.size() + 2;
    const std::size_t end = value_at + field.value.size();
    return text.size() >= end + 2 && text.starts_with(field.name) &&
           text.substr(field.name.size(), 2) == ": " &&
           text.substr(value_at, field.value.size()) == field.value &&
           text.substr(end, 2) == "\r\n";
}

// The place of the field's line in the head; npos if it is not there.
std::size_t find_line(std::string_view head, const Headers::Field& field)
{
    for (std::size_t at = 0; at < head.size();) {
        if (begins_with_line(head.substr(at), field)) return at;
        at = std::min(head.find('\n', at), head.size() - 1) + 1;
    }
    return std::string_view::npos;
}

char* write_line(char* to, const Headers::Field& field)
{
    for (const std::string_view part : {std::string_view{field.name}, std::string_view{": "},
                                        std::string_view{field.value}, std::string_view{"\r\n"}})
        to = std::copy(part.begin(), part.end(), to);
    return to;
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

StoredFields::Plan StoredFields::plan(std::string_view head)
{
    Plan plan;
    plan.in_head.reserve(loose().size());
    for (const Headers::Field& field : loose()) {
        const std::size_t found = find_line(head, field);
        plan.in_head.push_back(found);
        plan.size += sizeof(Place);
        if (found == std::string_view::npos)
            plan.size += field.name.size() + field.value.size() + 4;
    }
    return plan;
}

void StoredFields::pack(char* block, std::string_view head, const Plan& plan)
{
    const Headers fields = std::move(loose());
    char* text = block + fields.size() * sizeof(Place);
    std::uint32_t count = 0;
    for (const Headers::Field& field : fields) {
        const std::size_t found = plan.in_head[count];
        const bool is_in_head = found != std::string_view::npos;
        const char* const begin = is_in_head ? head.data() + found : text;
        if (!is_in_head) text = write_line(text, field);
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
