#pragma once
// The fields of a form with types, and errors that are ready for the page. A value of one thread;
// the request must outlive it.
//
//     Result add_item(Request& request)
//     {
//         Form form{request};
//         const auto name = form.field<std::string>("name", length_at_most(80));
//         const auto price = form.field<int>("price", at_least(1));
//         const auto stock = form.optional_field<int>("stock", at_least(0), at_most(1000));
//         if (form.ok() && is_taken(name)) form.add_error("name", "There is one already.");
//         if (!form.ok()) return item_page(form, 422);
//         ...
//     }
//
// The page shows the form again, with what the visitor typed (rendering/form_values.h).

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/http/field_checks.h>
#include <aspic/http/request.h>

namespace aspic {

namespace detail {

/// Reads a field's text as a value. Returns the error, empty if there is none.
std::string read_field(std::string_view text, std::string& value);
std::string read_field(std::string_view text, long long& value);
std::string read_field(std::string_view text, unsigned long long& value);
std::string read_field(std::string_view text, double& value);

/// The type that read_field reads for a T.
template <class T>
struct ReadAs {
    using Type = T;
};
template <>
struct ReadAs<bool> {
    using Type = bool;
};
template <std::signed_integral T>
struct ReadAs<T> {
    using Type = long long;
};
template <std::unsigned_integral T>
struct ReadAs<T> {
    using Type = unsigned long long;
};

std::string out_of_range_error(std::string_view text);

inline constexpr const char* missing_field = "This field is required.";
bool is_blank(std::string_view text);

}  // namespace detail

class Form {
public:
    /// A form that nobody has sent yet.
    Form() = default;
    /// Throws what Request::form throws.
    explicit Form(const Request& request) : sent_{&request.form()} {}

    /// The value of a field: a std::string, an integer, a double, or a bool (true if the field is
    /// there, as a checkbox is). If the field is missing, empty, not a T, or a check refuses it, it
    /// has an error, and the result is T{}. Checks are in http/field_checks.h; any function from a
    /// T to its error, empty if there is none, is one.
    template <class T, class... Check>
    T field(std::string_view name, const Check&... checks)
    {
        Field& field = note(name);
        if constexpr (std::same_as<T, bool>) {
            return is_sent(name);
        } else {
            if (detail::is_blank(field.value)) {
                add_error(name, detail::missing_field);
                return T{};
            }
            return read<T>(field, checks...).value_or(T{});
        }
    }

    /// The same, but the field may be missing or empty.
    template <class T, class... Check>
    std::optional<T> optional_field(std::string_view name, const Check&... checks)
    {
        static_assert(!std::same_as<T, bool>,
                      "optional_field: a checkbox that is not ticked is missing; use field<bool>");
        Field& field = note(name);
        if (detail::is_blank(field.value)) return {};
        return read<T>(field, checks...);
    }

    /// True if no field has an error.
    bool ok() const;
    /// Only the first error of a field is kept.
    void add_error(std::string_view name, std::string error);
    /// The error of a field; empty if it has none.
    std::string_view error(std::string_view name) const;

    /// The field as the visitor typed it, or as set_value has set it.
    std::string_view value(std::string_view name) const;
    /// What the field shows before the visitor has typed anything.
    void set_value(std::string_view name, std::string value);

    struct Field {
        std::string name;
        std::string value;
        std::string error;
    };
    /// The fields that were read or set, in this order.
    const std::vector<Field>& fields() const { return fields_; }

private:
    template <class T, class... Check>
    std::optional<T> read(Field& field, const Check&... checks)
    {
        typename detail::ReadAs<T>::Type wide{};
        field.error = detail::read_field(field.value, wide);
        const T value = static_cast<T>(wide);
        if (field.error.empty() && value != wide)
            field.error = detail::out_of_range_error(field.value);
        if (field.error.empty()) field.error = detail::first_error(value, checks...);
        if (!field.error.empty()) return {};
        return value;
    }

    Field& note(std::string_view name);
    const Field* find(std::string_view name) const;
    bool is_sent(std::string_view name) const;

    const Parameters* sent_ = nullptr;
    std::vector<Field> fields_;
};

}  // namespace aspic
