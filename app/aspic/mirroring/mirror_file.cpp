#include <aspic/mirroring/mirror_file.h>

#include <string_view>

namespace aspic {

namespace {

// Without the status: the front end writes that line itself.
std::string fields_in(const SharedHead& head)
{
    std::string fields = to_text(head);
    const std::size_t end = fields.find("\r\n");
    return fields.erase(0, end == std::string::npos ? end : end + 2);
}

}  // namespace

std::string mirror_file(const Entry& entry, const Representation& one)
{
    const std::string fields = fields_in(entry.head_of(one));
    const std::string fields_of_304 = fields_in(entry.head_of_304(one));
    std::string text{"aspic-mirror 1 "};
    text.append(to_text(entry.expires)).append(" ").append(to_text(entry.rendered));
    for (const std::size_t size : {fields.size(), fields_of_304.size(), one.body.size()})
        text.append(" ").append(std::to_string(size));
    text += '\n';
    return text.append(fields).append(fields_of_304).append(one.body);
}

}  // namespace aspic
