#include <aspic/serving/framing_copy.h>

#include <algorithm>
#include <array>

#include <aspic/serving/record_header.h>

namespace aspic {

std::string to_records(const Framing& framing, const Framing::Content& content)
{
    std::string records;
    records.reserve(content.parameters.size() + content.body.size() + 1024);
    const auto add = [&](std::uint8_t type, std::string_view piece) {
        const auto header = fastcgi::record_header(type, framing.id(), piece.size());
        records.append(reinterpret_cast<const char*>(header.data()), header.size());
        records += piece;
    };
    const auto add_stream = [&](std::uint8_t type, std::string_view whole) {
        for (; !whole.empty(); whole.remove_prefix(std::min(whole.size(), fastcgi::most_content)))
            add(type, whole.substr(0, fastcgi::most_content));
        add(type, {});
    };
    const std::array<char, 8> begin{
        0, fastcgi::responder,
        static_cast<char>(framing.keeps_connection() ? fastcgi::keep_connection : 0)};
    add(fastcgi::begin_request, {begin.data(), begin.size()});
    add_stream(fastcgi::params, content.parameters);
    add_stream(fastcgi::stdin_stream, content.body);
    return records;
}

}  // namespace aspic
