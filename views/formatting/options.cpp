#include "formatting/options.h"

#include <utility>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_option = 60;
constexpr std::size_t longest_unbroken = 30;

bool is_option_character(char c)
{
    return is_ascii_alnum(c) || c == '-' || c == '_';
}

// Options of one character that is not a letter: -?, -#, -@
bool is_single_sign(char c)
{
    return std::string_view{"?#@%!:"}.find(c) != std::string_view::npos;
}

// Reads the option at the start of `text`, which begins with a hyphen.
Option take_option(std::string_view text)
{
    Option option;
    const std::size_t hyphens = text.starts_with("--") ? 2 : 1;
    std::string_view rest = text.substr(hyphens);
    const bool negatable = hyphens == 2 && rest.starts_with("[no-]");
    if (negatable) rest.remove_prefix(5);
    std::size_t size = 0;
    while (size < rest.size() && size < longest_option && is_option_character(rest[size]))
        ++size;
    if (size == 0 && hyphens == 1 && !rest.empty() && is_single_sign(rest[0])) size = 1;
    if (size == 0 || rest[0] == '-') return option;
    const std::string name{rest.substr(0, size)};
    const std::string start{text.substr(0, hyphens)};
    option.names.push_back(start + name);
    if (negatable) option.names.push_back(start + "no-" + name);
    option.end = hyphens + (negatable ? 5 : 0) + size;
    return option;
}

}  // namespace

bool may_precede_option(std::string_view before)
{
    return before.empty() ||
           std::string_view{" \n\t,|/([{\"'"}.find(before.back()) != std::string_view::npos ||
           before.ends_with(";");  // the end of a character reference
}

std::vector<Option> options_in(std::string_view text)
{
    std::vector<Option> found;
    for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at)) {
        Option option = take_option(text.substr(at));
        if (option.names.empty() || !may_precede_option(text.substr(0, at))) {
            at = text.find_first_not_of('-', at);
            if (at == std::string_view::npos) break;
            continue;
        }
        option.start = at;
        option.end += at;
        at = option.end;
        found.push_back(std::move(option));
    }
    return found;
}

bool is_unbroken_option(std::string_view text)
{
    return text.size() > 1 && text.size() <= longest_unbroken && text[0] == '-' &&
           text.find_first_of(" \n") == std::string_view::npos;
}

}  // namespace manual
