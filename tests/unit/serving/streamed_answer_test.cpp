#include <aspic/serving/streamed_answer.h>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>

using namespace aspic;

namespace {

struct Promising : BodySource {
    explicit Promising(std::optional<std::uint64_t> bytes) : bytes_{bytes} {}
    std::optional<std::string> next() override { return {}; }
    std::optional<std::uint64_t> length() const override { return bytes_; }
    std::optional<std::uint64_t> bytes_;
};

WireResponse answer_of(std::optional<std::uint64_t> promised)
{
    WireResponse answer;
    answer.own_head = "Status: 404 Not Found\r\n\r\n";
    answer.source = std::make_shared<Promising>(promised);
    return answer;
}

}  // namespace

TEST_CASE("an answer keeps its promise if it has exactly the promised length")
{
    Counters counters;
    StreamedAnswer answer{answer_of(5), {}, counters, nullptr};
    CHECK(answer.keeps_promise("abc"));
    CHECK_FALSE(answer.keeps_promise(std::nullopt));
    CHECK_FALSE(answer.keeps_promise("def"));
    CHECK(answer.keeps_promise("de"));
    CHECK(answer.keeps_promise(std::nullopt));
    CHECK_FALSE(answer.keeps_promise("f"));
    StreamedAnswer free{answer_of({}), {}, counters, nullptr};
    CHECK(free.keeps_promise("abc"));
    CHECK(free.keeps_promise(std::nullopt));
}

TEST_CASE("an answer is counted at its end, with the bytes that were sent")
{
    Counters counters;
    auto answer =
        std::make_unique<StreamedAnswer>(answer_of({}), LoggedRequest{}, counters, nullptr);
    answer->add_sent(10);
    answer->add_sent(5);
    CHECK(answer->sent() == 15);
    CHECK(counters.get(Count::answered_4xx) == 0);
    answer.reset();
    CHECK(counters.get(Count::answered_4xx) == 1);
    CHECK(counters.get(Count::bytes) == 25 + 15);
}
