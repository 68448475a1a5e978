// Password hashing by argon2id (libsodium). One hash takes about 60 ms and 48 MB; no more than two
// are worked on at the same time, so that many sign-ins can neither fill the memory nor take all
// processors. As many more threads may wait as waiting_room() has seats. Callable from any thread.
#pragma once

#include <aspic/aspic.h>

#include <string>
#include <string_view>

namespace manual {

// Too many visitors sign in at this moment; the text is fit for them.
class HashingBusy : public aspic::Unavailable {
public:
    HashingBusy();
};

// Both wait for their turn, as long as waiting_room() allows, or throw HashingBusy.
std::string hash_password(std::string_view password);
bool is_password(std::string_view password, const std::string& hash);

// As much work as is_password(), and the answer no: an unknown name takes as long as a wrong
// password.
void check_nothing(std::string_view password);

}  // namespace manual
