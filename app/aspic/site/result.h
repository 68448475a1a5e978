#pragma once
// What a decorator gets from view(), and what it may answer. Values; one thread.

#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <aspic/http/headers.h>
#include <aspic/http/response.h>
#include <aspic/rendering/page.h>

namespace aspic {

namespace detail {

template <class View, class Predicate, class CaptureList>
class CachedView;

}  // namespace detail

/// What view() gives a decorator around a cached page: the request may have the page. The page itself
/// is not there yet. It is the same for everyone, so a decorator cannot change it; but it may set
/// fields of this one answer. Only view() makes one.
class FromCache {
public:
    /// Sets a field of this answer, in place of the page's own. Browsers and other caches may keep
    /// it with the page, so it must say nothing of one visitor. Throws std::invalid_argument for a
    /// field by which caches and browsers handle the page (Cache-Control, ETag, Vary, Set-Cookie,
    /// Content-Type and their like), and as Headers::set does.
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
    std::is_same_v<One, FromCache>;
template <class>
inline constexpr bool is_one_of_several = false;
template <class... One>
inline constexpr bool is_one_of_several<std::variant<One...>> = (is_one_answer<One> && ...);

}  // namespace detail

/// Any answer. A decorator that answers in different ways, or that does the same to every answer,
/// names it:
///
///     [](Request& request, auto&& view) -> Result {
///         if (is_closed()) return text("Back at noon.", 503);
///         Result result = view();
///         result.header("X-Robots-Tag", "noindex");
///         return result;
///     }
class Result {
public:
    Result(Response response)
        : answer_{std::move(response)} {}            // NOLINT(google-explicit-constructor)
    Result(Page page) : answer_{std::move(page)} {}  // NOLINT(google-explicit-constructor)
    Result(Fragment fragment)
        : answer_{std::move(fragment)} {}  // NOLINT(google-explicit-constructor)
    Result(FromCache from_cache)
        : answer_{std::move(from_cache)} {}  // NOLINT(google-explicit-constructor)
    template <class Variant>
    requires detail::is_one_of_several<Variant> Result(
        Variant answer)  // NOLINT(google-explicit-constructor)
        : Result{std::visit([](auto&& one) { return Result{std::forward<decltype(one)>(one)}; },
                            std::move(answer))}
    {
    }

    /// Sets a field of the answer, in place of one of the same name. Throws as FromCache::header and
    /// Headers::set do.
    void header(std::string_view name, std::string_view value);

    /// The answer, if it is from the cache; or null.
    const FromCache* from_cache() const { return std::get_if<FromCache>(&answer_); }
    /// The answer, if it is not. REQUIRES: from_cache() is null.
    Answer answer() &&;
    /// Fields of a fragment, which has none of its own.
    const Headers& fields() const { return fields_; }

private:
    std::variant<Response, Page, Fragment, FromCache> answer_;
    Headers fields_;
};

namespace detail {

/// True for what a view or a decorator may return.
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
