#include "pages/visitor.h"

#include <charconv>

#include "paths.h"

namespace manual {

std::int64_t visitor_id(const aspic::Session& session)
{
    std::int64_t id = 0;
    const std::string_view text = session.user();
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

std::chrono::sys_seconds now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::string sign_in_url(std::string_view next)
{
    return sign_in_path() + "?next=" + aspic::percent_encode(next);
}

}  // namespace manual
