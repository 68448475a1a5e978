// The session cookie: sealed text that is not from us.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <aspic/sessions/sealed_cookie.h>
#include <aspic/sessions/session_keys.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const aspic::SessionKeys keys = aspic::SessionKeys::in_memory();
    aspic::open_session({reinterpret_cast<const char*>(data), size}, keys, aspic::Time{});
    return 0;
}
