#include <aspic/site/result.h>

#include <array>
#include <stdexcept>
#include <string>

#include <aspic/http/front_end_files.h>
#include <aspic/http/hop_by_hop.h>
#include <aspic/http/targeted_field.h>

namespace aspic {

namespace {

// If a decorator changed one of these, other visitors could get one visitor's answer, or the fields
// would not match the body. "Content-" includes the policy that has the hash of the page's script.
constexpr std::array<std::string_view, 11> fields_of_the_cache{
    "Age",           "Cache-Control", "Cache-Status", "Date",   "ETag", "Expires",
    "Last-Modified", "Location",      "Set-Cookie",   "Status", "Vary"};

bool is_of_the_cache(std::string_view name)
{
    const auto starts_with = [name](std::string_view start) {
        return equal_ignoring_case(name.substr(0, start.size()), start);
    };
    return starts_with("Content-") || starts_with("X-Accel-") || is_targeted_field(name) ||
           is_hop_by_hop(name) || names_front_end_file(name) || is_among(fields_of_the_cache, name);
}

struct SetField {
    std::string_view name;
    std::string_view value;
    Headers& others;

    void operator()(Response& response) const { response.headers.set(name, value); }
    void operator()(Page& page) const { page.header(name, value); }
    void operator()(Fragment& /*fragment*/) const { others.set(name, value); }
    void operator()(FromCache& from_cache) const { from_cache.header(name, value); }
};

struct TakeAnswer {
    Answer operator()(FromCache&& /*from_cache*/) const
    {
        throw std::logic_error{"a page from the cache is not an answer yet"};
    }
    template <class One>
    Answer operator()(One&& one) const
    {
        return std::forward<One>(one);
    }
};

}  // namespace

void FromCache::header(std::string_view name, std::string_view value)
{
    if (is_of_the_cache(name)) {
        throw std::invalid_argument{"a decorator around a cached page cannot set " +
                                    std::string{name} +
                                    ": let the view set it, or cache_page, or answer the request "
                                    "without calling view()"};
    }
    fields_.set(name, value);
}

void Result::header(std::string_view name, std::string_view value)
{
    std::visit(SetField{name, value, fields_}, answer_);
}

Answer Result::answer() &&
{
    return std::visit(TakeAnswer{}, std::move(answer_));
}

}  // namespace aspic
