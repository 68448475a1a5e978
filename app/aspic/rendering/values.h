#pragma once
// What a view puts into a template: names and values, lists of rows, sections that are shown or
// hidden. A value of one thread at a time; it does not depend on ctemplate.

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// HTML that is inserted without escaping. The code that makes it must escape everything from
/// outside. {{NAME:none}} in a template accepts only such a value.
struct Html {
    std::string text;
};

class Values {
public:
    /// Sets a text. The template escapes it for its context (body, attribute, URL, ...).
    void set(std::string_view name, std::string_view value);
    void set(std::string_view name, std::integral auto number)
    {
        static_assert(
            !std::same_as<decltype(number), bool>,
            "Values: a bool is not a value; it shows or hides a section: show(name, shown)");
        set(name, std::string_view{std::to_string(number)});
    }
    void html(std::string_view name, Html value);

    /// {{#NAME}} ... {{/NAME}} is shown once, or not if `shown` is false.
    void show(std::string_view name, bool shown = true);
    /// {{#NAME}} ... {{/NAME}} is a list, which is empty until you add rows.
    void list(std::string_view name);
    /// Adds a row to the list and returns it. The reference is valid as long as these Values.
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
    const std::vector<Value>& all() const { return values_; }

private:
    Value& slot(std::string_view name);
    std::vector<Value> values_;
};

}  // namespace aspic
