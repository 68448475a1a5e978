#include <aspic/http/json_form.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace aspic {

namespace {

constexpr const char* not_whole = "Must be a whole number.";
constexpr const char* not_an_object = "Must be an object.";

// A whole number may be written as 3.0 or 3e2 (RFC 8259, section 6). Beyond 2^63, a double says
// less than a number of its own type.
template <class Number>
std::string read_whole_json(const nlohmann::json& sent, Number& value)
{
    if (!sent.is_number()) return not_whole;
    const double number = sent.get<double>();
    if (std::trunc(number) != number) return not_whole;
    constexpr double limit = 9'223'372'036'854'775'808.0;  // 2^63
    if (sent.is_number_float() && (number >= limit || number < -limit))
        return detail::out_of_range_error(detail::json_text(sent));
    const bool is_in_range =
        sent.is_number_unsigned()
            ? std::in_range<Number>(sent.get<std::uint64_t>())
            : std::in_range<Number>(sent.is_number_float() ? static_cast<std::int64_t>(number)
                                                           : sent.get<std::int64_t>());
    if (!is_in_range) return detail::out_of_range_error(detail::json_text(sent));
    value = sent.get<Number>();
    return "";
}

bool is_blank_json(const nlohmann::json& sent)
{
    if (sent.is_null()) return true;
    return sent.is_string() && detail::is_blank(sent.get_ref<const std::string&>());
}

// RFC 6901, section 3.
std::string pointer_segment(std::string_view name)
{
    std::string text;
    for (const char c : name) {
        if (c == '~') {
            text += "~0";
        } else if (c == '/') {
            text += "~1";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

namespace detail {

std::string read_json(const nlohmann::json& json, std::string& value)
{
    if (!json.is_string()) return "Must be a text.";
    return read_field(json.get_ref<const std::string&>(), value);
}

std::string read_json(const nlohmann::json& json, long long& value)
{
    return read_whole_json(json, value);
}

std::string read_json(const nlohmann::json& json, unsigned long long& value)
{
    return read_whole_json(json, value);
}

std::string read_json(const nlohmann::json& json, double& value)
{
    if (!json.is_number()) return "Must be a number.";
    value = json.get<double>();
    return "";
}

std::string read_json(const nlohmann::json& json, bool& value)
{
    if (!json.is_boolean()) return "Must be true or false.";
    value = json.get<bool>();
    return "";
}

std::string json_text(const nlohmann::json& json)
{
    return json.is_primitive() && !json.is_null() ? json.dump() : "";
}

}  // namespace detail

struct JsonForm::Sent {
    nlohmann::json own{};  // null if a request has it
    std::vector<Error> errors{};
};

JsonForm::JsonForm(const Request& request) : sent_{std::make_shared<Sent>()}
{
    begin(request.json());
}

JsonForm::JsonForm(nlohmann::json body) : sent_{std::make_shared<Sent>(Sent{std::move(body)})}
{
    begin(sent_->own);
}

void JsonForm::begin(const nlohmann::json& body)
{
    if (body.is_object()) {
        here_ = &body;
    } else {
        note("", &body, not_an_object);
    }
}

JsonForm::JsonForm(std::shared_ptr<Sent> sent, const nlohmann::json* here, std::string path)
    : sent_{std::move(sent)}, here_{here}, path_{std::move(path)}
{
}

JsonForm JsonForm::object(std::string_view name)
{
    return inner(required(name), path_of(name));
}

std::vector<JsonForm> JsonForm::objects(std::string_view name, std::size_t most)
{
    std::vector<JsonForm> forms;
    for (Element& one : elements(name, most))
        forms.push_back(inner(one.json, std::move(one.path)));
    return forms;
}

JsonForm JsonForm::inner(const nlohmann::json* json, std::string path)
{
    if (json != nullptr && !json->is_object()) {
        note(path, json, not_an_object);
        json = nullptr;
    }
    return {sent_, json, std::move(path)};
}

std::vector<JsonForm::Element> JsonForm::elements(std::string_view name, std::size_t most)
{
    std::vector<Element> all;
    const nlohmann::json* const array = find(name);
    if (array == nullptr) return all;
    if (!array->is_array()) {
        add_error(name, "Must be a list.");
    } else if (array->size() > most) {
        add_error(name, "Must have at most " + std::to_string(most) +
                            (most == 1 ? " element." : " elements."));
    } else {
        for (const nlohmann::json& one : *array)
            all.push_back({&one, path_of(name) + '/' + std::to_string(all.size())});
    }
    return all;
}

const std::vector<JsonForm::Error>& JsonForm::errors() const
{
    return sent_->errors;
}

void JsonForm::add_error(std::string_view name, std::string error)
{
    note(path_of(name), find(name), std::move(error));
}

std::string_view JsonForm::error(std::string_view name) const
{
    const auto known = std::ranges::find(sent_->errors, path_of(name), &Error::path);
    return known != sent_->errors.end() ? std::string_view{known->error} : std::string_view{};
}

const nlohmann::json* JsonForm::find(std::string_view name) const
{
    if (here_ == nullptr) return nullptr;
    const auto member = here_->find(std::string{name});
    return member == here_->end() || is_blank_json(*member) ? nullptr : &*member;
}

const nlohmann::json* JsonForm::required(std::string_view name)
{
    const nlohmann::json* const member = find(name);
    if (member == nullptr && here_ != nullptr) note(path_of(name), nullptr, detail::missing_field);
    return member;
}

std::string JsonForm::path_of(std::string_view name) const
{
    return path_ + '/' + pointer_segment(name);
}

void JsonForm::note(const std::string& path, const nlohmann::json* json, std::string error)
{
    if (std::ranges::find(sent_->errors, path, &Error::path) != sent_->errors.end()) return;
    std::string value = json != nullptr ? detail::json_text(*json) : "";
    sent_->errors.push_back({path, std::move(value), std::move(error)});
}

}  // namespace aspic
