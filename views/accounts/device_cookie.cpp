#include "accounts/device_cookie.h"

#include <aspic/aspic.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_value = 1000;
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;

std::string text_of(const unsigned char* bytes, std::size_t size)
{
    std::string text(sodium_base64_ENCODED_LEN(size, base64), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, size, base64);
    text.pop_back();  // the NUL that libsodium writes
    return text;
}

// Returns nothing if the text does not encode bytes.
std::optional<std::vector<unsigned char>> bytes_of(std::string_view text)
{
    if (text.empty()) return {};  // libsodium takes no null pointer
    std::vector<unsigned char> bytes(text.size());
    std::size_t size = 0;
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' '; });
    if (!plain || sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr,
                                    &size, nullptr, base64) != 0)
        return {};
    bytes.resize(size);
    return bytes;
}

std::int64_t number(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// "ID ACCOUNT UNTIL ACCOUNT UNTIL ..."
std::string pack(const Device& device)
{
    std::string text = device.id;
    for (const Device::Known& known : device.accounts) {
        text += ' ' + std::to_string(known.account) + ' ' +
                std::to_string(known.until.time_since_epoch().count());
    }
    return text;
}

Device unpack(std::string_view text)
{
    const auto words = split(text, ' ');
    Device device{std::string{words.at(0)}, {}};
    for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
        device.accounts.push_back(
            {number(words[i]), Device::Time{std::chrono::seconds{number(words[i + 1])}}});
    }
    return device;
}

std::string random_text()
{
    std::array<unsigned char, 12> random{};
    randombytes_buf(random.data(), random.size());
    return text_of(random.data(), random.size());
}

}  // namespace

bool Device::knows(std::int64_t account, Time now) const
{
    return std::any_of(accounts.begin(), accounts.end(), [&](const Known& known) {
        return known.account == account && known.until > now;
    });
}

void Device::remember(std::int64_t account, Time now)
{
    if (id.empty()) id = random_text();
    std::erase_if(accounts, [&](const Known& known) {
        return known.account == account || known.until <= now;
    });
    accounts.insert(accounts.begin(), {account, now + lifetime});
    if (accounts.size() > most_accounts) accounts.resize(most_accounts);
}

DeviceCookies::DeviceCookies(DatabasePool& accounts, const std::string& prefix)
    : name_{prefix.empty() ? "device" : prefix + "-device"}
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot be used on this machine"};
    std::array<unsigned char, 32> fresh{};
    randombytes_buf(fresh.data(), fresh.size());
    const auto database = accounts.borrow();
    Transaction transaction{*database};
    database->script(
        "CREATE TABLE IF NOT EXISTS secrets(name TEXT PRIMARY KEY, value TEXT NOT NULL) "
        "WITHOUT ROWID");
    database->run(
        "INSERT INTO secrets(name, value) VALUES ('device cookies', ?) "
        "ON CONFLICT DO NOTHING",
        text_of(fresh.data(), fresh.size()));
    {
        Statement row = database->query("SELECT value FROM secrets WHERE name = 'device cookies'");
        const auto key = row.next() ? bytes_of(row.text(0)) : std::nullopt;
        if (!key || key->size() != key_.size())
            throw DatabaseError{
                "the accounts database has a damaged key for device cookies; delete the row "
                "of the table `secrets`, and the next start makes a new key"};
        std::copy(key->begin(), key->end(), key_.begin());
    }
    transaction.commit();
}

std::string DeviceCookies::seal(const Device& device) const
{
    const std::string text = pack(device);
    std::vector<unsigned char> box(overhead + text.size());
    randombytes_buf(box.data(), crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(box.data() + crypto_secretbox_NONCEBYTES,
                          reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                          box.data(), key_.data());
    return text_of(box.data(), box.size());
}

Device DeviceCookies::open(std::string_view value) const
{
    if (value.size() > longest_value) return {};
    const auto box = bytes_of(value);
    if (!box || box->size() <= overhead) return {};
    std::string text(box->size() - overhead, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()),
                                   box->data() + crypto_secretbox_NONCEBYTES,
                                   box->size() - crypto_secretbox_NONCEBYTES, box->data(),
                                   key_.data()) != 0)
        return {};
    return unpack(text);
}

Device DeviceCookies::read(const aspic::Request& request) const
{
    Device device;
    request.cookie(name_, [&](std::string_view value) {
        device = open(value);
        return !device.id.empty();
    });
    return device;
}

std::string DeviceCookies::write(const Device& device, std::string_view path, bool secure) const
{
    std::string field = name_;
    field += '=' + seal(device);
    field += "; Path=" + std::string{path};
    field += "; Max-Age=" + std::to_string(Device::lifetime.count());
    field += "; HttpOnly; SameSite=Strict";
    if (secure) field += "; Secure";
    return field;
}

}  // namespace manual
