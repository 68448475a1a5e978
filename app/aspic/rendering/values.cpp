#include <aspic/rendering/values.h>

#include <utility>

namespace aspic {

const Values::Value* Values::find(std::string_view name) const
{
    for (const Value& value : values_) {
        if (value.name == name) return &value;
    }
    return nullptr;
}

Values::Value& Values::slot(std::string_view name)
{
    for (Value& value : values_) {
        if (value.name == name) return value;
    }
    Value& value = values_.emplace_back();
    value.name = name;
    return value;
}

void Values::set(std::string_view name, std::string_view value)
{
    Value& target = slot(name);
    target.kind = Kind::text;
    target.text = value;
}

void Values::html(std::string_view name, Html value)
{
    Value& target = slot(name);
    target.kind = Kind::html;
    target.text = std::move(value.text);
}

void Values::show(std::string_view name, bool shown)
{
    Value& target = slot(name);
    target.kind = Kind::section;
    target.shown = shown;
}

void Values::list(std::string_view name)
{
    slot(name).kind = Kind::section;
}

Values& Values::add(std::string_view name)
{
    Value& target = slot(name);
    target.kind = Kind::section;
    target.shown = true;
    return *target.rows.emplace_back(std::make_unique<Values>());
}

}  // namespace aspic
