#pragma once
// Where each tag stands: file, line and name. ctemplate tells the dictionary only a name, so the
// text that it parses has names with the number of the place: {{NAME}} is {{NAME_17}} there. Then
// an error can say its line, and {{X}} and {{X:none}} differ. Complete when the templates are
// loaded, then read by any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct TemplatePlace {
    std::string file;
    std::size_t line = 0;
    std::string name;     // as in the template
    bool is_raw = false;  // {{NAME:none}}
};

class TemplatePlaces {
public:
    /// Returns the name for ctemplate.
    std::string add(TemplatePlace place);
    /// The place with this name for ctemplate. REQUIRES: `add` has returned it.
    const TemplatePlace& at(std::string_view numbered_name) const;

private:
    std::vector<TemplatePlace> places_;
};

}  // namespace aspic
