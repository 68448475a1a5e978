// Password hashing with argon2id (libsodium). One hash takes about 60 ms and 48 MB. At most two
// hashes are computed at the same time, so that many sign-ins cannot use all memory or all
// processors. waiting_room() limits how many more threads may wait. Any thread may call this.
#pragma once

#include <aspic/aspic.h>

#include <string>
#include <string_view>

namespace manual {

// Too many visitors are signing in at the moment. The text can be shown to them.
class HashingBusy : public aspic::Unavailable {
public:
    HashingBusy();
};

// Both wait for their turn as long as waiting_room() allows, then throw HashingBusy.
std::string hash_password(std::string_view password);
bool is_password(std::string_view password, const std::string& hash);

// Does as much work as is_password(), and returns false. So an unknown name takes as long as a
// wrong password.
void check_nothing(std::string_view password);

}  // namespace manual
