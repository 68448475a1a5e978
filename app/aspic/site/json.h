#pragma once
// Json: a JSON text (RFC 8259) as the answer of a view. Values are built with nlohmann::json
// (Debian: nlohmann-json3-dev); a view that builds one includes <nlohmann/json.hpp>:
//
//     Json item(PublicRequest& request, std::string_view name)
//     {
//         const Item item = find_item(name);
//         Json answer{nlohmann::json{{"name", item.name}, {"price", item.price}}};
//         answer.tag("item", name);
//         return answer;
//     }
//     view<"/api/items/<name>">(cache_page<1h>(item))
//
// cache_page treats it as a page: tags, ETag and If-None-Match, compressed copies, Age. The library
// adds no script to it, and the browser does not take it for another type (X-Content-Type-Options).

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

#include <aspic/http/answer_head.h>
#include <aspic/http/json_form.h>
#include <aspic/http/response.h>

namespace aspic {

class Json : public CacheableHead {
public:
    /// The members of objects are in the order of their names, so equal values are equal texts,
    /// with equal ETags. Each byte of a string that is not part of a UTF-8 character becomes
    /// U+FFFD. JSON has no infinity and no NaN: they become null.
    explicit Json(const nlohmann::json& value, int status = 200);

    const std::string& text() const { return text_; }

    /// The type is application/json, unless the view has set another one, such as
    /// application/problem+json.
    // NOLINTNEXTLINE(google-explicit-constructor)
    operator Response() &&;

private:
    std::string text_;
};

/// A 422 that names each error of a body (RFC 9457, section 3; application/problem+json):
///
///     {"type": "about:blank", "title": "Unprocessable Content", "status": 422,
///      "detail": "Some fields are not right.",
///      "errors": [{"pointer": "#/price", "detail": "Must be at least 1."}]}
///
/// `pointer` is a JSON Pointer in a URI fragment (RFC 6901, section 6). The values that were sent
/// are not in it: they may be secret.
Json invalid(const JsonForm& form, std::string_view detail = "Some fields are not right.");

}  // namespace aspic
