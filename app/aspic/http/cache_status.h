#pragma once
// The Cache-Status field (RFC 9211) as a value: what our cache did with a request. Everything that
// writes or reads the field does it here. Values; any thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Why the cache did not answer by itself (RFC 9211, section 2.2).
enum class Forward : std::uint8_t {
    bypass,
    method,
    uri_miss,
    vary_miss,
    miss,
    request,
    stale,
    partial,
};

struct CacheStatus {
    /// The name of our cache in the list that the field is.
    static constexpr std::string_view cache_name = "Aspic";

    bool is_hit = false;
    std::optional<Forward> forward{};  // nothing for a hit
    bool is_stored = false;
    bool is_collapsed = false;
    std::optional<std::chrono::seconds> ttl{};  // below zero for a stale page
    std::string detail{};                       // words with a space between them

    static CacheStatus hit(std::chrono::seconds ttl) { return {.is_hit = true, .ttl = ttl}; }
    static CacheStatus forwarded(Forward why, std::string_view detail = {})
    {
        return {.forward = why, .detail = std::string{detail}};
    }
    /// Another request had the page made, and this one waited for it.
    static CacheStatus collapsed() { return {.forward = Forward::miss, .is_collapsed = true}; }

    void add_detail(std::string_view word);
    /// True if `word` is one of the words of `detail`.
    bool says(std::string_view word) const;

    /// Appends the value of the field: "Aspic; fwd=uri-miss; stored; ttl=3600". A detail that is no
    /// token is a string in quotes (RFC 8941, sections 3.3.3 and 3.3.4); a character that may not
    /// stand in one becomes "?".
    void append_to(std::string& text) const;
    std::string to_text() const;

    /// What our cache says in a field, which may name other caches too. Nothing if the field does
    /// not name ours, or is no list as in RFC 8941. Parameters that are not known are skipped.
    static std::optional<CacheStatus> parse(std::string_view field);

    bool operator==(const CacheStatus&) const = default;
};

}  // namespace aspic
