#include <aspic/http/structured_field.h>

#include <algorithm>
#include <cstddef>

#include <aspic/base/syntax.h>

namespace aspic::structured {

namespace {

// sf-token = ( ALPHA / "*" ) *( tchar / ":" / "/" )
bool is_token_character(char c)
{
    return c == ':' || c == '/' || syntax::is_token({&c, 1});
}

bool is_token(std::string_view text)
{
    return !text.empty() && (syntax::is_letter(text.front()) || text.front() == '*') &&
           std::all_of(text.begin(), text.end(), is_token_character);
}

bool is_key_character(char c)
{
    return (c >= 'a' && c <= 'z') || syntax::is_digit(c) ||
           std::string_view{"_-.*"}.find(c) != std::string_view::npos;
}

bool is_printable(char c)
{
    return c >= 0x20 && c <= 0x7e;
}

/// Reads from the front of a text. What a function has returned nothing for, may be half read.
class Parser {
public:
    explicit Parser(std::string_view text) : rest_{text} {}

    std::optional<std::vector<Item>> list()
    {
        std::vector<Item> items;
        skip(" ");
        while (!rest_.empty()) {
            auto read = item();
            if (!read) return {};
            items.push_back(std::move(*read));
            skip(" \t");
            if (rest_.empty()) return items;
            if (!take(',')) return {};
            skip(" \t");
            if (rest_.empty()) return {};  // a list does not end with a comma
        }
        return items;
    }

private:
    std::optional<Item> item()
    {
        auto value = bare_item();
        if (!value) return {};
        Item read{std::move(*value), {}};
        while (take(';')) {
            skip(" ");
            const bool is_key = !rest_.empty() && (rest_.front() == '*' ||
                                                   (rest_.front() >= 'a' && rest_.front() <= 'z'));
            if (!is_key) return {};
            std::string name{take_while(is_key_character)};
            BareItem parameter{"?1"};
            if (take('=')) {
                auto given = bare_item();
                if (!given) return {};
                parameter = std::move(*given);
            }
            read.parameters.emplace_back(std::move(name), std::move(parameter));
        }
        return read;
    }

    std::optional<BareItem> bare_item()
    {
        if (rest_.empty()) return {};
        const char first = rest_.front();
        if (first == '"') return string();
        if (first == '*' || syntax::is_letter(first))
            return BareItem{std::string{take_while(is_token_character)}};
        if (first == ':') return bytes();
        if (first == '?') return boolean();
        return number();
    }

    std::optional<BareItem> string()
    {
        BareItem read{.is_string = true};
        take('"');
        while (!rest_.empty()) {
            char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return read;
            if (c == '\\') {
                if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\\')) return {};
                c = rest_.front();
                rest_.remove_prefix(1);
            } else if (!is_printable(c)) {
                return {};
            }
            read.text += c;
        }
        return {};
    }

    std::optional<BareItem> bytes()
    {
        const std::size_t end = rest_.find(':', 1);
        if (end == std::string_view::npos) return {};
        BareItem read{std::string{rest_.substr(0, end + 1)}};
        rest_.remove_prefix(end + 1);
        return read;
    }

    std::optional<BareItem> boolean()
    {
        if (!rest_.starts_with("?0") && !rest_.starts_with("?1")) return {};
        BareItem read{std::string{rest_.substr(0, 2)}};
        rest_.remove_prefix(2);
        return read;
    }

    std::optional<BareItem> number()
    {
        BareItem read;
        if (take('-')) read.text += '-';
        const std::string_view digits = take_while(syntax::is_digit);
        if (digits.empty()) return {};
        read.text += digits;
        if (take('.')) {
            const std::string_view fraction = take_while(syntax::is_digit);
            if (fraction.empty()) return {};
            read.text.append(".").append(fraction);
        }
        return read;
    }

    bool take(char c)
    {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    template <class Predicate>
    std::string_view take_while(Predicate predicate)
    {
        const auto* end = std::find_if_not(rest_.begin(), rest_.end(), predicate);
        const auto size = static_cast<std::size_t>(end - rest_.begin());
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    void skip(std::string_view characters)
    {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
    }

    std::string_view rest_;
};

}  // namespace

std::optional<std::vector<Item>> parse_list(std::string_view field)
{
    return Parser{field}.list();
}

void append_token_or_string(std::string& to, std::string_view text)
{
    if (is_token(text)) {
        to += text;
        return;
    }
    to += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') to += '\\';
        to += is_printable(c) ? c : '?';
    }
    to += '"';
}

}  // namespace aspic::structured
