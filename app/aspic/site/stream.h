#pragma once
// Stream: an answer of any length that is made while it is sent. Only one piece of it is in memory.
//
//     Stream orders(Request& request)
//     {
//         return Stream{"text/csv; charset=utf-8",
//                       [rows = open_orders()]() mutable -> std::optional<std::string> {
//                           const auto row = rows.next();
//                           if (!row) return std::nullopt;
//                           return to_csv(*row);
//                       }};
//     }
//
// The function is called for the next piece each time the client has taken the one before, and
// returns nothing at the end. A client that reads slowly holds no thread. The function runs in a
// slot of its route, as the view does, and `--view-timeout` limits each call. Each piece is sent as
// soon as it is made, by one system call, so pieces of 10 to 100 KB are best. The function must not
// use the request, which is gone when the view has returned: copy into it what it needs. Several
// threads may call it, one at a time.
//
// The first piece is made before anything is sent: if the function throws then, the answer is an
// error page, as if the view had thrown; if it takes too long, it is a 504. Later, if it throws, or
// takes too long, or if no slot is free within `--queue-timeout`, the answer is cut: the client sees
// that it is not whole. If the client goes away, or reads nothing for `--send-timeout`, the function
// is destroyed.
//
// The page cache does not keep it, and it is not compressed. HEAD gets its fields alone; the
// function is not called. Server-sent events are not what it is for: pieces are sent when there are
// some, but a function that waits for an event holds a slot.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <aspic/http/answer_head.h>
#include <aspic/http/body_source.h>
#include <aspic/http/response.h>

namespace aspic {

namespace detail {

/// Counts its pieces against the length that was promised.
class GeneratedBody : public BodySource {
public:
    std::optional<std::uint64_t> length() const override { return left_; }
    void promise(std::uint64_t bytes) { left_ = bytes; }
    /// Throws std::runtime_error if the pieces have another length in sum.
    std::optional<std::string> next() final;

protected:
    virtual std::optional<std::string> make() = 0;

private:
    std::optional<std::uint64_t> left_;
};

template <class Next>
class BodyFromFunction : public GeneratedBody {
public:
    explicit BodyFromFunction(Next next) : next_{std::move(next)} {}

protected:
    std::optional<std::string> make() override { return std::invoke(next_); }

private:
    Next next_;
};

}  // namespace detail

class Stream : public AnswerHead {
public:
    /// `next` may be a function that can only be moved.
    template <class Next>
    requires std::is_invocable_r_v<std::optional<std::string>, Next&> Stream(std::string_view type,
                                                                             Next next)
        : body_{std::make_shared<detail::BodyFromFunction<Next>>(std::move(next))}
    {
        header("Content-Type", type);
    }

    /// Promises this length, so that the client can show its progress (Content-Length). If the
    /// pieces have another length in sum, the answer is cut (or a 500, if the first one shows it).
    void length(std::uint64_t bytes) { body_->promise(bytes); }

    // NOLINTNEXTLINE(google-explicit-constructor)
    operator Response() &&
    {
        return {.status = AnswerHead::status(),
                .headers = std::move(*this).take_headers(),
                .source = std::move(body_)};
    }

private:
    std::shared_ptr<detail::GeneratedBody> body_;
};

}  // namespace aspic
