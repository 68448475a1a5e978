// The webhook of the payment service: it posts {"order": 7} when the order is paid, with the
// HMAC-SHA256 of the body, in hexadecimal, as its proof (RFC 2104).

#include <sodium.h>

#include <array>
#include <fstream>
#include <iterator>

#include "json_numbers.h"
#include "orders.h"
#include "shop.h"

namespace shop {

using namespace aspic;

namespace {

std::string key;  // what the payment service and the shop know, and nobody else

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_proof(std::string_view hexadecimal, std::string_view body)
{
    using Proof = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;
    Proof given{};
    std::size_t size = 0;
    if (sodium_hex2bin(given.data(), given.size(), hexadecimal.data(), hexadecimal.size(), nullptr,
                       &size, nullptr) != 0 ||
        size != given.size())
        return false;
    crypto_auth_hmacsha256_state state{};
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
    Proof right{};
    crypto_auth_hmacsha256_final(&state, right.data());
    return sodium_memcmp(given.data(), right.data(), right.size()) == 0;
}

}  // namespace

void read_payment_key(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    key.assign(std::istreambuf_iterator<char>{in}, {});
    if (key.size() < 32)
        throw std::runtime_error{"--payment-key: " + file.string() + " has no 32 bytes or more"};
}

Json take_payment(Request& request)
{
    if (key.empty()) throw Unavailable{"This shop takes no payments: it has no --payment-key."};
    if (!is_proof(request.header("Payment-Proof").value_or(""), request.body()))
        throw Forbidden{"Payment-Proof is not the HMAC-SHA256 of the body."};
    const auto number = whole_number(request.json(), "order");
    if (!orders().pay(number)) throw NotFound{"There is no such order."};
    return Json{nlohmann::json{{"order", number}, {"state", "paid"}}};
}

}  // namespace shop
