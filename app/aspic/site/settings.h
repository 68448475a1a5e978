#pragma once
// The values of a site's own options, and of the few server options that a site may need ("data").
// Read-only after the start; any thread.

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

class Settings {
public:
    using Values = std::map<std::string, std::string, std::less<>>;

    explicit Settings(Values values) : values_{std::move(values)} {}

    /// Throws std::out_of_range, which names the option, if the site has not declared it.
    const std::string& get(std::string_view option) const
    {
        const auto found = values_.find(option);
        if (found == values_.end())
            throw std::out_of_range{"there is no option --" + std::string{option}};
        return found->second;
    }
    const Values& all() const { return values_; }

private:
    Values values_;
};

}  // namespace aspic
