#include <aspic/entries/inputs.h>

#include <algorithm>
#include <array>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/hop_by_hop.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 6> kind_names{"query",  "header",    "host",
                                                     "scheme", "raw-query", "vary"};
constexpr std::string_view nothing = "nothing";

}  // namespace

bool may_be_read(const Input& input)
{
    const bool is_field = input.kind == InputKind::header || input.kind == InputKind::vary;
    return !is_field || (input.name != "cookie" && input.name != "authorization" &&
                         input.name != "proxy-authorization");
}

std::optional<std::string_view> read_input(const Request& request, const Input& input)
{
    switch (input.kind) {
        case InputKind::query:
            return request.query(input.name);
        case InputKind::header:
        case InputKind::vary:
            return request.header(input.name);
        case InputKind::host:
            return request.host();
        case InputKind::scheme:
            return request.scheme();
        case InputKind::raw_query:
            return request.raw_query();
    }
    return {};
}

std::optional<std::string> vary_value(const Request& request, std::string_view name)
{
    constexpr std::array<std::string_view, 3> simple_lists{"accept-charset", "accept-encoding",
                                                           "accept-language"};
    const auto fields = request.header_all(name);
    if (fields.empty() || list_has(connection_options(request), name)) return {};
    const bool is_simple = std::ranges::find(simple_lists, name) != simple_lists.end();
    std::string value;
    for (std::string_view rest : fields) {
        // In quotes and comments, spaces may have a meaning.
        if (!is_simple && rest.find_first_of("\"(") != std::string_view::npos) {
            value.append(value.empty() ? "" : ", ").append(syntax::trim(rest));
            continue;
        }
        while (!rest.empty()) {
            const std::string_view member = syntax::trim(syntax::take_until(rest, ','));
            if (!member.empty() || !is_simple)
                value.append(value.empty() ? "" : ", ").append(member);
        }
    }
    if (is_simple) std::ranges::transform(value, value.begin(), syntax::lower);
    return value;
}

std::optional<std::string> key_value(const Request& request, const Input& input)
{
    if (input.kind == InputKind::vary) return vary_value(request, input.name);
    const auto value = read_input(request, input);
    if (!value) return {};
    return std::string{*value};
}

std::string field_input_name(std::string_view name)
{
    std::string lower;
    for (const char c : name)
        lower += c == '_' ? '-' : syntax::lower(c);
    return lower;
}

std::string to_text(const Input& input)
{
    std::string text{kind_names.at(static_cast<std::size_t>(input.kind))};
    if (!input.name.empty()) text += ' ' + input.name;
    return text;
}

std::optional<Input> parse_input(std::string_view text)
{
    const std::size_t space = text.find(' ');
    const std::string_view kind = text.substr(0, space);
    const std::string_view name = space == std::string_view::npos ? "" : text.substr(space + 1);
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        if (kind_names[i] == kind) return Input{static_cast<InputKind>(i), std::string{name}};
    }
    return {};
}

bool contains(const Inputs& larger, const Inputs& smaller)
{
    return std::includes(larger.begin(), larger.end(), smaller.begin(), smaller.end());
}

std::string to_text(const Inputs& inputs)
{
    if (inputs.empty()) return std::string{nothing};
    std::string text;
    for (const Input& input : inputs) {
        if (!text.empty()) text += ", ";
        text += to_text(Input{input.kind, percent_encode(input.name)});
    }
    return text;
}

std::optional<Inputs> parse_inputs(std::string_view text)
{
    Inputs inputs;
    if (text == nothing) return inputs;
    while (!text.empty()) {
        auto input = parse_input(syntax::trim(syntax::take_until(text, ',')));
        if (!input) return {};
        auto name = percent_decode(input->name);
        if (!name) return {};
        input->name = std::move(*name);
        if (!may_be_read(*input)) return {};
        inputs.insert(std::move(*input));
    }
    return inputs.empty() ? std::nullopt : std::optional{std::move(inputs)};
}

}  // namespace aspic
