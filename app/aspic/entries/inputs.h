#pragma once
// What a cached view may read of a request, and what it did read. The inputs that were read are the
// page's cache key: an input that is not in the key cannot reach the page, and one that no view
// reads cannot split the cache.

#include <atomic>
#include <compare>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/request.h>

namespace aspic {

enum class InputKind : std::uint8_t { query, header, host, scheme };

/// The name of one input. Header names are kept in lower case with `-`.
struct Input {
    InputKind kind;
    std::string name;                                // empty for host and scheme
    auto operator<=>(const Input&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

/// A field's name as an Input keeps it: "accept-language" for "Accept_Language".
std::string field_input_name(std::string_view name);
/// False for the headers that say who is asking: cookie, authorization, proxy-authorization.
bool may_be_read(const Input& input);

/// What the input says in this request; absent differs from empty.
std::optional<std::string_view> read_input(const Request& request, const Input& input);

/// "query q", "header accept-language", "host": for people, and for the store.
std::string to_text(const Input& input);
std::optional<Input> parse_input(std::string_view text);

using Inputs = std::set<Input>;

/// The inputs that the views of one route have read so far. The set only grows. Any thread; reading
/// takes no lock.
class RouteInputs {
public:
    RouteInputs();

    /// Holds for the life of this object: a set that was replaced by a larger one is kept.
    const Inputs& get() const { return *current_.load(std::memory_order_acquire); }

    /// Returns true where one of them is new.
    bool add(const Inputs& inputs);

private:
    std::mutex growing_;
    std::vector<std::unique_ptr<const Inputs>> versions_;
    std::atomic<const Inputs*> current_;
};

}  // namespace aspic
