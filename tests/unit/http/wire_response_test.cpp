#include <aspic/http/wire_response.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

std::string bytes_of(const WireResponse& wire)
{
    std::string all;
    for (const auto piece : wire.pieces())
        all += piece;
    return all;
}

}  // namespace

TEST_CASE("a response is written with the status first and the length last")
{
    CHECK(bytes_of(to_wire(text("hello"), false)) ==
          "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Length: 5\r\n\r\nhello");
}

TEST_CASE("an answer to HEAD has the length of the body, and no body")
{
    CHECK(bytes_of(to_wire(text("hello"), true)) ==
          "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Length: 5\r\n\r\n");
}

TEST_CASE("204 and 304 have neither body nor length")
{
    for (const int status : {204, 304}) {
        Response response{.status = status, .body = "never sent"};
        CHECK(bytes_of(to_wire(std::move(response), false)) ==
              "Status: " + std::to_string(status) + " " + std::string{reason_phrase(status)} +
                  "\r\n\r\n");
    }
}

TEST_CASE("a view cannot contradict the status or the length")
{
    auto response = text("hello", 404);
    response.headers.set("status", "200 OK");
    response.headers.set("content-length", "99999");
    response.headers.add("Set-Cookie", "a=1");
    response.headers.add("Set-Cookie", "b=2");
    CHECK(bytes_of(to_wire(std::move(response), false)) ==
          "Status: 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 5\r\n\r\nhello");
}

TEST_CASE("status_and_fields ends without the empty line")
{
    CHECK(status_and_fields(303, redirect("/").headers) ==
          "Status: 303 See Other\r\nLocation: /\r\n");
}

TEST_CASE("a field that is set in a finished answer replaces those of the same name")
{
    const std::string stored = "Status: 200 OK\r\nX-A: old\r\n";
    WireResponse wire{.shared_head = {stored, "X-AB: stays\r\n"},
                      .own_head = "Age: 0\r\nx-a: older\r\n\r\n"};
    Headers fields;
    fields.set("X-A", "1");
    fields.add("X-A", "2");
    set_fields(wire, fields);
    CHECK(bytes_of(wire) == "Status: 200 OK\r\nX-AB: stays\r\nAge: 0\r\nX-A: 1\r\nX-A: 2\r\n\r\n");
    WireResponse same{.shared_head = {stored}, .own_head = "\r\n"};
    set_fields(same, {});
    CHECK(same.shared_head[0].data() == stored.data());
}

TEST_CASE("the status and the fields of a finished answer can be read")
{
    const WireResponse shared{.shared_head = {"Status: 404 Not Found\r\n", "X-A: stored\r\n"},
                              .own_head = "Cache-Status: Aspic; hit\r\nX-A: own\r\n\r\n"};
    CHECK(status_of(shared) == 404);
    CHECK(field_of(shared, "X-A") == "stored");
    CHECK(field_of(shared, "Cache-Status") == "Aspic; hit");
    CHECK(field_of(shared, "Cache") == "");
    CHECK(field_of(shared, "Age") == "");
    CHECK(status_of(to_wire(text("x", 503), false)) == 503);
    CHECK(status_of(WireResponse{}) == 0);
}
