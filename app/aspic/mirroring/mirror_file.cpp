#include <aspic/mirroring/mirror_file.h>

#include <string_view>

namespace aspic {

namespace {

// The front end writes the status line itself.
std::string_view without_status(std::string_view fields)
{
    const std::size_t end = fields.find("\r\n");
    fields.remove_prefix(end == std::string_view::npos ? fields.size() : end + 2);
    return fields;
}

}  // namespace

std::string mirror_file(const Entry& entry, const Representation& one)
{
    const std::string_view fields = without_status(one.fields);
    const std::string_view fields_of_304 = without_status(one.fields_of_304);
    std::string text{"aspic-mirror 1 "};
    text.append(to_text(entry.expires)).append(" ").append(to_text(entry.rendered));
    for (const std::size_t size : {fields.size(), fields_of_304.size(), one.body.size()})
        text.append(" ").append(std::to_string(size));
    text += '\n';
    return text.append(fields).append(fields_of_304).append(one.body);
}

}  // namespace aspic
