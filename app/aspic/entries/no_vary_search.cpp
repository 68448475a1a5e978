#include <aspic/entries/no_vary_search.h>

#include <algorithm>
#include <string_view>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

// True if it stands for itself in a query and in a string of a structured field.
bool is_plain_name(std::string_view name)
{
    constexpr std::string_view others = "-._~*";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return syntax::is_letter(c) || syntax::is_digit(c) ||
               others.find(c) != std::string_view::npos;
    });
}

}  // namespace

std::optional<std::string> no_vary_search(const Inputs& reads, const Request& request)
{
    std::string names;
    std::size_t count = 0;
    for (const Input& input : reads) {
        if (input.kind == InputKind::raw_query) return {};
        if (input.kind != InputKind::query) continue;
        const auto value = read_input(request, input);
        if (!is_plain_name(input.name) || (value && !syntax::is_ascii(*value))) return {};
        names.append(count++ == 0 ? "\"" : " \"").append(input.name).append("\"");
    }
    if (count == 0) return "params";
    return (count > 1 ? "key-order, params, except=(" : "params, except=(") + names + ')';
}

}  // namespace aspic
