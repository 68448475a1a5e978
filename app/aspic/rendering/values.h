#pragma once
// What a view puts into a template: names and values, lists of rows, sections that show or not. A
// value of one thread at a time; it knows nothing of ctemplate.

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// HTML that is right as it is: made by code that escaped what came from outside. Only such a value
/// may stand at a {{NAME:none}} in a template.
struct Html {
    std::string text;
};

class Values {
public:
    /// Text, escaped where it stands in the template by its context (body, attribute, URL, ...).
    void set(std::string_view name, std::string_view value);
    void set(std::string_view name, std::integral auto number)
    {
        static_assert(
            !std::same_as<decltype(number), bool>,
            "Values: a bool is not a value; it shows or hides a section: show(name, shown)");
        set(name, std::string_view{std::to_string(number)});
    }
    void html(std::string_view name, Html value);

    /// {{#NAME}} ... {{/NAME}} is shown once, or not at all.
    void show(std::string_view name, bool shown = true);
    /// {{#NAME}} ... {{/NAME}} is a list; it stays empty until rows are added.
    void list(std::string_view name);
    /// One more row of the list; the reference holds as long as these Values.
    Values& add(std::string_view name);

    enum class Kind { text, html, section };
    struct Value {
        std::string name;
        Kind kind = Kind::text;
        std::string text;
        bool shown = false;
        std::vector<std::unique_ptr<Values>> rows;
    };
    const Value* find(std::string_view name) const;

private:
    Value& slot(std::string_view name);
    std::vector<Value> values_;
};

}  // namespace aspic
