#include <aspic/entries/compression_dictionary.h>

#include <doctest/doctest.h>
#include <zdict.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/base/encoding.h>
#include <aspic/entries/compression.h>
#include "../support/dictionary_pages.h"
#include "../support/message_of.h"
#include "../support/undcz.h"

using aspic::CompressionDictionary;
using support::contains;
using support::message_of;
using support::numbered_page;
using support::undcz;

namespace {

// What `zstd --train` writes: the content of the dictionary with a header of tables before it.
std::string trained_file()
{
    std::string samples;
    std::vector<std::size_t> sizes;
    for (int i = 0; i < 200; ++i) {
        const std::string page = numbered_page(i);
        samples += page;
        sizes.push_back(page.size());
    }
    std::string file(4096, '\0');
    file.resize(ZDICT_trainFromBuffer(file.data(), file.size(), samples.data(), sizes.data(), 200));
    return file;
}

std::string why_not(const std::string& text)
{
    return message_of<std::invalid_argument>([&] { const CompressionDictionary made{text}; });
}

}  // namespace

TEST_CASE("a dictionary has the names by which clients and URLs know it")
{
    // The SHA-256 of "abc" is an example of FIPS 180-4.
    const CompressionDictionary dictionary{"abc"};
    CHECK(dictionary.content() == "abc");
    CHECK(dictionary.hash_field() == ":ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:");
    CHECK(dictionary.name() == "ba7816bf8f01cfea");
}

TEST_CASE("a copy begins with the magic number of dcz and the hash of its dictionary")
{
    const std::string copy = CompressionDictionary{"abc"}.compress("a page");
    REQUIRE(copy.size() > CompressionDictionary::header_size);
    CHECK(aspic::to_hex(copy.substr(0, CompressionDictionary::header_size)) ==
          "5e2a4d1820000000"
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a client with the dictionary gets back every byte")
{
    const CompressionDictionary dictionary{numbered_page(1)};
    std::string every;
    for (int byte = 0; byte < 256; ++byte)
        every += static_cast<char>(byte);
    for (const std::string& body :
         {std::string{}, std::string{"a"}, every, numbered_page(7), std::string(20'000'000, 'x')}) {
        CAPTURE(body.size());
        CHECK((undcz(dictionary.compress(body), dictionary.content()) == body));
    }
}

TEST_CASE("a page that looks like the dictionary is far smaller than in brotli")
{
    const CompressionDictionary dictionary{numbered_page(1)};
    const std::string page = numbered_page(7);
    CHECK(dictionary.compress(page).size() < aspic::brotli(page).size() / 2);
}

TEST_CASE("of a file of zstd --train, the dictionary is the content")
{
    const std::string file = trained_file();
    REQUIRE(file.size() > 100);
    const CompressionDictionary dictionary{file};
    CHECK(dictionary.content().size() < file.size());
    CHECK(file.ends_with(dictionary.content()));
    const std::string page = numbered_page(500);
    CHECK((undcz(dictionary.compress(page), dictionary.content()) == page));
}

TEST_CASE("a text that cannot be a dictionary is refused with the reason")
{
    CHECK(contains(why_not(""), "empty"));
    CHECK_NOTHROW(CompressionDictionary{std::string(CompressionDictionary::most_bytes, 'x')});
    CHECK(contains(why_not(std::string(CompressionDictionary::most_bytes + 1, 'x')), "1048577"));
    const std::string file = trained_file();
    CHECK(contains(why_not(file.substr(0, 20)), "damaged"));
    const std::string header =
        file.substr(0, file.size() - CompressionDictionary{file}.content().size());
    CHECK(contains(why_not(header + file), "another dictionary"));
}
