#include <aspic/sessions/sealed_cookie.h>

#include <doctest/doctest.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr Time now{1'800'000'000s};

SealedSession ana()
{
    return {.user = "7",
            .name = "Ana \xc3\xa9",
            .values = {{"", "empty key"}, {"recent", "ls\0cp\r\n;"s}, {"z", ""}},
            .issued = now - 1h,
            .expires = now + 1h,
            .id = "0123456789abcde\xff",
            .signed_in = now - 2h};
}

/// Seals any payload as the server does.
std::string seal_raw(const std::string& payload, const SessionKey& key,
                     const std::string& purpose = "aspic session 2")
{
    std::string box(24 + payload.size() + 16, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(box.data());
    randombytes_buf(bytes, 24);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes + 24, nullptr, reinterpret_cast<const unsigned char*>(payload.data()), payload.size(),
        reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), nullptr, bytes,
        key.data());
    std::string text(sodium_base64_encoded_len(box.size(), 7), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes, box.size(), 7);
    text.pop_back();
    return text;
}

/// By the format's description: a guest's session without values, valid until 2^32 s.
std::string smallest_payload()
{
    return "\x02"s + "\0\0\0\0\0\0\0\0"s + "\0\0\0\x01\0\0\0\0"s + "0123456789abcdef"s +
           "\0\0\0\0\0\0\0\0"s + "\0\0"s + "\0\0"s + "\0\0"s;
}

}  // namespace

TEST_CASE("a sealed session can be opened unchanged")
{
    const auto keys = SessionKeys::in_memory();
    CHECK(open_session(seal_session(ana(), keys), keys, now) == ana());
    const SealedSession guest{
        .user = "", .name = "", .values = {}, .issued = now, .expires = now + 1s, .id = ana().id};
    CHECK(open_session(seal_session(guest, keys), keys, now) == guest);
}

TEST_CASE("a sealed session is cookie text that reveals nothing and never repeats")
{
    const auto keys = SessionKeys::in_memory();
    const auto text = seal_session(ana(), keys);
    CHECK(text.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(text != seal_session(ana(), keys));
}

TEST_CASE("a sealed session with one changed, missing or added character opens nothing")
{
    const auto keys = SessionKeys::in_memory();
    const auto text = seal_session(ana(), keys);
    int opened = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (int other = 0; other < 256; ++other) {
            auto changed = text;
            changed[i] = static_cast<char>(other);
            if (changed != text && open_session(changed, keys, now)) ++opened;
        }
        if (open_session(text.substr(0, i), keys, now)) ++opened;
        if (open_session(text.substr(0, i) + text.substr(i + 1), keys, now)) ++opened;
    }
    for (const auto& end : {"A"s, "="s, "=="s, "AAAA"s, " "s, "\0"s}) {
        if (open_session(text + end, keys, now)) ++opened;
    }
    CHECK(opened == 0);
}

TEST_CASE("a sealed session ends at its time, to the second")
{
    const auto keys = SessionKeys::in_memory();
    const auto text = seal_session(ana(), keys);
    CHECK(open_session(text, keys, ana().expires - 1s));
    CHECK_FALSE(open_session(text, keys, ana().expires));
    CHECK_FALSE(open_session(text, keys, ana().expires + 100h));
}

TEST_CASE("every key opens, and the newest one seals")
{
    const auto older = SessionKey::random();
    const auto newer = SessionKey::random();
    const SessionKeys before{{older}};
    const SessionKeys rotated{{newer, older}};
    const SessionKeys after{{newer}};
    const auto old_text = seal_session(ana(), before);
    CHECK(open_session(old_text, rotated, now) == ana());
    CHECK_FALSE(open_session(old_text, after, now));
    const auto new_text = seal_session(ana(), rotated);
    CHECK(open_session(new_text, after, now) == ana());
    CHECK_FALSE(open_session(new_text, before, now));
}

TEST_CASE("a key opens at once, and seals when its time has come")
{
    const auto old = SessionKey::random();
    auto next = SessionKey::random();
    next.set_seals_from(now + 1min);
    const SessionKeys keys{{next, old}};
    const SessionKeys before{{old}};
    auto session = ana();
    session.issued = now + 59s;
    CHECK(open_session(seal_session(session, keys), before, now));
    session.issued = now + 60s;
    CHECK_FALSE(open_session(seal_session(session, keys), before, now));
    CHECK(open_session(seal_session(session, SessionKeys{{next}}), keys, now));
}

TEST_CASE("a session without an id is not sealed")
{
    auto session = ana();
    session.id = "short";
    CHECK_THROWS_AS(seal_session(session, SessionKeys::in_memory()), std::invalid_argument);
}

TEST_CASE("only text of a valid length and alphabet may be a session")
{
    const auto text = seal_session(ana(), SessionKeys::in_memory());
    CHECK(may_be_session(text));
    CHECK(may_be_session(std::string(116, 'A')));
    CHECK_FALSE(may_be_session(std::string(115, 'A')));
    CHECK_FALSE(may_be_session(std::string(3801, 'A')));
    CHECK_FALSE(may_be_session(text + "."));
    CHECK_FALSE(may_be_session("eyJhIjoxfQ.aFlask.cookie-0123456789" + std::string(100, 'A')));
}

TEST_CASE("a session that no browser would store is refused with its size")
{
    const auto keys = SessionKeys::in_memory();
    auto session = ana();
    std::size_t largest = 0;
    for (std::size_t size = 2680; size < 2830; ++size) {
        session.values = {{"k", std::string(size, 'x')}};
        try {
            const auto text = seal_session(session, keys);
            CHECK(text.size() <= 3800);
            CHECK(open_session(text, keys, now) == session);
            largest = std::max(largest, text.size());
        } catch (const std::length_error& error) {
            CHECK(size > 2730);
        }
    }
    CHECK(largest >= 3798);
    session.values = {{"k", std::string(100'000, 'x')}};
    CHECK_THROWS_WITH_AS(
        seal_session(session, keys),
        "the session of the user \"7\" needs a cookie of 133466 bytes, but browsers drop large "
        "cookies, so the limit is 3800: store less in the session, or keep sessions in Redis "
        "(--sessions redis)",
        std::length_error);
}

TEST_CASE("texts that are too long or too short open nothing")
{
    const auto keys = SessionKeys::in_memory();
    for (const std::size_t size : {0U, 1U, 2U, 32U, 53U, 54U, 55U, 3800U, 3801U, 1'000'000U}) {
        CHECK_FALSE(open_session(std::string(size, 'A'), keys, now));
    }
}

TEST_CASE("data that the key sealed for another purpose opens nothing")
{
    const auto key = SessionKey::random();
    const SessionKeys keys{{key}};
    REQUIRE(open_session(seal_raw(smallest_payload(), key), keys, now));
    CHECK_FALSE(open_session(seal_raw(smallest_payload(), key, "aspic session 3"), keys, now));
    CHECK_FALSE(open_session(seal_raw(smallest_payload(), key, ""), keys, now));
}

TEST_CASE("a payload is read to the last byte or refused")
{
    const auto key = SessionKey::random();
    const SessionKeys keys{{key}};
    const auto opens = [&](const std::string& payload) {
        return open_session(seal_raw(payload, key), keys, now).has_value();
    };
    const auto good = smallest_payload();
    CHECK(opens(good));
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(opens(good.substr(0, size)));
    CHECK_FALSE(opens(good + "\0"s));
    CHECK_FALSE(opens("\x01"s + good.substr(1)));
    CHECK_FALSE(opens("\x03"s + good.substr(1)));

    const auto head = good.substr(0, 41);  // up to the user
    CHECK(opens(head + "\0\x01"
                       "7\0\x01"
                       "A\0\0"s));
    CHECK_FALSE(opens(head + "\xff\xff"
                             "7\0\0\0\0"s));
    CHECK_FALSE(opens(head + "\0\0\0\0\xff\xff"s));
    CHECK(opens(head + "\0\0\0\0\0\x01\0\x01"
                       "a\0\0"s));
    CHECK(opens(head + "\0\0\0\0\0\x02\0\x01"
                       "a\0\0\0\x01"
                       "b\0\0"s));
    CHECK_FALSE(opens(head + "\0\0\0\0\0\x02\0\x01"
                             "a\0\0\0\x01"
                             "a\0\0"s));
    CHECK_FALSE(opens(head + "\0\0\0\0\0\x02\0\x01"
                             "b\0\0\0\x01"
                             "a\0\0"s));
    CHECK_FALSE(opens(head + "\0\0\0\0\0\x01\0\x01"
                             "a\0\0\0"s));
}
