#pragma once
// What view() returns to a decorator, and what the decorator may return. Values; one thread.

#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <aspic/http/headers.h>
#include <aspic/http/response.h>
#include <aspic/rendering/page.h>
#include <aspic/site/file.h>
#include <aspic/site/json.h>
#include <aspic/site/stream.h>

namespace aspic {

namespace detail {

template <class View, class Predicate, class CaptureList>
class CachedView;

}  // namespace detail

/// What view() returns to a decorator around a cached page: the request may have the page. The page
/// itself is not there yet. It is the same for everyone, so a decorator cannot change it, but it
/// can set fields of this answer. Only view() makes a FromCache.
class FromCache {
public:
    /// Sets a field of this answer, and replaces the page's own. Browsers and other caches may keep
    /// it with the page, so it must not depend on the visitor. Throws std::invalid_argument for a
    /// field that tells caches and browsers how to handle the page (Cache-Control, ETag, Vary,
    /// Set-Cookie, Content-Type and similar), for a field of one connection (Connection, TE,
    /// Upgrade and similar), and what Headers::set throws.
    void header(std::string_view name, std::string_view value);
    const Headers& fields() const { return fields_; }

private:
    FromCache() = default;
    template <class View, class Predicate, class CaptureList>
    friend class detail::CachedView;
    friend class Application;

    Headers fields_;
};

namespace detail {

template <class One>
inline constexpr bool is_one_answer =
    std::is_same_v<One, Response> || std::is_same_v<One, Page> || std::is_same_v<One, Fragment> ||
    std::is_same_v<One, FromCache> || std::is_same_v<One, Json> || std::is_same_v<One, File> ||
    std::is_same_v<One, Stream>;
template <class>
inline constexpr bool is_one_of_several = false;
template <class... One>
inline constexpr bool is_one_of_several<std::variant<One...>> = (is_one_answer<One> && ...);

/// True for an answer that is sent piece by piece, and for a variant that may be one.
template <class One>
inline constexpr bool is_sent_in_pieces = std::is_same_v<One, File> || std::is_same_v<One, Stream>;
template <class... One>
inline constexpr bool is_sent_in_pieces<std::variant<One...>> = (is_sent_in_pieces<One> || ...);

}  // namespace detail

/// Any answer. It is the return type of a decorator that returns answers of different types, or
/// that changes every answer:
///
///     [](Request& request, auto&& view) -> Result {
///         if (is_closed()) return text("Back at noon.", 503);
///         Result result = view();
///         result.header("X-Robots-Tag", "noindex");
///         return result;
///     }
class Result {
public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Response response) : answer_{std::move(response)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Json json) : answer_{static_cast<Response>(std::move(json))} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(File file) : answer_{static_cast<Response>(std::move(file))} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Stream stream) : answer_{static_cast<Response>(std::move(stream))} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Page page) : answer_{std::move(page)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Fragment fragment) : answer_{std::move(fragment)} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(FromCache from_cache) : answer_{std::move(from_cache)} {}
    template <class Variant>
    requires detail::is_one_of_several<Variant>
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Variant answer)
        : Result{std::visit([](auto&& one) { return Result{std::forward<decltype(one)>(one)}; },
                            std::move(answer))}
    {
    }

    /// Sets a field of the answer, and replaces one of the same name. Throws what FromCache::header
    /// and Headers::set throw.
    void header(std::string_view name, std::string_view value);

    /// The answer if it is from the cache; otherwise null.
    const FromCache* from_cache() const { return std::get_if<FromCache>(&answer_); }
    /// The answer if it is not from the cache. REQUIRES: from_cache() is null.
    Answer answer() &&;
    /// Fields set on a fragment; a Fragment has none itself.
    const Headers& fields() const { return fields_; }

private:
    std::variant<Response, Page, Fragment, FromCache> answer_;
    Headers fields_;
};

namespace detail {

/// True for a type that a view or decorator may return.
template <class Returned>
inline constexpr bool is_answer = std::is_convertible_v<Returned, Result>;

template <class Returned>
Answer to_answer(Returned&& returned)
{
    if constexpr (std::is_convertible_v<Returned, Answer>) {
        return std::forward<Returned>(returned);
    } else {
        return Result{std::forward<Returned>(returned)}.answer();
    }
}

}  // namespace detail

}  // namespace aspic
