#include <aspic/routing/signature.h>

#include <doctest/doctest.h>

#include <string_view>

using namespace aspic;

namespace {

struct Question {};
using Plain = int (*)(Question&, std::string_view, int);
using Sure = int (*)(Question&) noexcept;

struct Posting {
    long operator()(Question& question, int page) const;
};

template <class View, class Result, class... C>
constexpr bool has_signature()
{
    using Signature = SignatureOf<View>;
    return std::is_same_v<typename Signature::Result, Result> &&
           std::is_same_v<typename Signature::Request, Question> &&
           std::is_same_v<typename Signature::Captures, std::tuple<C...>>;
}

}  // namespace

TEST_CASE("the signature of a function, a lambda or a decorated view is read exactly")
{
    CHECK(has_signature<Plain, int, std::string_view, int>());
    CHECK(has_signature<Sure, int>());
    const auto lambda = [](Question& /*question*/, int /*page*/) { return 1.5; };
    CHECK(has_signature<decltype(lambda), double, int>());
    const auto changing = [n = 0](Question& /*question*/) mutable noexcept { return ++n; };
    CHECK(has_signature<std::remove_const_t<decltype(changing)>, int>());
    CHECK(has_signature<Posting, long, int>());
}
