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

bool is_base64_character(char c)
{
    return syntax::is_letter(c) || syntax::is_digit(c) || c == '+' || c == '/' || c == '=';
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
        const bool is_list = each_member([&] {
            auto read = item();
            if (read) items.push_back(std::move(*read));
            return read.has_value();
        });
        if (!is_list) return {};
        return items;
    }

    std::optional<std::vector<Member>> dictionary()
    {
        std::vector<Member> members;
        const bool is_dictionary = each_member([&] {
            auto read = member();
            if (!read) return false;
            std::erase_if(members, [&](const Member& one) { return one.key == read->key; });
            members.push_back(std::move(*read));
            return true;
        });
        if (!is_dictionary) return {};
        return members;
    }

private:
    // Calls `read_member` at the begin of each member. Returns false if it does, or if commas are
    // missing or one is too many.
    template <class ReadMember>
    bool each_member(const ReadMember& read_member)
    {
        skip(" ");
        while (!rest_.empty()) {
            if (!read_member()) return false;
            skip(" \t");
            if (rest_.empty()) return true;
            if (!take(',')) return false;
            skip(" \t");
            if (rest_.empty()) return false;  // the last member has no comma
        }
        return true;
    }

    std::optional<Member> member()
    {
        auto name = key();
        if (!name) return {};
        Member read{std::move(*name), Item{{"?1"}, {}}};
        if (!take('=')) {
            if (!parameters(*read.item)) return {};
            return read;
        }
        if (rest_.starts_with('(')) {
            if (!inner_list()) return {};
            read.item.reset();
            return read;
        }
        auto value = item();
        if (!value) return {};
        read.item = std::move(value);
        return read;
    }

    // Reads an inner list with its parameters. No caller needs its items.
    bool inner_list()
    {
        take('(');
        for (skip(" "); !take(')'); skip(" ")) {
            if (!item() || (!rest_.starts_with(' ') && !rest_.starts_with(')'))) return false;
        }
        Item ignored;
        return parameters(ignored);
    }

    std::optional<Item> item()
    {
        auto value = bare_item();
        if (!value) return {};
        Item read{std::move(*value), {}};
        if (!parameters(read)) return {};
        return read;
    }

    bool parameters(Item& of)
    {
        while (take(';')) {
            skip(" ");
            auto name = key();
            if (!name) return false;
            BareItem parameter{"?1"};
            if (take('=')) {
                auto given = bare_item();
                if (!given) return false;
                parameter = std::move(*given);
            }
            of.parameters.emplace_back(std::move(*name), std::move(parameter));
        }
        return true;
    }

    std::optional<std::string> key()
    {
        const bool is_key = !rest_.empty() && (rest_.front() == '*' ||
                                               (rest_.front() >= 'a' && rest_.front() <= 'z'));
        if (!is_key) return {};
        return std::string{take_while(is_key_character)};
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
        const std::string_view coded = std::string_view{read.text}.substr(1, end - 1);
        if (!std::all_of(coded.begin(), coded.end(), is_base64_character)) return {};
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
        constexpr std::size_t most_integer_digits = 15;
        constexpr std::size_t most_digits_before_point = 12;
        constexpr std::size_t most_fraction_digits = 3;
        BareItem read;
        if (take('-')) read.text += '-';
        const std::string_view digits = take_while(syntax::is_digit);
        if (digits.empty() || digits.size() > most_integer_digits) return {};
        read.text += digits;
        if (take('.')) {
            const std::string_view fraction = take_while(syntax::is_digit);
            if (fraction.empty() || fraction.size() > most_fraction_digits ||
                digits.size() > most_digits_before_point)
                return {};
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

std::optional<std::vector<Member>> parse_dictionary(std::string_view field)
{
    return Parser{field}.dictionary();
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
