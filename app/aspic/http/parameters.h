#pragma once
// Names and values of a query string or a form (application/x-www-form-urlencoded, WHATWG URL,
// section 5.1). The only separator is `&`, and `;` belongs to the value, so we and the front end
// agree about where a parameter ends. A value of one thread at a time.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aspic {

class Parameters {
public:
    using Pair = std::pair<std::string, std::string>;

    Parameters() = default;
    Parameters(std::initializer_list<Pair> pairs) : pairs_{pairs} {}

    /// A malformed percent sequence stays as it is, as in browsers. Returns nullopt if there are
    /// more than `most` parameters.
    static std::optional<Parameters> parse(std::string_view text, std::size_t most);

    void add(std::string name, std::string value)
    {
        pairs_.emplace_back(std::move(name), std::move(value));
    }

    /// The first value with this name. `all` returns the later ones too.
    std::optional<std::string_view> first(std::string_view name) const;
    std::vector<std::string_view> all(std::string_view name) const;

    auto begin() const { return pairs_.begin(); }
    auto end() const { return pairs_.end(); }
    std::size_t size() const { return pairs_.size(); }
    bool empty() const { return pairs_.empty(); }

    /// "a=1&b=two%20words"
    std::string encoded() const;

private:
    std::vector<Pair> pairs_;
};

}  // namespace aspic
