#include <aspic/rendering/form_values.h>

#include <algorithm>
#include <string>

#include <aspic/base/syntax.h>

namespace aspic {

void show_form(const Form& form, Values& values)
{
    for (const auto& [field, value, error] : form.fields()) {
        std::string name{field};
        std::ranges::transform(name, name.begin(), [](char c) {
            return syntax::is_letter(c) || syntax::is_digit(c) ? syntax::upper(c) : '_';
        });
        values.set(name, value);
        values.set(name + "_ERROR", error);
        values.show(name + "_WRONG", !error.empty());
    }
}

}  // namespace aspic
