#include "sources/name_section.h"

#include "base/text.h"
#include "sources/name_text.h"
#include "sources/roff_text.h"

namespace manual {

namespace {

constexpr std::size_t longest_description = 300;
constexpr std::size_t most_names = 200;

std::string finished(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c == roff_minus) c = '-';
    std::string line = tidy(out, longest_description);
    return out.size() > longest_description && line.size() > longest_description - 4
               ? line + "\u2026"
               : line;
}

}  // namespace

std::vector<NamedPurpose> read_name_section(std::string_view source)
{
    std::vector<NamedPurpose> purposes;
    for (const std::string& entry : name_entries(source)) {
        const Dash dash = find_dash(entry);
        if (!dash) continue;
        std::string description = finished(std::string_view{entry}.substr(dash.at + dash.size));
        description.erase(0, description.find_first_not_of("- "));  // of "--"
        for (const std::string_view part : split(std::string_view{entry}.substr(0, dash.at), ',')) {
            std::string name = finished(part);
            if (!name.empty() && purposes.size() < most_names)
                purposes.push_back({std::move(name), description});
        }
    }
    return purposes;
}

}  // namespace manual
