#include <aspic/entries/key.h>

#include <charconv>
#include <optional>
#include <utility>

#include <aspic/base/digest.h>
#include <aspic/base/numbers.h>

namespace aspic {

namespace {

void append_sized(std::string& key, std::string_view text)
{
    append_decimal(key, text.size());
    key += ':';
    key += text;
    key += ',';
}

// Removes what append_sized has appended from the front. Returns nullopt if there is no such text.
std::optional<std::string_view> take_sized(std::string_view& key)
{
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), size);
    if (error != std::errc{} || end == key.data() + key.size() || *end != ':') return {};
    key.remove_prefix(static_cast<std::size_t>(end - key.data()) + 1);
    if (size >= key.size() || key[size] != ',') return {};
    const std::string_view text = key.substr(0, size);
    key.remove_prefix(size + 1);
    return text;
}

// Absent (nullopt) is different from empty.
template <class Text>
void append_value(std::string& key, const std::optional<Text>& value)
{
    if (value) {
        append_sized(key, *value);
    } else {
        key += '-';
    }
}

}  // namespace

std::string cache_key(std::string_view route, std::span<const std::string_view> captures,
                      const Inputs& inputs, const Request& request)
{
    std::string key;
    write_cache_key(key, route, captures, inputs, request);
    return key;
}

void write_cache_key(std::string& key, std::string_view route,
                     std::span<const std::string_view> captures, const Inputs& inputs,
                     const Request& request)
{
    key.clear();
    key.reserve(128);
    append_sized(key, route);
    for (const std::string_view capture : captures)
        append_sized(key, capture);
    for (const Input& input : inputs) {
        key += '?';
        append_sized(key, to_text(input));
        if (input.kind == InputKind::vary) {
            append_value(key, vary_value(request, input.name));
        } else {
            append_value(key, read_input(request, input));
        }
    }
}

std::string_view key_route(std::string_view key)
{
    return take_sized(key).value_or("");
}

Inputs key_inputs_of(std::string_view key)
{
    Inputs inputs;
    while (!key.empty()) {
        const bool is_input = key.starts_with('?');
        if (is_input) key.remove_prefix(1);
        const auto text = take_sized(key);
        if (!text) return {};
        if (!is_input) continue;  // the route or a capture
        auto input = parse_input(*text);
        if (!input) return {};
        inputs.insert(std::move(*input));
        if (key.starts_with('-')) {
            key.remove_prefix(1);
        } else if (!take_sized(key)) {
            return {};
        }
    }
    return inputs;
}

std::string key_name(std::string_view path, std::string_view key)
{
    constexpr std::size_t longest_path = 200;
    std::string name{path.substr(0, longest_path)};
    name += ':';
    name += short_digest(key);
    return name;
}

}  // namespace aspic
