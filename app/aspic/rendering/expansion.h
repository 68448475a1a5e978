#pragma once
// One expansion of a template: the dictionary that ctemplate reads values from, and what the
// modifiers of holes and static files record. Internal to rendering; views do not use it. One
// thread.

#include <ctemplate/template_dictionary_interface.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/rendering/rendered.h>
#include <aspic/rendering/static_files.h>
#include <aspic/rendering/template_places.h>
#include <aspic/rendering/template_problem.h>
#include <aspic/rendering/values.h>

namespace ctemplate {
class PerExpandData;
}

namespace aspic {

/// State that the dictionaries and modifiers of one expansion share.
struct Expansion {
    const StaticFiles& static_files;
    const TemplatePlaces& places;
    std::string content_template;  // what {{>CONTENT}} includes; empty: nothing
    std::string document;          // what is made: "page note.tpl"
    TemplateProblems problems{};
    bool has_content = false;              // {{>CONTENT}} has been expanded
    std::vector<std::string> holes{};      // fragments in the order of their placeholders
    const TemplatePlace* place = nullptr;  // of the tag that is expanded now

    void problem(std::string sentence);
    void attach_to(ctemplate::PerExpandData& data);
    /// Returns the text without its placeholders, and their positions. Returns nullopt if something
    /// has changed a placeholder.
    std::optional<Rendered> cut_holes(const std::string& text) const;
};

/// Registers {{NAME:x-live=/_path}}, {{NAME:x-live}}, {{NAME:x-static=file}} and
/// {{NAME:x-link=/path}} with ctemplate. May be called several times.
void register_modifiers();

/// Passes Values to ctemplate. A name that is not found here is looked up in `outer`.
class Dictionary : public ctemplate::TemplateDictionaryInterface {
public:
    Dictionary(const Values& values, const Dictionary* outer, Expansion& expansion)
        : values_{values}, outer_{outer}, expansion_{expansion}
    {
    }

protected:
    ctemplate::TemplateString GetValue(const ctemplate::TemplateString& variable) const override;
    bool IsHiddenSection(const ctemplate::TemplateString& name) const override;
    bool IsUnhiddenSection(const ctemplate::TemplateString& name) const override;
    bool IsHiddenTemplate(const ctemplate::TemplateString& name) const override;
    const char* GetIncludeTemplateName(const ctemplate::TemplateString& variable,
                                       int number) const override;
    Iterator* CreateTemplateIterator(const ctemplate::TemplateString& name) const override;
    Iterator* CreateSectionIterator(const ctemplate::TemplateString& name) const override;
    void DumpToString(std::string* out, int level) const override;

private:
    class Rows;
    class Nothing;
    const Values::Value* find(std::string_view name) const;
    const Values::Value* find_section(const ctemplate::TemplateString& name) const;
    /// The tag with this name for ctemplate. It is then the place of problems.
    const TemplatePlace& place_of(const ctemplate::TemplateString& name) const;
    /// " (is it TITLE?)" if a value has a similar name.
    std::string similar_to(std::string_view name) const;

    const Values& values_;
    const Dictionary* outer_;
    Expansion& expansion_;
    mutable std::string include_name_;
};

}  // namespace aspic
