#include <aspic/serving/received_request.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include "../support/captured_log.h"
#include "../support/fastcgi.h"
#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;

namespace {

constexpr std::size_t mebi = std::size_t{1} << 20U;

std::string post(const std::string& target, const std::string& body)
{
    std::string bytes = support::begin_record();
    bytes += support::record(fastcgi::params, support::pair("REQUEST_METHOD", "POST") +
                                                  support::pair("REQUEST_URI", target));
    bytes += support::record(fastcgi::params, "");
    for (std::size_t at = 0; at < body.size(); at += 60'000)
        bytes += support::record(fastcgi::stdin_stream, body.substr(at, 60'000));
    return bytes + support::record(fastcgi::stdin_stream, "");
}

std::optional<std::size_t> most_body(std::string_view method, std::string_view target)
{
    CHECK(method == "POST");
    return target == "/large" ? std::optional{4 * mebi} : std::nullopt;
}

/// Reads it in pieces, as the server does.
void receive(ReceivedRequest& request, const std::string& bytes, const BodySpool& spool)
{
    for (std::size_t at = 0; at < bytes.size(); at += 65'536)
        request.read(std::string_view{bytes}.substr(at, 65'536), most_body, spool);
    CHECK(request.framing.state() == Framing::State::complete);
}

const Limits limits{.most_body_bytes = 2 * mebi};

}  // namespace

TEST_CASE("a large body is stored in a file without a name, and a small one in memory")
{
    const support::TemporaryDirectory directory;
    const BodySpool spool{directory.path(), 100 * mebi};
    std::string body(3 * mebi, 'x');
    body.front() = 'a';
    body.back() = 'z';
    ReceivedRequest large{limits};
    receive(large, post("/large", body), spool);
    CHECK(large.stored_body.is_in_file());
    CHECK(large.stored_body.bytes() == body);
    CHECK(large.content.body.capacity() < mebi);
    CHECK(large.may_take_long);
    CHECK(std::filesystem::is_empty(directory.path()));

    ReceivedRequest small{limits};
    receive(small, post("/large", "small"), spool);
    CHECK(small.content.body == "small");
    CHECK(small.stored_body.empty());
}

TEST_CASE("the limit of the route decides, whichever it is")
{
    const support::TemporaryDirectory directory;
    const BodySpool spool{directory.path(), 100 * mebi};
    for (const auto& [target, size, is_accepted] :
         {std::tuple{"/large", 4 * mebi, true}, std::tuple{"/large", 4 * mebi + 1, false},
          std::tuple{"/usual", 2 * mebi, true}, std::tuple{"/usual", 2 * mebi + 1, false}}) {
        CAPTURE(target);
        ReceivedRequest request{limits};
        receive(request, post(target, std::string(size, 'x')), spool);
        CHECK((request.framing.excess() == Framing::Excess::none) == is_accepted);
        CHECK(request.stored_body.size() == (is_accepted ? size : 0));
    }
    // The first piece has the parameters and more of the body than is usual.
    const Limits small{.most_body_bytes = 10};
    ReceivedRequest request{small};
    receive(request, post("/large", std::string(100, 'x')), spool);
    CHECK(request.framing.excess() == Framing::Excess::none);
    CHECK(request.content.body.size() == 100);
}

TEST_CASE("bodies that the spool has no room for are lost, and that is logged")
{
    const support::TemporaryDirectory directory;
    const BodySpool spool{directory.path(), 5 * mebi};
    const std::string bytes = post("/large", std::string(3 * mebi, 'x'));
    ReceivedRequest first{limits};
    receive(first, bytes, spool);
    CHECK_FALSE(first.is_lost);
    {
        const support::CapturedLog log;
        ReceivedRequest second{limits};
        receive(second, bytes, spool);
        CHECK(second.is_lost);
        CHECK(support::contains(log.text(), "more than 5 MiB together (--max-spool)"));
    }
    first.stored_body = {};
    ReceivedRequest third{limits};
    receive(third, bytes, spool);
    CHECK_FALSE(third.is_lost);

    const support::CapturedLog log;
    const BodySpool nowhere{directory / "absent", 5 * mebi};
    ReceivedRequest fourth{limits};
    receive(fourth, bytes, nowhere);
    CHECK(fourth.is_lost);
    CHECK(support::contains(log.text(), "absent"));
}

TEST_CASE("without a directory, bodies stay in memory")
{
    const BodySpool none{{}, 0};
    ReceivedRequest request{limits};
    receive(request, post("/large", std::string(3 * mebi, 'x')), none);
    CHECK(request.content.body.size() == 3 * mebi);
}
