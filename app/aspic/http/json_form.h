#pragma once
// The members of a JSON body with types, and errors that are ready for the client: Form
// (http/form.h) for JSON. A value of one thread.
//
//     Result add_item(Request& request)
//     {
//         JsonForm item{request};
//         const auto name = item.field<std::string>("name", length_at_most(80));
//         const auto price = item.field<int>("price", at_least(1));
//         const auto tags = item.list<std::string>("tags", 10, length_at_most(20));
//         JsonForm maker = item.object("maker");
//         const auto country = maker.optional_field<std::string>("country");
//         if (item.ok() && is_taken(name)) item.add_error("name", "There is one already.");
//         if (!item.ok()) return invalid(item);  // a 422 that names each (site/json.h)
//         ...
//     }
//
// Members that are not read are ignored. A member that is null counts as missing. Types are not
// changed: "3" is no number, and 3.5 no whole one; 3.0 is.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include <aspic/http/form.h>

namespace aspic {

namespace detail {

/// Reads a JSON value. Returns the error, empty if there is none.
std::string read_json(const nlohmann::json& json, std::string& value);
std::string read_json(const nlohmann::json& json, long long& value);
std::string read_json(const nlohmann::json& json, unsigned long long& value);
std::string read_json(const nlohmann::json& json, double& value);
std::string read_json(const nlohmann::json& json, bool& value);

/// The text of the value, for out_of_range_error and for JsonForm::Error.
std::string json_text(const nlohmann::json& json);

}  // namespace detail

class JsonForm {
public:
    /// The request must outlive it. Throws what Request::json throws. If the body is not an object,
    /// that is an error at its root; its fields are T{} then, without errors of their own.
    explicit JsonForm(const Request& request);
    explicit JsonForm(nlohmann::json body);

    /// The value of a member: a std::string, an integer, a double or a bool. If the member is
    /// missing, empty or blank, not a T, or refused by a check (http/field_checks.h), it has an
    /// error, and the result is T{}.
    template <class T, class... Check>
    T field(std::string_view name, const Check&... checks)
    {
        const nlohmann::json* const member = required(name);
        return member == nullptr ? T{} : read<T>(*member, path_of(name), checks...).value_or(T{});
    }

    /// The same, but the member may be missing, empty or blank.
    template <class T, class... Check>
    std::optional<T> optional_field(std::string_view name, const Check&... checks)
    {
        const nlohmann::json* const member = find(name);
        if (member == nullptr) return {};
        return read<T>(*member, path_of(name), checks...);
    }

    /// The values of an array, at most so many; the checks are for each of them. An array that is
    /// missing is empty. A value that is wrong has an error, and is T{} in the result.
    template <class T, class... Check>
    std::vector<T> list(std::string_view name, std::size_t most, const Check&... checks)
    {
        std::vector<T> values;
        for (const Element& one : elements(name, most))
            values.push_back(read<T>(*one.json, one.path, checks...).value_or(T{}));
        return values;
    }

    /// An object in a member. Its errors belong to this form too, which need not outlive it. If the
    /// member is missing or not an object, that is an error; its fields are T{} then.
    JsonForm object(std::string_view name);
    /// The objects of an array, at most so many. An array that is missing is empty.
    std::vector<JsonForm> objects(std::string_view name, std::size_t most);
    /// True if the member is there, and not null, empty or blank.
    bool has(std::string_view name) const { return find(name) != nullptr; }

    struct Error {
        std::string path;   // a JSON Pointer (RFC 6901), such as "/tags/2"; empty for the body
        std::string value;  // the JSON that was sent; empty if the member is missing, or not scalar
        std::string error;
    };
    /// True if no field has an error, in this object or another one of the same body.
    bool ok() const { return errors().empty(); }
    /// In the order in which they were found.
    const std::vector<Error>& errors() const;
    /// Only the first error of a field is kept. `name` is a member of this object.
    void add_error(std::string_view name, std::string error);
    /// The error of a member of this object; empty if it has none.
    std::string_view error(std::string_view name) const;

private:
    struct Sent;
    struct Element {
        const nlohmann::json* json;
        std::string path;
    };
    JsonForm(std::shared_ptr<Sent> sent, const nlohmann::json* here, std::string path);

    template <class T, class... Check>
    std::optional<T> read(const nlohmann::json& json, const std::string& path,
                          const Check&... checks)
    {
        typename detail::ReadAs<T>::Type wide{};
        std::string error = detail::read_json(json, wide);
        const T value = static_cast<T>(wide);
        if (error.empty() && value != wide)
            error = detail::out_of_range_error(detail::json_text(json));
        if (error.empty()) error = detail::first_error(value, checks...);
        if (error.empty()) return value;
        note(path, &json, std::move(error));
        return {};
    }

    /// Null if it is missing, null, empty or blank.
    const nlohmann::json* find(std::string_view name) const;
    /// The same, and notes that, unless there is no object that could have it.
    const nlohmann::json* required(std::string_view name);
    std::vector<Element> elements(std::string_view name, std::size_t most);
    void begin(const nlohmann::json& body);
    JsonForm inner(const nlohmann::json* json, std::string path);
    std::string path_of(std::string_view name) const;
    /// `json` may be null.
    void note(const std::string& path, const nlohmann::json* json, std::string error);

    std::shared_ptr<Sent> sent_;
    const nlohmann::json* here_ = nullptr;  // an object in it; null if there is none
    std::string path_;
};

}  // namespace aspic
