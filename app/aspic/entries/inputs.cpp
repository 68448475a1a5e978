#include <aspic/entries/inputs.h>

#include <algorithm>
#include <array>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::array<std::string_view, 4> kind_names{"query", "header", "host", "scheme"};

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

RouteInputs::RouteInputs()
{
    current_ = versions_.emplace_back(std::make_unique<const Inputs>()).get();
}

bool RouteInputs::add(const Inputs& inputs)
{
    const Inputs& known = get();
    if (std::includes(known.begin(), known.end(), inputs.begin(), inputs.end())) return false;
    const std::lock_guard lock{growing_};
    Inputs larger = get();
    larger.insert(inputs.begin(), inputs.end());
    if (larger.size() == get().size()) return false;
    current_ = versions_.emplace_back(std::make_unique<const Inputs>(std::move(larger))).get();
    return true;
}

}  // namespace aspic
