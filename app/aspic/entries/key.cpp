#include <aspic/entries/key.h>

#include <array>
#include <charconv>
#include <optional>

#include <aspic/base/digest.h>

namespace aspic {

namespace {

void append_sized(std::string& key, std::string_view text)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), text.size()).ptr;
    key.append(digits.data(), end);
    key += ':';
    key += text;
    key += ',';
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
    return key;
}

std::string_view key_route(std::string_view key)
{
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), size);
    if (error != std::errc{} || end == key.data() + key.size() || *end != ':') return {};
    const std::size_t begin = static_cast<std::size_t>(end - key.data()) + 1;
    return size <= key.size() - begin ? key.substr(begin, size) : std::string_view{};
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
