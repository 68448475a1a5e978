#pragma once
// A request for a test. Its arguments must outlive it, as literals do.

#include <string_view>
#include <utility>
#include <vector>

#include <aspic/http/request.h>

namespace support {

inline aspic::Request request_for(std::string_view target,
                                  std::vector<aspic::RequestSource::Field> fields = {},
                                  aspic::Method method = aspic::Method::get)
{
    aspic::RequestSource source;
    source.method = method;
    source.target = target;
    source.host = "example.org";
    source.fields = std::move(fields);
    return aspic::Request{std::move(source), aspic::Target::parse(target).value()};
}

}  // namespace support
