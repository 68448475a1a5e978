#pragma once
// The inputs of a request that a cached view may read, and those that it did read. The inputs that
// it read form the cache key of the page. So an input that is not in the key cannot change the
// page, and an input that no view reads does not multiply entries.

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <aspic/http/request.h>

namespace aspic {

enum class InputKind : std::uint8_t {
    query,
    header,
    host,
    scheme,
    raw_query,
    vary,  // a field that the view has not read, but that its answer's Vary names
};

/// The name of one input. Header names are kept in lower case with `-`.
struct Input {
    InputKind kind;
    std::string name;                                // empty for host, scheme and raw_query
    auto operator<=>(const Input&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

/// The name of a field in an Input: "accept-language" for "Accept_Language".
std::string field_input_name(std::string_view name);
/// False for the headers that tell who is asking: cookie, authorization, proxy-authorization.
bool may_be_read(const Input& input);

/// The value of a field that Vary names: all fields of that name as one list. Spaces around members
/// do not matter if there are no quotes and comments; case does not matter in Accept-Language,
/// Accept-Charset and Accept-Encoding (RFC 9111, section 4.1). Absent (nullopt) is different from
/// empty. A field that Connection names is absent, because it is not forwarded: otherwise a visitor
/// could store the page without it for those who send it.
std::optional<std::string> vary_value(const Request& request, std::string_view name);

/// What stands for the input in the key: its value, or for a `vary` input, vary_value.
std::optional<std::string> key_value(const Request& request, const Input& input);

/// The value of the input in this request. Absent (nullopt) is different from empty.
std::optional<std::string_view> read_input(const Request& request, const Input& input);

/// "query q", "header accept-language", "host", "raw-query": for people and for Redis.
std::string to_text(const Input& input);
std::optional<Input> parse_input(std::string_view text);

using Inputs = std::set<Input>;

/// True if each input of `smaller` is in `larger` too.
bool contains(const Inputs& larger, const Inputs& smaller);

/// "header dnt, query q"; "nothing" for the empty set. Names are percent-encoded.
std::string to_text(const Inputs& inputs);
/// Returns nullopt if the text is not a set of inputs, or holds one that may not be read.
std::optional<Inputs> parse_inputs(std::string_view text);

}  // namespace aspic
