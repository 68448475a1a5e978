#include <aspic/rendering/template_places.h>

#include <stdexcept>
#include <utility>

#include <aspic/base/numbers.h>

namespace aspic {

std::string TemplatePlaces::add(TemplatePlace place)
{
    std::string name = place.name + '_' + std::to_string(places_.size());
    places_.push_back(std::move(place));
    return name;
}

const TemplatePlace& TemplatePlaces::at(std::string_view numbered_name) const
{
    const auto number = parse_number(numbered_name.substr(numbered_name.rfind('_') + 1), 0);
    if (!number || static_cast<std::size_t>(*number) >= places_.size()) {
        throw std::out_of_range{"ctemplate asked for the unknown name " +
                                std::string{numbered_name}};
    }
    return places_[static_cast<std::size_t>(*number)];
}

}  // namespace aspic
