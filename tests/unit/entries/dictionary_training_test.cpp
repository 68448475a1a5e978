#include <aspic/entries/dictionary_training.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/entries/compression.h>
#include <aspic/entries/compression_dictionary.h>
#include "../support/dictionary_pages.h"
#include "../support/message_of.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::numbered_page;

TEST_CASE("a trained dictionary makes pages smaller that it was not made from")
{
    std::vector<std::string> pages;
    for (int i = 0; i < 100; ++i)
        pages.push_back(numbered_page(i));
    const std::string text = train_dictionary(pages, "the end");
    CHECK(text.size() <= trained_bytes);
    CHECK(text.ends_with("the end"));
    const CompressionDictionary dictionary{text};
    CHECK(dictionary.content() == text);
    const std::string page = numbered_page(1000);
    CHECK(dictionary.compress(page).size() < brotli(page).size() / 2);
}

TEST_CASE("too few pages make no dictionary, and the error says what to do")
{
    for (const std::vector<std::string>& pages :
         {std::vector<std::string>{}, {""}, {"<p>a page</p>"}}) {
        const std::string why =
            message_of<std::invalid_argument>([&] { train_dictionary(pages, "the end"); });
        CHECK(contains(why, "give more"));
    }
}
