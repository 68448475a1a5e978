#pragma once
// The inputs of a request that a cached view may read, and those that it did read. The inputs that
// it read form the cache key of the page. So an input that is not in the key cannot change the
// page, and an input that no view reads does not multiply entries.

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

/// The name of a field in an Input: "accept-language" for "Accept_Language".
std::string field_input_name(std::string_view name);
/// False for the headers that tell who is asking: cookie, authorization, proxy-authorization.
bool may_be_read(const Input& input);

/// The value of the input in this request. Absent (nullopt) is different from empty.
std::optional<std::string_view> read_input(const Request& request, const Input& input);

/// "query q", "header accept-language", "host": for people and for Redis.
std::string to_text(const Input& input);
std::optional<Input> parse_input(std::string_view text);

using Inputs = std::set<Input>;

/// The inputs that the views of one route have read so far. The set only grows. Any thread; reading
/// takes no lock.
class RouteInputs {
public:
    RouteInputs();

    /// The reference is valid as long as this object: a set that was replaced by a larger one is
    /// kept.
    const Inputs& get() const { return *current_.load(std::memory_order_acquire); }

    /// Returns true if one of them is new.
    bool add(const Inputs& inputs);

private:
    std::mutex growing_;
    std::vector<std::unique_ptr<const Inputs>> versions_;
    std::atomic<const Inputs*> current_;
};

}  // namespace aspic
