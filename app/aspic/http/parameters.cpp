#include <aspic/http/parameters.h>

#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

std::string decode(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            decoded += ' ';
            continue;
        }
        if (text[i] == '%' && text.size() - i >= 3) {
            const int high = syntax::hex_value(text[i + 1]);
            const int low = syntax::hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                decoded += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

}  // namespace

std::optional<Parameters> Parameters::parse(std::string_view text, std::size_t most)
{
    Parameters parameters;
    while (!text.empty()) {
        std::string_view value = syntax::take_until(text, '&');
        if (value.empty()) continue;
        if (parameters.pairs_.size() == most) return std::nullopt;
        const std::string_view name = syntax::take_until(value, '=');
        parameters.pairs_.emplace_back(decode(name), decode(value));
    }
    return parameters;
}

std::optional<std::string_view> Parameters::first(std::string_view name) const
{
    for (const auto& [known, value] : pairs_) {
        if (known == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Parameters::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto& [known, value] : pairs_) {
        if (known == name) values.emplace_back(value);
    }
    return values;
}

std::string Parameters::encoded() const
{
    std::string text;
    for (const auto& [name, value] : pairs_) {
        if (!text.empty()) text += '&';
        text += percent_encode(name);
        text += '=';
        text += percent_encode(value);
    }
    return text;
}

}  // namespace aspic
