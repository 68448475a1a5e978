#include <aspic/http/method.h>

#include <array>
#include <utility>

namespace aspic {

namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> method_names{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::delete_, "DELETE"},
    {Method::options, "OPTIONS"},
}};

}  // namespace

std::string_view method_name(Method method)
{
    for (const auto& [known, name] : method_names) {
        if (known == method) return name;
    }
    return {};
}

Method parse_method(std::string_view name)
{
    for (const auto& [method, known] : method_names) {
        if (known == name) return method;
    }
    return Method::other;
}

bool is_for_no_view(std::string_view method_name)
{
    return method_name == "TRACE" || method_name == "CONNECT";
}

std::string Methods::allow_field() const
{
    std::string field;
    for (const auto& [method, name] : method_names) {
        if (!contains(method)) continue;
        if (!field.empty()) field += ", ";
        field += name;
    }
    return field;
}

}  // namespace aspic
