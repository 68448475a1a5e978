#include <aspic/serving/framing.h>

#include <doctest/doctest.h>

#include <string>

#include <aspic/serving/framing_copy.h>
#include <aspic/serving/record_header.h>
#include "../support/fastcgi.h"

using namespace aspic;
using support::begin_record;
using support::length;
using support::pair;
using support::record;
using support::request_bytes;

namespace {

const Limits limits{.most_body_bytes = 1000, .most_header_bytes = 2000, .most_header_fields = 10};

Framing read(const std::string& bytes)
{
    Framing framing{limits};
    framing.read(bytes);
    return framing;
}

const std::string parameters = pair("A", "b") + pair(std::string(200, 'n'), "") +
                               pair("", std::string(300, 'v')) + pair("", "");

}  // namespace

TEST_CASE("a whole request is complete, and has its id")
{
    const std::string bytes = request_bytes(parameters, "body");
    Framing framing{limits};
    CHECK(framing.read(bytes + "next") == bytes.size());
    CHECK(framing.state() == Framing::State::complete);
    CHECK(framing.excess() == Framing::Excess::none);
    CHECK(framing.id() == 1);
    CHECK(framing.body_bytes() == 4);
    CHECK_FALSE(framing.keeps_connection());
    CHECK(read(begin_record(1, 1)).keeps_connection());
}

TEST_CASE("the pieces in which a request arrives change nothing")
{
    std::string bytes = begin_record();
    for (const char c : parameters)
        bytes += record(fastcgi::params, std::string{c}, 1, 3);
    bytes += record(fastcgi::params, "", 1, 5) + record(fastcgi::stdin_stream, "bo", 1, 255) +
             record(fastcgi::stdin_stream, "dy") + record(fastcgi::stdin_stream, "", 1, 8);
    for (const std::size_t step : {1U, 2U, 7U, 64U, 100'000U}) {
        CAPTURE(step);
        Framing framing{limits};
        Framing::Content content;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            REQUIRE(framing.state() == Framing::State::incomplete);
            framing.read(std::string_view{bytes}.substr(at, step), &content);
        }
        CHECK(framing.state() == Framing::State::complete);
        CHECK(content.parameters == parameters);
        CHECK(content.body == "body");
        CHECK(to_records(framing, content) == request_bytes(parameters, "body"));
    }
}

TEST_CASE("the parameters stand alone if nothing else of the request has to be read")
{
    const std::string begin = begin_record();
    const std::string padded = record(fastcgi::begin_request, begin.substr(8), 1, 8) +
                               record(fastcgi::params, parameters, 1, 5) +
                               record(fastcgi::params, "", 1, 8) +
                               record(fastcgi::stdin_stream, "", 1, 3);
    const std::string two_records = begin + record(fastcgi::params, parameters.substr(0, 3)) +
                                    record(fastcgi::params, parameters.substr(3)) +
                                    record(fastcgi::params, "") + record(fastcgi::stdin_stream, "");
    const std::string whole = request_bytes(parameters, "");
    const std::string with_reply = record(fastcgi::get_values, "", 0) + whole;
    CHECK(read(whole).parameters_alone() == parameters);
    CHECK(read(padded).parameters_alone() == parameters);
    CHECK(read(whole + "more").parameters_alone() == parameters);
    CHECK(read(two_records).parameters_alone().empty());
    CHECK(read(with_reply).parameters_alone().empty());
    CHECK(read(request_bytes(parameters, "body")).parameters_alone().empty());
    CHECK(read(request_bytes(pair("A", std::string(2000, 'v')), "")).parameters_alone().empty());
    CHECK(read(whole.substr(0, whole.size() - 1)).parameters_alone().empty());
    CHECK(read(request_bytes("", "")).parameters_alone().empty());

    Framing in_pieces{limits};
    in_pieces.read(whole.substr(0, 30));
    in_pieces.read(whole.substr(30));
    CHECK(in_pieces.state() == Framing::State::complete);
    CHECK(in_pieces.parameters_alone().empty());
}

TEST_CASE("a copy is split into records if one record is too small")
{
    const Limits large{.most_body_bytes = 200'000, .most_header_bytes = 200'000};
    Framing framing{large};
    Framing::Content content{pair("A", std::string(100'000, 'v')), std::string(150'000, 'b')};
    framing.read(begin_record());
    const std::string records = to_records(framing, content);
    Framing again{large};
    Framing::Content copy;
    CHECK(again.read(records, &copy) == records.size());
    CHECK(again.state() == Framing::State::complete);
    CHECK((copy.parameters == content.parameters));
    CHECK((copy.body == content.body));
}

TEST_CASE("a part of a request is incomplete")
{
    const std::string bytes = request_bytes(parameters, "body");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        CHECK(read(bytes.substr(0, size)).state() == Framing::State::incomplete);
    }
}

TEST_CASE("records that no front end sends are malformed")
{
    const std::string end = record(fastcgi::params, "") + record(fastcgi::stdin_stream, "");
    for (const std::string& bytes :
         {begin_record() + begin_record(), record(fastcgi::begin_request, "1234567"),
          record(fastcgi::begin_request, std::string(16, '\0')),
          record(fastcgi::begin_request, std::string(8, '\0'), 0),
          record(fastcgi::get_values, length(9) + length(0) + "FCGI", 0),
          begin_record() + record(fastcgi::get_values, "", 1),
          begin_record() + record(fastcgi::stdin_stream, ""),
          begin_record() + record(fastcgi::abort_request, ""),
          begin_record() + end.substr(0, 8) + end,
          begin_record() + record(fastcgi::params, length(3) + length(0) + "no") + end,
          begin_record() + record(fastcgi::params, "\x80") + end,
          begin_record() + record(fastcgi::params, "\x01") + end,
          std::string("\x02\x01\0\x01\0\x08\0\0", 8), std::string("GET / HTTP/1.1\r\n")}) {
        CAPTURE(bytes);
        CHECK(read(bytes).state() == Framing::State::malformed);
        CHECK_FALSE(read(bytes).problem().empty());
    }
}

TEST_CASE("an impossible header length is too much before any of the header arrives")
{
    for (const std::string& claim :
         {length(0x7fffffff) + length(1), length(1) + length(0x7fffffff),
          length(0x7fffffff) + length(0x7fffffff), length(2001) + length(0)}) {
        const Framing framing = read(begin_record() + record(fastcgi::params, claim));
        CHECK(framing.state() == Framing::State::incomplete);
        CHECK(framing.excess() == Framing::Excess::header);
    }
}

TEST_CASE("another limit for the body applies to what was read already")
{
    const std::string bytes = request_bytes(pair("a", "b"), std::string(1001, 'x'));
    Framing framing{limits};
    framing.limit_body(2000);
    framing.read(std::string_view{bytes}.substr(0, bytes.size() - 100));
    CHECK(framing.has_parameters());
    CHECK(framing.excess() == Framing::Excess::none);
    framing.limit_body(500);
    CHECK(framing.excess() == Framing::Excess::body);
    CHECK_FALSE(Framing{limits}.has_parameters());
}

TEST_CASE("a request over a limit is read to its end, and its content is not stored")
{
    std::string small;
    for (int i = 0; i < 211; ++i)
        small += pair("a", "");
    const auto excess_of = [](const std::string& of_parameters, const std::string& body) {
        Framing framing{limits};
        Framing::Content content;
        const std::string bytes = request_bytes(of_parameters, body);
        CHECK(framing.read(bytes, &content) == bytes.size());
        CHECK(framing.state() == Framing::State::complete);
        CHECK(content.parameters.size() <= limits.most_header_bytes);
        CHECK(content.body.size() <= limits.most_body_bytes);
        return framing.excess();
    };
    CHECK(excess_of(pair("a", std::string(2000, 'x')), "") == Framing::Excess::header);
    CHECK(excess_of(small, "") == Framing::Excess::header);
    CHECK(excess_of("", std::string(1001, 'x')) == Framing::Excess::body);
    CHECK(excess_of(pair("a", std::string(1990, 'x')), std::string(1000, 'x')) ==
          Framing::Excess::none);
}

namespace {

// The replies to the bytes, and the state after them.
std::pair<std::string, Framing::State> replies_to(const std::string& bytes)
{
    Framing framing = read(bytes);
    std::string replies = framing.take_replies();
    CHECK(framing.take_replies().empty());
    return {std::move(replies), framing.state()};
}

std::string ended(std::uint16_t id, char status)
{
    return record(fastcgi::end_request, std::string{'\0', '\0', '\0', '\0', status, 0, 0, 0}, id);
}

}  // namespace

TEST_CASE("GET_VALUES is answered, however often and however long (section 4.1)")
{
    const std::string one = pair("FCGI_MPXS_CONNS", "");
    const std::string all = pair("FCGI_MAX_CONNS", std::string(300, 'x')) + one +
                            pair("FCGI_MAX_REQS", "") + one + pair("", "");
    const std::string result = record(fastcgi::get_values_result, pair("FCGI_MPXS_CONNS", "0"), 0);
    const std::string nothing = record(fastcgi::get_values_result, "", 0);
    CHECK(replies_to(record(fastcgi::get_values, one, 0)).first == result);
    CHECK(replies_to(record(fastcgi::get_values, all, 0, 7)).first == result);
    CHECK(replies_to(record(fastcgi::get_values, "", 0)).first == nothing);
    CHECK(replies_to(record(fastcgi::get_values, pair("OTHER", "1"), 0)).first == nothing);
    CHECK(replies_to(record(fastcgi::get_values, one, 0) + record(fastcgi::get_values, "", 0))
              .first == result + nothing);
}

TEST_CASE("an unknown type of management record is said to be unknown (section 4.2)")
{
    for (const std::uint8_t type : std::initializer_list<std::uint8_t>{2, 4, 5, 10, 11, 77, 255}) {
        CAPTURE(type);
        const std::string content{static_cast<char>(type), 0, 0, 0, 0, 0, 0, 0};
        CHECK(replies_to(record(type, "ignored", 0, 3)).first ==
              record(fastcgi::unknown_type, content, 0));
    }
}

TEST_CASE("another role and an abort end the request with a reply (sections 5.4 and 5.5)")
{
    using enum Framing::State;
    for (const char role : std::initializer_list<char>{0, 2, 3, 9}) {
        const std::string begin{'\0', role, 0, 0, 0, 0, 0, 0};
        CHECK(replies_to(record(fastcgi::begin_request, begin, 7)) ==
              std::pair{ended(7, 3), malformed});
    }
    const std::string abort = record(fastcgi::abort_request, "");
    CHECK(replies_to(begin_record() + abort) == std::pair{ended(1, 0), malformed});
    CHECK(replies_to(begin_record() + record(fastcgi::params, "") + abort) ==
          std::pair{ended(1, 0), malformed});
}

TEST_CASE("a second request at once is refused, and its records are ignored (sections 3.3, 5.5)")
{
    const std::string whole = request_bytes(parameters, "body");
    const std::string begin = begin_record();
    const std::string other = record(fastcgi::begin_request, begin.substr(8), 2) +
                              record(fastcgi::params, "x", 2, 9) + record(fastcgi::params, "", 2) +
                              record(fastcgi::abort_request, "", 2);
    Framing framing{limits};
    Framing::Content content;
    framing.read(begin + other + whole.substr(begin.size()), &content);
    CHECK(framing.state() == Framing::State::complete);
    CHECK(framing.take_replies() == ended(2, 1));
    CHECK(to_records(framing, content) == whole);
}

TEST_CASE("records of a request that is not active are ignored (section 3.3)")
{
    const std::string whole = request_bytes(parameters, "body");
    for (const std::string& before :
         {record(fastcgi::abort_request, ""), record(fastcgi::params, "x"),
          record(fastcgi::stdin_stream, "", 3), record(fastcgi::get_values, "", 0)}) {
        CAPTURE(before);
        Framing framing{limits};
        Framing::Content content;
        CHECK(framing.read(before, &content) == before.size());
        CHECK(framing.state() == Framing::State::incomplete);
        CHECK(framing.id() == 0);
        CHECK(framing.read(whole, &content) == whole.size());
        CHECK(framing.state() == Framing::State::complete);
        CHECK(to_records(framing, content) == whole);
    }
}
