#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <aspic/rendering/expansion.h>
#include <aspic/rendering/near_name.h>
#include <aspic/rendering/template_source.h>

namespace aspic {

using ctemplate::TemplateString;

namespace {

std::string_view view(const TemplateString& text)
{
    return {text.data(), text.size()};
}

// Variables that need no value, because their modifier says everything.
bool needs_no_value(std::string_view name)
{
    return name == "LIVE" || name == "STATIC" || name == "LINK";
}

}  // namespace

class Dictionary::Rows : public Iterator {
public:
    Rows(const Values::Value& section, const Dictionary& outer) : section_{section}, outer_{outer}
    {
    }
    bool HasNext() const override { return next_ < section_.rows.size(); }
    const TemplateDictionaryInterface& Next() override
    {
        return row_.emplace(*section_.rows[next_++], &outer_, outer_.expansion_);
    }

private:
    const Values::Value& section_;
    const Dictionary& outer_;
    std::optional<Dictionary> row_;
    std::size_t next_ = 0;
};

// An iterator without rows: ctemplate then expands the section or include once, with the outer
// dictionary.
class Dictionary::Nothing : public Iterator {
public:
    bool HasNext() const override { return false; }
    const TemplateDictionaryInterface& Next() override { std::terminate(); }
};

const Values::Value* Dictionary::find(std::string_view name) const
{
    for (const Dictionary* dictionary = this; dictionary != nullptr;
         dictionary = dictionary->outer_) {
        if (const Values::Value* value = dictionary->values_.find(name)) return value;
    }
    return nullptr;
}

const TemplatePlace& Dictionary::place_of(const TemplateString& name) const
{
    const TemplatePlace& place = expansion_.places.at(view(name));
    expansion_.place = &place;
    return place;
}

std::string Dictionary::similar_to(std::string_view name) const
{
    std::vector<std::string> names;
    for (const Dictionary* one = this; one != nullptr; one = one->outer_) {
        for (const Values::Value& value : one->values_.all())
            names.push_back(value.name);
    }
    const std::string similar = near_name(name, names);
    return similar.empty() ? "" : "; " + similar + " was set: is the name misspelt?";
}

TemplateString Dictionary::GetValue(const TemplateString& variable) const
{
    const TemplatePlace& place = place_of(variable);
    const Values::Value* value = find(place.name);
    if (value == nullptr) {
        if (!needs_no_value(place.name)) {
            expansion_.problem("the variable " + place.name + " was not set for the " +
                               expansion_.document + ": call set(\"" + place.name + "\", ...)" +
                               similar_to(place.name));
        }
        return TemplateString{""};
    }
    if (value->kind == Values::Kind::section) {
        expansion_.problem(place.name +
                           " is used as a variable, but was set as a section for the " +
                           expansion_.document);
        return TemplateString{""};
    }
    if (place.is_raw && value->kind != Values::Kind::html) {
        expansion_.problem("{{" + place.name +
                           ":none}} is not escaped, so its value must be set as Html, by html()");
        return TemplateString{""};
    }
    return TemplateString{value->text.data(), value->text.size()};
}

const Values::Value* Dictionary::find_section(const TemplateString& name) const
{
    const TemplatePlace& place = place_of(name);
    const Values::Value* value = find(place.name);
    if (value == nullptr) {
        expansion_.problem("the section " + place.name + " was not set for the " +
                           expansion_.document + ": call show() or list()" +
                           similar_to(place.name));
    } else if (value->kind != Values::Kind::section) {
        expansion_.problem(place.name +
                           " is used as a section, but was set as a variable for the " +
                           expansion_.document);
        return nullptr;
    }
    return value;
}

bool Dictionary::IsHiddenSection(const TemplateString& name) const
{
    const Values::Value* section = find_section(name);
    return section == nullptr || !section->shown;
}

bool Dictionary::IsUnhiddenSection(const TemplateString& name) const
{
    return !IsHiddenSection(name);
}

Dictionary::Iterator* Dictionary::CreateSectionIterator(const TemplateString& name) const
{
    const Values::Value* section = find_section(name);
    if (section == nullptr) return std::make_unique<Nothing>().release();
    return std::make_unique<Rows>(*section, *this).release();
}

bool Dictionary::IsHiddenTemplate(const TemplateString& name) const
{
    if (place_of(name).name != "CONTENT") return false;
    if (expansion_.content_template.empty() || std::exchange(expansion_.has_content, true)) {
        expansion_.problem("{{>CONTENT}} is allowed only in a base template, and only once");
        return true;
    }
    return false;
}

const char* Dictionary::GetIncludeTemplateName(const TemplateString& variable, int /*number*/) const
{
    const std::string& name = place_of(variable).name;
    include_name_ = name == "CONTENT" ? expansion_.content_template : included_file(name);
    return include_name_.c_str();
}

Dictionary::Iterator* Dictionary::CreateTemplateIterator(const TemplateString& /*name*/) const
{
    return std::make_unique<Nothing>().release();
}

void Dictionary::DumpToString(std::string* out, int /*level*/) const
{
    out->append("(values of a page)");
}

}  // namespace aspic
