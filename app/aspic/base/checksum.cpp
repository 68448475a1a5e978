#include <aspic/base/checksum.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace aspic {

std::uint64_t checksum(std::string_view text)
{
    return XXH3_64bits(text.data(), text.size());
}

}  // namespace aspic
