#pragma once
// The values of a site's own options, and of the few of the server's that a site may need ("data").
// Read-only once started; any thread.

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

    /// Throws std::out_of_range naming the option where the site has declared none of that name.
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
