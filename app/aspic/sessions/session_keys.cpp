#include <aspic/sessions/session_keys.h>

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/sessions/key_file.h>

namespace aspic {

namespace {

constexpr int key_base64 = sodium_base64_VARIANT_ORIGINAL;
constexpr std::size_t key_text_size = sodium_base64_ENCODED_LEN(SessionKey::size, key_base64);

/// Must be called before libsodium makes random bytes.
void start_sodium()
{
    static const int started = sodium_init();  // runs once, in the first thread
    if (started < 0)
        throw std::runtime_error{"libsodium finds no source of random bytes on this system"};
}

constexpr std::string_view before_time = " from ";

/// Throws std::invalid_argument.
SessionKey key_of_line(std::string_view line)
{
    const std::size_t end = line.find(before_time);
    SessionKey key = SessionKey::from_base64(line.substr(0, end));
    if (end == std::string_view::npos) return key;
    const auto time = parse_time(line.substr(end + before_time.size()));
    if (!time) throw std::invalid_argument{"not a time"};
    key.set_seals_from(*time);
    return key;
}

std::string line_of(const SessionKey& key)
{
    std::string line = key.base64();
    if (key.seals_from() != Time{}) line.append(before_time).append(to_text(key.seals_from()));
    return line + '\n';
}

SessionKeys parse(const std::filesystem::path& file, std::string_view text)
{
    const auto fail = [&file](const std::string& problem) {
        throw std::runtime_error{
            "the session key file " + file.string() + " " + problem +
            ": restore it, or remove it, and the server makes a new key, which ends all sessions"};
    };
    std::vector<SessionKey> keys;
    for (std::size_t line = 1; !text.empty(); ++line) {
        try {
            keys.push_back(key_of_line(syntax::take_until(text, '\n')));
        } catch (const std::invalid_argument&) {
            fail("has no base64 key of 32 bytes in line " + std::to_string(line));
        }
    }
    if (keys.empty()) fail("is empty");
    return SessionKeys{std::move(keys)};
}

/// A string of secrets, wiped from memory by its destructor.
struct SecretText {
    std::string text;
    ~SecretText() { sodium_memzero(text.data(), text.size()); }
};

/// Reads a file that must exist.
SecretText read(const std::filesystem::path& file)
{
    auto text = key_file::read(file);
    if (!text) {
        throw std::runtime_error{"the session key file " + file.string() +
                                 " does not exist: check the path; the server makes the file when "
                                 "it is first started"};
    }
    return {std::move(*text)};
}

}  // namespace

SessionKey SessionKey::random()
{
    start_sodium();
    SessionKey key;
    randombytes_buf(key.bytes_.data(), key.bytes_.size());
    return key;
}

SessionKey SessionKey::from_base64(std::string_view base64)
{
    SessionKey key;
    std::size_t length = 0;
    const int result = sodium_base642bin(key.bytes_.data(), key.bytes_.size(), base64.data(),
                                         base64.size(), nullptr, &length, nullptr, key_base64);
    // libsodium 1.0.18 reads every byte above 0x7f as "/".
    if (result != 0 || length != size || !syntax::is_ascii(base64)) {
        throw std::invalid_argument{"not the base64 text of a key of 32 bytes"};
    }
    return key;
}

std::string SessionKey::base64() const
{
    std::string text(key_text_size, '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_.data(), bytes_.size(), key_base64);
    text.pop_back();  // the NUL that libsodium writes
    return text;
}

SessionKey::~SessionKey()
{
    sodium_memzero(bytes_.data(), bytes_.size());
}

SessionKeys::SessionKeys(std::vector<SessionKey> newest_first) : keys_{std::move(newest_first)}
{
    start_sodium();
    if (keys_.empty()) throw std::invalid_argument{"sessions need at least one key"};
}

SessionKeys SessionKeys::in_memory()
{
    return SessionKeys{{SessionKey::random()}};
}

SessionKeys SessionKeys::load_or_create(const std::filesystem::path& file)
{
    start_sodium();
    if (auto text = key_file::read(file)) {
        const SecretText secret{std::move(*text)};
        return parse(file, secret.text);
    }
    const auto key = SessionKey::random();
    const SecretText line{line_of(key)};
    if (key_file::create(file, line.text)) return SessionKeys{{key}};

    auto text = key_file::read(file);  // another process has created it
    if (!text) {
        throw std::runtime_error{"the session key file " + file.string() +
                                 " is a link to a file that does not exist: remove the link"};
    }
    const SecretText secret{std::move(*text)};
    return parse(file, secret.text);
}

SessionKeys SessionKeys::load(const std::filesystem::path& file)
{
    start_sodium();
    return parse(file, read(file).text);
}

const SessionKey& SessionKeys::sealing(Time now) const
{
    const auto found = std::ranges::find_if(
        keys_, [now](const SessionKey& key) { return key.seals_from() <= now; });
    return found == keys_.end() ? keys_.back() : *found;
}

void rotate_session_key(const std::filesystem::path& file, std::size_t keep, Time now,
                        std::chrono::seconds delay)
{
    start_sodium();
    const key_file::Lock lock{file};
    const SecretText before = read(file);
    SessionKey first = SessionKey::random();
    if (keep > 0 && delay.count() > 0) first.set_seals_from(now + delay);
    SecretText after{line_of(first)};
    for (const SessionKey& key : parse(file, before.text)) {
        if (keep == 0) break;
        after.text += line_of(key);
        // A key that does not seal yet does not count among those to keep.
        if (key.seals_from() <= now) --keep;
    }
    key_file::replace(file, after.text);
}

}  // namespace aspic
