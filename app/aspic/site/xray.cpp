#include <aspic/site/xray.h>

#include <array>
#include <charconv>

#include <aspic/base/json.h>
#include <aspic/entries/key.h>
#include <aspic/rendering/escape.h>

namespace aspic {

namespace {

/// "1.2", with a point in every locale.
std::string milliseconds_of(std::chrono::microseconds time)
{
    std::array<char, 32> text{};
    const double milliseconds = static_cast<double>(time.count()) / 1000;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), milliseconds,
                                   std::chars_format::fixed, 1);
    return {text.data(), end.ptr};
}

constexpr std::string_view name_of(HoleState state)
{
    if (state == HoleState::failed) return "failed";
    return state == HoleState::later ? "later" : "live";
}

std::string to_json(const XrayPage::Cached& cached)
{
    std::string json = R"(,"key":)" + json_string(cached.key) + R"(,"age":)" +
                       std::to_string(cached.age.count()) + R"(,"ttl":)" +
                       std::to_string(cached.ttl.count()) + R"(,"render_ms":)" +
                       std::to_string(cached.render_time.count()) + R"(,"tags":[)";
    std::string_view comma;
    for (const std::string& tag : cached.tags) {
        json.append(comma).append(json_string(tag));
        comma = ",";
    }
    json += R"(],"inputs":{)";
    comma = "";
    for (const auto& [input, value] : cached.inputs) {
        json.append(comma).append(json_string(input)).append(":").append(json_string(value));
        comma = ",";
    }
    return json + '}';
}

std::string to_json(const XrayFragment& fragment)
{
    std::string json = R"({"fragment":)" + json_string(fragment.fragment) + R"(,"state":)" +
                       json_string(name_of(fragment.state));
    if (fragment.state == HoleState::filled) {
        json += R"(,"ms":)" + milliseconds_of(fragment.took) + R"(,"bytes":)" +
                std::to_string(fragment.bytes);
    }
    if (fragment.keep.count() > 0) json += R"(,"keep":)" + std::to_string(fragment.keep.count());
    return json + '}';
}

}  // namespace

XrayPage xray_page(const Entry& entry, std::string_view status, Time now)
{
    return {.status = std::string{status},
            .path = entry.path.str(),
            .bytes = entry.representations[ContentCoding::identity].size,
            .cached = XrayPage::Cached{.key = key_name(entry.path, entry.key),
                                       .age = now - entry.rendered,
                                       .ttl = entry.expires - now,
                                       .tags = entry.tags,
                                       .inputs = entry.inputs,
                                       .render_time = entry.render_time}};
}

std::string to_json(const XrayPage& page, const std::vector<XrayFragment>& fragments)
{
    std::string json = R"({"page":{"status":)" + json_string(page.status) + R"(,"path":)" +
                       json_string(page.path) + R"(,"bytes":)" + std::to_string(page.bytes);
    if (page.cached) json += to_json(*page.cached);
    json += R"(},"fragments":[)";
    std::string_view comma;
    for (const XrayFragment& fragment : fragments) {
        json.append(comma).append(to_json(fragment));
        comma = ",";
    }
    return json + "]}";
}

std::string xray_elements(std::string_view json, std::string_view script_url)
{
    return R"(<script type="application/json" id="xray">)" + std::string{json} +
           R"(</script><script defer src=")" + escape_html(script_url) + R"("></script>)";
}

}  // namespace aspic
