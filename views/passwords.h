// Password hashing by argon2id (libsodium). One hash takes about 60 ms and 48 MB; no more than two
// are worked on at the same time, so that many sign-ins can neither fill the memory nor take all
// processors. Callable from any thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace manual {

// Too many visitors sign in at this moment; the text is fit for them.
class HashingBusy : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t shortest_password = 8;    // characters
inline constexpr std::size_t longest_password = 1024;  // bytes

// Both wait for their turn, up to five seconds, then throw HashingBusy.
std::string hash_password(std::string_view password);
bool is_password(std::string_view password, const std::string& hash);

// As much work as is_password(), and the answer no: an unknown name takes as long as a wrong
// password.
void check_nothing(std::string_view password);

}  // namespace manual
