#pragma once
// Structured fields (RFC 8941), as far as caches need them: lists of items with parameters, and
// dictionaries. Pure functions and values.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic::structured {

/// A bare item (RFC 8941, section 3.3). A string is without its quotes and backslashes; anything
/// else is as it was written: "12", "1.5", "uri-miss", ":aGk=:", "?0".
struct BareItem {
    std::string text{};
    bool is_string = false;
};

struct Item {
    BareItem value;
    std::vector<std::pair<std::string, BareItem>> parameters;  // "?1" for one without a value
};

/// Nothing if `field` is no list of items (RFC 8941, section 4.2.1), or holds an inner list.
std::optional<std::vector<Item>> parse_list(std::string_view field);

/// A member of a dictionary. One without a value has the value "?1".
struct Member {
    std::string key;
    std::optional<Item> item;  // nothing for an inner list
};

/// Nothing if `field` is no dictionary (RFC 8941, section 4.2.2). An empty field is an empty
/// dictionary. If a key is given twice, its last value counts.
std::optional<std::vector<Member>> parse_dictionary(std::string_view field);

/// Appends `text` as a token if it is one, otherwise as a string. A string holds only printable
/// ASCII: any other character becomes "?".
void append_token_or_string(std::string& to, std::string_view text);

}  // namespace aspic::structured
