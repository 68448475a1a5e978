#include <aspic/sessions/sealed_cookie.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include <aspic/sessions/seal.h>

namespace aspic {

namespace {

constexpr std::string_view purpose = "aspic session 2";
constexpr unsigned char format_version = 2;
constexpr std::size_t smallest_payload = 1 + 8 + 8 + session_id_size + 8 + 2 + 2 + 2;

class Writer {
public:
    void number(std::uint64_t value, unsigned bytes)
    {
        while (bytes-- > 0)
            text_ += static_cast<char>(value >> (8 * bytes) & 0xffU);
    }
    void time(Time time) { number(static_cast<std::uint64_t>(time.time_since_epoch().count()), 8); }
    void bytes(std::string_view bytes) { text_ += bytes; }
    /// REQUIRES: the size of the text fits into two bytes.
    void text(std::string_view text)
    {
        number(text.size(), 2);
        text_ += text;
    }
    const std::string& written() const { return text_; }

private:
    std::string text_;
};

/// Reads from left to right. After the first error everything reads as empty, and `good` stays
/// false.
class Reader {
public:
    explicit Reader(std::string_view rest) : rest_{rest} {}
    std::string_view bytes(std::size_t count)
    {
        good_ = good_ && count <= rest_.size();
        if (!good_) return {};
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    std::uint64_t number(unsigned count)
    {
        std::uint64_t value = 0;
        for (const char c : bytes(count))
            value = value << 8U | static_cast<unsigned char>(c);
        return value;
    }
    Time time() { return Time{std::chrono::seconds{static_cast<std::int64_t>(number(8))}}; }
    std::string text() { return std::string{bytes(number(2))}; }
    bool good() const { return good_; }
    bool finished() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

std::size_t payload_size(const SealedSession& session)
{
    std::size_t size = smallest_payload + session.user.size() + session.name.size();
    for (const auto& [key, value] : session.values)
        size += 2 + key.size() + 2 + value.size();
    return size;
}

std::string owner_of(const SealedSession& session)
{
    if (session.user.empty()) return "the session of a guest";
    return "the session of the user \"" + session.user + '"';
}

std::string pack(const SealedSession& session)
{
    Writer writer;
    writer.number(format_version, 1);
    writer.time(session.issued);
    writer.time(session.expires);
    writer.bytes(session.id);
    writer.time(session.signed_in);
    writer.text(session.user);
    writer.text(session.name);
    writer.number(session.values.size(), 2);
    for (const auto& [key, value] : session.values) {
        writer.text(key);
        writer.text(value);
    }
    return writer.written();
}

std::optional<SealedSession> unpack(std::string_view payload)
{
    Reader reader{payload};
    if (reader.number(1) != format_version) return std::nullopt;
    SealedSession session;
    session.issued = reader.time();
    session.expires = reader.time();
    session.id = reader.bytes(session_id_size);
    session.signed_in = reader.time();
    session.user = reader.text();
    session.name = reader.text();
    for (auto count = reader.number(2); count > 0 && reader.good(); --count) {
        auto key = reader.text();
        auto value = reader.text();
        if (!session.values.empty() && key <= session.values.rbegin()->first) return std::nullopt;
        session.values.emplace_hint(session.values.end(), std::move(key), std::move(value));
    }
    if (!reader.finished()) return std::nullopt;
    return session;
}

}  // namespace

std::string pack_session(const SealedSession& session)
{
    const std::size_t size = payload_size(session);
    if (size > largest_stored_session) {
        throw std::length_error{owner_of(session) + " has " + std::to_string(size) +
                                " bytes, but the limit is " +
                                std::to_string(largest_stored_session) +
                                ": keep large data elsewhere, and its id in the session"};
    }
    return pack(session);
}

std::optional<SealedSession> unpack_session(std::string_view text)
{
    return unpack(text);
}

std::string seal_session(const SealedSession& session, const SessionKeys& keys)
{
    if (session.id.size() != session_id_size)
        throw std::invalid_argument{"a session that is sealed must have an id of 16 bytes"};
    const std::size_t size = sealed_size(payload_size(session));
    if (size > largest_sealed_session) {
        throw std::length_error{
            owner_of(session) + " needs a cookie of " + std::to_string(size) +
            " bytes, but browsers drop large cookies, so the limit is " +
            std::to_string(largest_sealed_session) +
            ": store less in the session, or keep sessions in Redis (--sessions redis)"};
    }
    return seal(pack(session), purpose, keys.sealing(session.issued));
}

bool may_be_session(std::string_view text)
{
    return text.size() >= sealed_size(smallest_payload) && text.size() <= largest_sealed_session &&
           is_sealed_text(text);
}

std::optional<SealedSession> unseal_session(std::string_view text, const SessionKeys& keys)
{
    if (text.size() > largest_sealed_session) return std::nullopt;
    const auto payload = unseal(text, purpose, keys);
    return payload ? unpack(*payload) : std::nullopt;
}

std::optional<SealedSession> open_session(std::string_view text, const SessionKeys& keys, Time now)
{
    auto session = unseal_session(text, keys);
    if (session && session->expires <= now) session.reset();
    return session;
}

}  // namespace aspic
