#include <memory>
#include <optional>
#include <utility>

#include <aspic/rendering/expansion.h>
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

TemplateString Dictionary::GetValue(const TemplateString& variable) const
{
    const std::string_view name = view(variable);
    const Values::Value* value = find(name);
    if (value == nullptr) {
        if (!needs_no_value(name)) problem("the variable " + std::string{name} + " was not set");
        return TemplateString{""};
    }
    if (value->kind == Values::Kind::section) {
        problem(std::string{name} + " is used as a variable, but was set as a section");
        return TemplateString{""};
    }
    if (value->kind != Values::Kind::html && expansion_.raw_names.contains(name)) {
        problem("{{" + std::string{name} +
                ":none}} is not escaped, so its value must be set as Html");
        return TemplateString{""};
    }
    return TemplateString{value->text.data(), value->text.size()};
}

const Values::Value* Dictionary::find_section(std::string_view name) const
{
    const Values::Value* value = find(name);
    if (value == nullptr) {
        problem("the section " + std::string{name} + " was not set: call show() or list()");
    } else if (value->kind != Values::Kind::section) {
        problem(std::string{name} + " is used as a section, but was set as a variable");
        return nullptr;
    }
    return value;
}

bool Dictionary::IsHiddenSection(const TemplateString& name) const
{
    const Values::Value* section = find_section(view(name));
    return section == nullptr || !section->shown;
}

bool Dictionary::IsUnhiddenSection(const TemplateString& name) const
{
    return !IsHiddenSection(name);
}

Dictionary::Iterator* Dictionary::CreateSectionIterator(const TemplateString& name) const
{
    const Values::Value* section = find_section(view(name));
    if (section == nullptr) return std::make_unique<Nothing>().release();
    return std::make_unique<Rows>(*section, *this).release();
}

bool Dictionary::IsHiddenTemplate(const TemplateString& name) const
{
    if (view(name) != "CONTENT") return false;
    if (expansion_.content_template.empty() || std::exchange(expansion_.has_content, true)) {
        problem("{{>CONTENT}} is allowed only in a base template, and only once");
        return true;
    }
    return false;
}

const char* Dictionary::GetIncludeTemplateName(const TemplateString& variable, int /*number*/) const
{
    const std::string_view name = view(variable);
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
