#include <aspic/site/dictionary_door.h>

#include <string>
#include <utility>

#include <aspic/entries/compression.h>
#include <aspic/http/content_coding.h>

namespace aspic {

namespace {

// As the RFC says: a request without these fields is from a client that is not a browser.
bool is_from_other_site(const Request& request)
{
    const std::string_view site = request.header("Sec-Fetch-Site").value_or("same-origin");
    const std::string_view mode = request.header("Sec-Fetch-Mode").value_or("navigate");
    return site != "same-origin" && mode != "navigate" && mode != "same-origin";
}

// The mount prefix in a URL pattern, in which these characters have a meaning, within a string of a
// structured field (RFC 8941, section 3.3.3), in which a backslash is written twice. A prefix has
// no other character that must be escaped.
std::string pattern_of(std::string_view mount)
{
    constexpr std::string_view special = "*+:(){}";
    std::string pattern;
    for (const char c : mount) {
        if (special.find(c) != std::string_view::npos) pattern += R"(\\)";
        pattern += c;
    }
    return pattern;
}

}  // namespace

std::string dictionary_path(const CompressionDictionary& dictionary)
{
    return std::string{dictionaries_path} + dictionary.name();
}

DictionaryDoor::DictionaryDoor(std::shared_ptr<const CompressionDictionary> dictionary,
                               const std::string& mount)
    : dictionary_{std::move(dictionary)},
      path_{dictionary_path(*dictionary_)},
      use_{"match=\"" + pattern_of(mount) + "/*\", match-dest=(\"document\")"},
      brotli_{brotli(dictionary_->content())}
{
}

bool DictionaryDoor::may_be_used(const Request& request) const
{
    return request.header("Available-Dictionary") == dictionary_->hash_field() &&
           !is_from_other_site(request);
}

Response DictionaryDoor::answer(const Request& request) const
{
    const ContentCoding coding = negotiate_coding(request.header("Accept-Encoding").value_or(""),
                                                  {true, false, !brotli_.empty(), false});
    const bool is_coded = coding == ContentCoding::br;
    Response response =
        content("application/octet-stream", is_coded ? brotli_ : dictionary_->content());
    if (is_coded) response.headers.set("Content-Encoding", coding_name(coding));
    response.headers.set("Vary", "Accept-Encoding");
    response.headers.set("Cache-Control", "public, max-age=31536000, immutable");
    response.headers.set("Use-As-Dictionary", use_);
    return response;
}

}  // namespace aspic
