#include <aspic/http/value_with_parameters.h>

#include <algorithm>
#include <cstddef>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

namespace aspic {

namespace {

void skip_space(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// Takes a quoted string. REQUIRES: the text starts with a quote.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const bool is_escape =
            text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        value += is_escape ? text[++i] : text[i];
    }
    return {};
}

std::optional<std::string> take_value(std::string_view& text)
{
    if (text.starts_with('"')) return take_quoted(text);
    const std::size_t size = std::min(text.find_first_of("; \t"), text.size());
    const std::string_view token = text.substr(0, size);
    if (!syntax::is_token(token)) return {};
    text.remove_prefix(size);
    return std::string{token};
}

}  // namespace

std::optional<std::string_view> ValueWithParameters::parameter(std::string_view name) const
{
    for (const auto& [known, text] : parameters) {
        if (known == name) return text;
    }
    return {};
}

std::optional<ValueWithParameters> parse_value_with_parameters(std::string_view text)
{
    if (std::ranges::any_of(text, [](char c) { return syntax::is_control(c) && c != '\t'; }))
        return {};
    text = syntax::trim(text);
    const std::size_t end = std::min(text.find(';'), text.size());
    ValueWithParameters parsed{.value = syntax::lower_case(syntax::trim(text.substr(0, end))),
                               .parameters = {}};
    text.remove_prefix(end);
    while (!text.empty()) {
        if (!text.starts_with(';')) return {};
        text.remove_prefix(1);
        skip_space(text);
        if (text.empty()) break;  // a semicolon at the end
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos || !syntax::is_token(text.substr(0, equals)))
            return {};
        std::string name = syntax::lower_case(text.substr(0, equals));
        if (parsed.parameter(name)) return {};
        text.remove_prefix(equals + 1);
        auto value = take_value(text);
        if (!value) return {};
        parsed.parameters.emplace_back(std::move(name), std::move(*value));
        skip_space(text);
    }
    return parsed;
}

bool is_utf8_or_unstated(const ValueWithParameters& content_type)
{
    const auto charset = content_type.parameter("charset");
    return !charset || equal_ignoring_case(*charset, "utf-8") ||
           equal_ignoring_case(*charset, "utf8") || equal_ignoring_case(*charset, "us-ascii");
}

}  // namespace aspic
