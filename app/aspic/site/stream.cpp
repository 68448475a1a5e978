#include <aspic/site/stream.h>

#include <stdexcept>

namespace aspic {

std::optional<std::string> detail::GeneratedBody::next()
{
    auto piece = make();
    if (!left_) return piece;
    if (!piece && *left_ > 0)
        throw std::runtime_error{"a stream is shorter than it promised by Stream::length"};
    if (piece && piece->size() > *left_)
        throw std::runtime_error{"a stream is longer than it promised by Stream::length"};
    if (piece) *left_ -= piece->size();
    return piece;
}

}  // namespace aspic
