#pragma once
// The fields of a response, in the order in which they were added. The case of names does not
// matter (RFC 9110, section 5.1). A value of one thread at a time.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

bool equal_ignoring_case(std::string_view a, std::string_view b);

/// True if `name` is one of the names. The case does not matter.
bool is_among(std::span<const std::string_view> names, std::string_view name);

/// True if the value of a field, a list, has this member. The case does not matter, nor does space
/// around the members.
bool list_has(std::string_view list, std::string_view member);

class Headers {
public:
    struct Field {
        std::string name;
        std::string value;
        bool operator==(const Field&) const = default;
    };

    /// Replaces every field with this name. Throws std::invalid_argument, which names the field, if
    /// the name is not a token or the value holds CR, LF, NUL or another control character (RFC
    /// 9110, section 5.5). So a value from outside can never become a second field.
    void set(std::string_view name, std::string_view value);
    /// Adds one more field with this name, with the same checks.
    void add(std::string_view name, std::string_view value);
    /// The same without the checks, for a field that comes from other Headers.
    void add_checked(std::string_view name, std::string_view value)
    {
        fields_.push_back({std::string{name}, std::string{value}});
    }
    void reserve(std::size_t fields) { fields_.reserve(fields); }
    /// Adds a member to a field whose value is a list, with the same checks.
    void add_to_list(std::string_view name, std::string_view member);
    void remove(std::string_view name);
    /// Removes every field for which `is_removed` returns true.
    template <class Predicate>
    void remove_if(const Predicate& is_removed)
    {
        std::erase_if(fields_, is_removed);
    }

    /// The first field with this name.
    std::optional<std::string_view> get(std::string_view name) const;
    bool has(std::string_view name) const { return get(name).has_value(); }
    /// All fields with this name, joined by ", " (RFC 9110, section 5.3). Returns nullopt if there
    /// are none.
    std::optional<std::string> joined(std::string_view name) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    bool empty() const { return fields_.empty(); }
    std::size_t size() const { return fields_.size(); }

    bool operator==(const Headers&) const = default;

private:
    std::vector<Field> fields_;
};

}  // namespace aspic
