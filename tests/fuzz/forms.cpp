// The fields of forms and of JSON bodies, with types.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include <aspic/http/errors.h>
#include <aspic/http/field_checks.h>
#include <aspic/http/form.h>
#include <aspic/http/json_form.h>

namespace {

using aspic::Form;
using aspic::JsonForm;
using aspic::Request;

void require(bool condition)
{
    if (!condition) std::abort();
}

/// Reads "a" by each type: a wrong value is T{}, and has an error.
template <class T, class AnyForm>
T read(AnyForm& form)
{
    const T value = form.template field<T>("a");
    require(form.error("a").empty() || value == T{});
    return value;
}

/// Calls `use` with a number of each type that a field may have.
template <class Use>
void with_each_number(const Use& use)
{
    use(int{});
    use(static_cast<unsigned char>(0));
    use(0LL);
    use(0ULL);
    use(double{});
}

template <class T>
void read_number(const Request& request)
{
    Form form{request};
    const T number = read<T>(form);
    Form again{request};
    const auto optional = again.optional_field<T>("a");
    require(form.ok() ? optional == number : !optional.has_value());
    if constexpr (std::is_floating_point_v<T>) require(std::isfinite(number));
}

void read_form(const Request& request)
{
    with_each_number([&](auto number) { read_number<decltype(number)>(request); });
    Form form{request};
    const auto text = read<std::string>(form);
    require(form.error("a").empty() ? text == request.form().first("a") : text.empty());
    form.field<bool>("b");
    form.field<std::string>("c", aspic::length_at_most(3));
    for (const auto& field : form.fields())
        require(field.error == form.error(field.name));
    for (const aspic::UploadedFile& file : request.files())
        require(file.size() <= request.body().size());
}

template <class T>
void read_json_number(const nlohmann::json& body)
{
    JsonForm form{body};
    const T number = read<T>(form);
    if (form.ok()) require(body.at("a").get<double>() == static_cast<double>(number));
}

/// The values of the errors can be sent, and their paths name what is in the body.
void check_errors(const JsonForm& form, const nlohmann::json& body)
{
    for (const JsonForm::Error& one : form.errors()) {
        require(!one.error.empty());
        const nlohmann::json::json_pointer place{one.path};
        if (!one.value.empty()) require(body.at(place).dump() == one.value);
    }
}

void read_json(const nlohmann::json& body)
{
    with_each_number([&](auto number) { read_json_number<decltype(number)>(body); });
    {
        JsonForm form{body};
        const auto text = read<std::string>(form);
        if (form.ok()) require(body.at("a").get<std::string>() == text);
        form.field<bool>("b");
        check_errors(form, body);
    }
    JsonForm form{body};
    require(form.list<std::string>("a", 3, aspic::length_at_most(5)).size() <= 3);
    require(form.list<short>("b", 2).size() <= 2);
    for (JsonForm& one : form.objects("c", 3)) {
        one.field<int>("a/b");
        JsonForm inner = one.object("~");
        inner.optional_field<double>("");
        inner.add_error("b", "No.");
    }
    form.object("a").object("a").field<std::string>("a");
    check_errors(form, body);
}

}  // namespace

// The first line is the value of Content-Type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const std::size_t line = input.find('\n');
    if (line == std::string_view::npos) return 0;
    aspic::RequestSource source;
    source.method = aspic::Method::post;
    source.target = "/";
    source.fields = {{"Content-Type", input.substr(0, line)}};
    source.body = aspic::Body{std::string{input.substr(line + 1)}};
    const Request request{std::move(source), *aspic::Target::parse("/"), 20};
    try {
        read_form(request);
    } catch (const aspic::HttpError&) {
    }
    try {
        read_json(request.json());
    } catch (const aspic::HttpError&) {
    }
    return 0;
}
