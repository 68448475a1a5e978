#include <aspic/serving/streamed_answer.h>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace aspic;

namespace {

struct Empty : BodySource {
    std::optional<std::string> next() override { return {}; }
    std::optional<std::uint64_t> length() const override { return {}; }
};

WireResponse answer_with(std::string body)
{
    WireResponse answer;
    answer.own_head = "Status: 404 Not Found\r\n\r\n";
    answer.own_body = std::move(body);
    answer.source = std::make_shared<Empty>();
    return answer;
}

}  // namespace

TEST_CASE("an answer is counted at its end, with the bytes that were sent")
{
    Counters counters;
    auto answer =
        std::make_unique<StreamedAnswer>(answer_with("first"), LoggedRequest{}, counters, nullptr);
    CHECK(answer->sent() == 0);
    answer->add_sent(5);  // that it has already
    answer->add_sent(10);
    CHECK(answer->sent() == 15);
    CHECK(counters.get(Count::answered_4xx) == 0);
    answer.reset();
    CHECK(counters.get(Count::answered_4xx) == 1);
    CHECK(counters.get(Count::bytes) == 25 + 15);
}
