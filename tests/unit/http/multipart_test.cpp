#include <aspic/http/multipart.h>

#include <doctest/doctest.h>

#include <string>

#include <aspic/http/errors.h>
#include <aspic/http/multipart_part.h>
#include "../support/message_of.h"
#include "../support/stored_body.h"

using namespace aspic;
using support::contains;

namespace {

Multipart read(const Body& body, const MultipartLimits& limits = {},
               const std::string& type = "multipart/form-data; boundary=AaB03x")
{
    return parse_multipart(body, parse_value_with_parameters(type).value(), limits);
}

std::string part(const std::string& header, const std::string& content)
{
    return "--AaB03x\r\n" + header + "\r\n\r\n" + content + "\r\n";
}

std::string field(const std::string& name, const std::string& content)
{
    return part("Content-Disposition: form-data; name=\"" + name + '"', content);
}

std::string file(const std::string& name, const std::string& content)
{
    return part("Content-Disposition: form-data; name=\"f\"; filename=\"" + name +
                    "\"\r\nContent-Type: image/png",
                content);
}

const std::string end = "--AaB03x--\r\n";

std::string file_name(const std::string& sent)
{
    const Multipart form = read(file(sent, "x") + end);
    REQUIRE(form.files.size() == 1);
    return form.files.front().name();
}

std::string problem(const std::string& body, const MultipartLimits& limits = {})
{
    return support::message_of<BadRequest>([&] { read(body, limits); });
}

}  // namespace

TEST_CASE("a form with files has texts and files, in memory and on disk")
{
    std::string large(300'000, 'y');
    large += "\r\n--AaB03\r\n--AaB03y\r\n";
    const std::string sent =
        field("a", "1") + file("a.png", large) + field("b", "") + file("b.png", "") + end;
    for (const Body& body : {Body{sent}, support::stored_body(sent)}) {
        const Multipart form = read(body);
        CHECK(form.texts.encoded() == "a=1&b=");
        REQUIRE(form.files.size() == 2);
        CHECK(form.files[0].field() == "f");
        CHECK(form.files[0].name() == "a.png");
        CHECK(form.files[0].content_type() == "image/png");
        CHECK(form.files[0].bytes() == large);
        CHECK(form.files[1].size() == 0);
    }
}

TEST_CASE("a boundary is found wherever the pieces of a body on disk end")
{
    for (std::size_t size = 65'536 - 120; size < 65'536 + 20; ++size) {
        const std::string content(size, '\r');
        const Multipart form =
            read(support::stored_body(file("a", content) + field("t", "text") + end));
        REQUIRE(form.files.size() == 1);
        REQUIRE(form.files[0].size() == size);
        REQUIRE(form.texts.first("t") == "text");
    }
}

TEST_CASE("a file outlives its request")
{
    Multipart form = read(Body{file("a", "content") + end});
    const UploadedFile kept = form.files.front();
    form = {};
    CHECK(kept.bytes() == "content");
}

TEST_CASE("a file input without a file is left out")
{
    CHECK(read(Body{file("", "") + end}).files.empty());
    CHECK(read(Body{file("", "x") + end}).files.size() == 1);
}

TEST_CASE("the name of a file has no directories and no control characters")
{
    CHECK(file_name("a.txt") == "a.txt");
    CHECK(file_name("../../etc/passwd") == "passwd");
    CHECK(file_name("C:\\dir\\a.txt") == "a.txt");
    CHECK(file_name("/") == "");
    CHECK(file_name("..") == "");
    CHECK(file_name("say %22x%22.txt") == "say \"x\".txt");
    CHECK(file_name("say \\\"x\\\".txt") == "say \"x\".txt");
    CHECK(file_name("na\xc3\xafve.txt") == "na\xc3\xafve.txt");
    CHECK(file_name("100%.txt") == "100%.txt");
    CHECK(base_name("a\x01\x7f") == "a");
}

TEST_CASE("filename* is not used")
{
    const Multipart form = read(Body{part("Content-Disposition: form-data; name=f; filename=a.txt; "
                                          "filename*=UTF-8''evil.html",
                                          "x") +
                                     end});
    CHECK(form.files.front().name() == "a.txt");
}

TEST_CASE("a malformed form is refused, and the error says why")
{
    CHECK(contains(problem(""), "does not start with its boundary"));
    CHECK(contains(problem("preamble\r\n" + end), "does not start with its boundary"));
    CHECK(contains(problem(field("a", "1")), "ends before its last boundary"));
    CHECK(contains(problem("--AaB03x"), "a boundary is followed by something else"));
    CHECK(contains(problem("--AaB03xy\r\n"), "a boundary is followed by something else"));
    CHECK(contains(problem("--AaB03x\n"), "a boundary is followed by something else"));
    CHECK(contains(problem(field("a", "1") + end + "epilogue"), "follows its last boundary"));
    CHECK(contains(problem(field("a", "1\r\n--AaB03xy") + end), "followed by something else"));
    CHECK(contains(problem(part("A: b", "1") + end), "no Content-Disposition"));
    CHECK(contains(problem(part("Content-Disposition: attachment; name=a", "1") + end),
                   "is not form-data"));
    CHECK(contains(problem(part("Content-Disposition: form-data", "1") + end), "has no name"));
    CHECK(contains(problem(part("Content-Disposition: form-data; name=a; name=b", "1") + end),
                   "cannot be read"));
    CHECK(contains(problem(part("Content-Disposition: form-data; name=a\r\n"
                                "Content-Disposition: form-data; name=b",
                                "1") +
                           end),
                   "two fields Content-Disposition"));
    CHECK(contains(problem(part("Content-Disposition: form-data;\r\n name=a", "1") + end),
                   "a line without a name"));
    CHECK(contains(problem(field("a", "1").replace(12, 0, "A : b\r\n") + end), "without a name"));
    CHECK(contains(problem(field("\xff", "1") + end), "its name is not UTF-8"));
    CHECK(contains(problem(file("\xff", "1") + end), "the name of its file is not UTF-8"));
    CHECK(contains(problem(part("Content-Disposition: form-data; name=a\r\n"
                                "Content-Transfer-Encoding: base64",
                                "MQ==") +
                           end),
                   "Content-Transfer-Encoding"));
}

TEST_CASE("a form has bounds")
{
    std::string many;
    for (int i = 0; i < 11; ++i)
        many += field("a", "1");
    CHECK(contains(problem(many + end, {.most_parts = 10}), "more than 10 fields"));
    CHECK(read(Body{many + end}, {.most_parts = 11}).texts.size() == 11);

    CHECK(contains(problem(field(std::string(9000, 'n'), "1") + end), "header of a part is too"));
    std::string fields = "Content-Disposition: form-data; name=a";
    for (int i = 0; i < 16; ++i)
        fields += "\r\nX: y";
    CHECK(contains(problem(part(fields, "1") + end), "more than 16 fields"));

    const MultipartLimits small{.most_text_bytes = 10};
    CHECK_THROWS_AS(read(Body{field("a", "123456") + field("b", "123456") + end}, small),
                    PayloadTooLarge);
    CHECK(read(Body{field("a", "12345") + file("f", std::string(100, 'x')) + end}, small)
              .files.size() == 1);
}

TEST_CASE("a boundary is 1 to 70 characters of its alphabet")
{
    const auto refused = [](const std::string& type) {
        return support::message_of<BadRequest>([&] { read(Body{end}, {}, type); });
    };
    CHECK(contains(refused("multipart/form-data"), "has no boundary"));
    CHECK(contains(refused("multipart/form-data; boundary=\"\""), "has no boundary"));
    CHECK(contains(refused("multipart/form-data; boundary=\"a{b\""), "has no boundary"));
    CHECK(contains(refused("multipart/form-data; boundary=" + std::string(71, 'a')),
                   "has no boundary"));
    CHECK(read(Body{"--a b--"}, {}, "multipart/form-data; boundary=\"a b\"").texts.empty());
}

TEST_CASE("texts in another charset than UTF-8 are refused")
{
    CHECK_THROWS_AS(read(Body{field("_charset_", "windows-1252") + end}), UnsupportedMediaType);
    CHECK(read(Body{field("_charset_", "UTF-8") + end}).texts.size() == 1);
    CHECK_THROWS_AS(read(Body{part("Content-Disposition: form-data; name=a\r\n"
                                   "Content-Type: text/plain; charset=latin1",
                                   "1") +
                              end}),
                    UnsupportedMediaType);
}
