#include <aspic/entries/inputs.h>

#include <array>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 5> kind_names{"query", "header", "host", "scheme",
                                                     "raw-query"};
constexpr std::string_view nothing = "nothing";

}  // namespace

bool may_be_read(const Input& input)
{
    return input.kind != InputKind::header ||
           (input.name != "cookie" && input.name != "authorization" &&
            input.name != "proxy-authorization");
}

std::optional<std::string_view> read_input(const Request& request, const Input& input)
{
    switch (input.kind) {
        case InputKind::query:
            return request.query(input.name);
        case InputKind::header:
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
