#include <aspic/serving/fastcgi_request.h>

#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include <aspic/base/files.h>
#include <aspic/serving/framing.h>
#include "../support/fastcgi.h"
#include "../support/stored_body.h"

using namespace aspic;
using support::RequestParameters;

namespace {

/// A request, read as the server reads a complete one.
class Reading {
public:
    explicit Reading(RequestParameters parameters, const std::string& body = "",
                     const Limits& limits = {}, Body stored = {})
        : request_{limits}
    {
        static const int started = FCGX_Init();
        REQUIRE(started == 0);
        const std::string bytes = support::request_bytes(parameters, body);
        Framing framing{limits};
        framing.read(bytes, &content_);
        REQUIRE(framing.state() == Framing::State::complete);
        REQUIRE(write_all(file_, bytes));
        ::lseek(file_.get(), 0, SEEK_SET);
        REQUIRE(request_.begin(file_.get()));
        refusal =
            request_.read(source, content_.parameters, framing.body_bytes(), std::move(stored));
    }
    ~Reading() { request_.end(); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    /// Returns 0 if the request is not refused.
    int refused_by() const { return refusal ? refusal->status : 0; }
    std::string field(std::string_view name) const
    {
        const auto found = std::find_if(source.fields.begin(), source.fields.end(),
                                        [&](const auto& field) { return field.first == name; });
        return found == source.fields.end() ? "" : std::string{found->second};
    }

    RequestSource source;
    std::optional<Refusal> refusal;

private:
    Framing::Content content_;
    FileDescriptor file_{::memfd_create("request", MFD_CLOEXEC)};
    FastcgiRequest request_;
};

const RequestParameters usual{{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/man/1/ls?q=a%20b"}};

RequestParameters usual_and(const RequestParameters& more)
{
    RequestParameters all = usual;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

TEST_CASE("a request has the values of the front end's parameters")
{
    const Reading reading{usual_and({{"HTTP_HOST", "example.org"},
                                     {"HTTP_ACCEPT_LANGUAGE", "de"},
                                     {"HTTPS", "on"},
                                     {"REMOTE_ADDR", "192.0.2.7"},
                                     {"CONTENT_TYPE", "text/plain"},
                                     {"HTTP_CONTENT_TYPE", "text/plain"},  // nginx repeats it
                                     {"SERVER_SOFTWARE", "not looked at"}})};
    CHECK(reading.refused_by() == 0);
    CHECK(reading.source.method == Method::get);
    CHECK(reading.source.target == "/man/1/ls?q=a%20b");
    CHECK(reading.source.host == "example.org");
    CHECK(reading.source.scheme == "https");
    CHECK(reading.source.remote_address == "192.0.2.7");
    CHECK(reading.field("ACCEPT_LANGUAGE") == "de");
    CHECK(reading.field("CONTENT_TYPE") == "text/plain");
    CHECK(reading.source.fields.size() == 3);
    CHECK(reading.source.body.empty());
}

TEST_CASE("the scheme is https only if the front end says so")
{
    CHECK(Reading{usual}.source.scheme == "http");
    CHECK(Reading{usual_and({{"HTTPS", ""}})}.source.scheme == "http");
    CHECK(Reading{usual_and({{"HTTPS", "off"}})}.source.scheme == "http");
    CHECK(Reading{usual_and({{"HTTP_X_FORWARDED_PROTO", "https"}})}.source.scheme == "http");
}

TEST_CASE("the body is read completely, with or without a given length")
{
    const std::string body{"name=Ana\0&x=\xff", 13};
    CHECK(Reading{usual, body}.source.body.bytes() == body);
    const std::string size = std::to_string(body.size());
    const Reading reading{usual_and({{"CONTENT_LENGTH", size}}), body};
    CHECK(reading.refused_by() == 0);
    CHECK(reading.source.body.bytes() == body);
    CHECK(Reading{usual_and({{"CONTENT_LENGTH", ""}}), body}.refused_by() == 0);
}

TEST_CASE("a body that is stored elsewhere takes the place of one in the input")
{
    const Limits limits{.most_body_bytes = 5};
    const auto with_length = [&](const std::string& length) {
        return Reading{usual_and({{"CONTENT_LENGTH", length}}), "", limits,
                       support::stored_body("stored body")};
    };
    CHECK(with_length("11").refused_by() == 0);
    CHECK(with_length("11").source.body.bytes() == "stored body");
    CHECK(with_length("12").refused_by() == 400);
}

TEST_CASE("a body that is shorter than its length is refused")
{
    const Reading reading{usual_and({{"CONTENT_LENGTH", "5"}}), "1234"};
    CHECK(reading.refused_by() == 400);
    CHECK(reading.refusal->why == "The body of this request ended too early.");
}

TEST_CASE("a length that is not a number, or over the limit, is refused")
{
    for (const std::string length : {"x", "-1", "+1", "1 ", "0x1", "99999999999999999999"}) {
        CAPTURE(length);
        CHECK(Reading{usual_and({{"CONTENT_LENGTH", length}})}.refused_by() == 400);
    }
    const Limits limits{.most_body_bytes = 10};
    CHECK(Reading{usual_and({{"CONTENT_LENGTH", "11"}}), "", limits}.refused_by() == 413);
}

TEST_CASE("a header over a limit is refused")
{
    const Limits few_fields{.most_header_fields = 2};
    const RequestParameters two{{"HTTP_A", "1"}, {"HTTP_B", "2"}};
    CHECK(Reading{usual_and(two), "", few_fields}.refused_by() == 0);
    CHECK(Reading{usual_and({{"HTTP_A", "1"}, {"HTTP_B", "2"}, {"HTTP_C", "3"}}), "", few_fields}
              .refused_by() == 431);
    const Limits few_bytes{.most_header_bytes = 100};
    CHECK(Reading{usual, "", few_bytes}.refused_by() == 0);
    CHECK(Reading{usual_and({{"HTTP_A", std::string(100, 'a')}}), "", few_bytes}.refused_by() ==
          431);
}

TEST_CASE("a parameter that libfcgi would misread is refused, and named")
{
    const std::string zero{'\0'};
    const RequestParameters wrong{{"HTTP_A=B", "c"}, {"REQUEST_URI=/other", ""},
                                  {"UNKNOWN=", ""},  {"HTTP_X", "a" + zero + "b"},
                                  {"HTTP_X", zero},  {"REQUEST_METHOD" + zero, "POST"},
                                  {zero, ""}};
    for (const auto& [name, value] : wrong) {
        CAPTURE(name);
        const Reading reading{usual_and({{name, value}, {"HTTP_A=C", "second"}})};
        CHECK(reading.refused_by() == 400);
        REQUIRE(reading.refusal->parameter);
        CHECK(*reading.refusal->parameter == name);
        // In the same way as by our own parser.
        RequestSource source;
        const Limits limits;
        RequestReader reader{source, limits};
        const std::string pairs = support::pair(name, value) + support::pair("REQUEST_URI", "/");
        reader.read(pairs);
        const auto refusal = reader.end(true);
        REQUIRE(refusal);
        CHECK(refusal->status == 400);
        CHECK(refusal->parameter == std::optional<std::string_view>{name});
    }
    // These have a length that is the code of "=".
    CHECK(Reading{usual_and({{std::string(61, 'N'), std::string(61, 'v')}})}.refused_by() == 0);
    CHECK(Reading{usual_and({{"HTTP_A", "b=c"}, {"SSL_CLIENT_S_DN", "CN=a,O=b"}, {"E", ""}})}
              .refused_by() == 0);
}

TEST_CASE("a request without a target is refused")
{
    CHECK(Reading{{{"REQUEST_METHOD", "GET"}}}.refused_by() == 400);
}

TEST_CASE("an unknown method is passed on with its name")
{
    const Reading reading{{{"REQUEST_URI", "/"}, {"REQUEST_METHOD", "Brew"}}};
    CHECK(reading.refused_by() == 0);
    CHECK(reading.source.method == Method::other);
    CHECK(reading.source.method_name == "Brew");
    const Reading without{{{"REQUEST_URI", "/"}}};
    CHECK(without.source.method == Method::other);
    CHECK(without.source.method_name.empty());
}
