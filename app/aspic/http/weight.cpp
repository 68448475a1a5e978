#include <aspic/http/weight.h>

#include <aspic/base/syntax.h>

namespace aspic {

int weight_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        const std::string_view parameter = syntax::trim(syntax::take_until(parameters, ';'));
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
        const std::string_view value = parameter.substr(2);
        if (value.empty() || value.front() != '0') return 1000;
        int weight = 0;
        int unit = 100;
        for (const char digit : value.substr(value.size() < 2 ? value.size() : 2)) {
            if (digit < '0' || digit > '9') break;
            weight += (digit - '0') * unit;
            unit /= 10;
        }
        return weight;
    }
    return 1000;
}

}  // namespace aspic
