#pragma once
// The stored fields of an entry. While the entry is made, they are Headers. Entry::pack then
// replaces them by the places of their lines in the entry's block: most of these lines are in its
// head, which is ready to be sent. A value of one thread at a time; const members may be called by
// any number of threads.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/headers.h>

namespace aspic {

class StoredFields {
public:
    StoredFields() = default;
    StoredFields(Headers fields);  // NOLINT(google-explicit-constructor): they are assigned

    /// As in Headers. REQUIRES: they are not packed.
    void set(std::string_view name, std::string_view value) { loose().set(name, value); }
    void add(std::string_view name, std::string_view value) { loose().add(name, value); }

    void remove(std::string_view name) { loose().remove(name); }

    std::optional<std::string_view> get(std::string_view name) const;
    bool has(std::string_view name) const { return get(name).has_value(); }
    std::optional<std::string> joined(std::string_view name) const;
    /// A copy.
    Headers headers() const;
    operator Headers() const { return headers(); }  // NOLINT(google-explicit-constructor)
    bool operator==(const StoredFields& other) const { return headers() == other.headers(); }

    /// Where "Name: value\r\n" of one field begins in the block.
    using Place = std::uint32_t;
    /// Which fields are in a head, and what `pack` needs for the others and for all places.
    struct Plan {
        std::vector<std::size_t> in_head;  // where each line begins; npos: it is not there
        std::size_t size = 0;              // in bytes
    };
    Plan plan(std::string_view head);
    /// Moves the fields to the beginning of the block, which also has `head` in it. REQUIRES:
    /// `plan` was made for these fields and this head.
    void pack(char* block, std::string_view head, const Plan& plan);
    /// The bytes that are not in the block.
    std::size_t own_size() const;

private:
    Headers& loose();
    struct Line {
        std::string_view name;
        std::string_view value;
    };
    Line line(std::size_t index) const;

    std::unique_ptr<Headers> loose_;  // null if they are packed, or if there are none
    const char* block_ = nullptr;     // the places are at its beginning
    std::uint32_t count_ = 0;
};

}  // namespace aspic
