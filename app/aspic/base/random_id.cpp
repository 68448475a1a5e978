#include <aspic/base/random_id.h>

#include <sodium.h>

#include <aspic/base/encoding.h>

namespace aspic {

std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string random_id(std::size_t bytes)
{
    return to_hex(random_bytes(bytes));
}

}  // namespace aspic
