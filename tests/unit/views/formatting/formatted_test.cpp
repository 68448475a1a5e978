#include "formatting/formatted.h"

#include <aspic/aspic.h>
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "../hostile_pages.h"

using namespace manual;

namespace {

std::string no_url(std::string_view /*section*/, std::string_view /*name*/)
{
    return "";
}

ManualHtml formatted(const std::string& source)
{
    return manual::formatted(source, "x(1)", no_url);
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

int status_of(const std::string& source)
{
    try {
        formatted(source);
    } catch (const aspic::HttpError& error) {
        return error.status();
    }
    return 200;
}

}  // namespace

TEST_CASE("a page that cannot be formatted as HTML is shown as text")
{
    const ManualHtml page = formatted(endless_as_html());
    CHECK(contains(page.body, "shown as plain text"));
    CHECK(contains(page.body, "<pre>"));
    CHECK(contains(page.body, "<b>NAME</b>"));
    CHECK(contains(page.body, "Text of endless."));
    CHECK(page.contents.empty());
}

TEST_CASE("a page that cannot be formatted at all, or needs too much memory, gives a 500")
{
    CHECK(status_of(endless()) == 500);
    CHECK(status_of(enormous()) == 500);
    CHECK(status_of(page_source("ls", "list")) == 200);
}

TEST_CASE("a page cannot include files, whichever way it asks mandoc")
{
    const ManDirectory directory;
    directory.write("man1/secret.1", "the secret\n");
    directory.link("man1/link.1", directory.path() / "man1/secret.1");
    const std::string file = (directory.path() / "man1/link.1").string();
    // As if the server had been started in the man root.
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(directory.path());
    for (const std::string& request :
         {std::string{".if 1 .so man1/link.1"}, std::string{".so man1/link.1"},
          std::string{".ds to man1/link.1\n.if 1 .so \\*[to]"}, ".if 1 .so " + file,
          std::string{".if 1 .so ../../../../../../../../../etc/passwd"},
          std::string{".if 1 .so /proc/self/cwd/man1/link.1"}}) {
        CAPTURE(request);
        const ManualHtml page = formatted(page_source("x", "y", request));
        CHECK(contains(page.body, "Text of x."));
        CHECK_FALSE(contains(page.body, "the secret"));
        CHECK_FALSE(contains(page.body, "root:"));
    }
    std::filesystem::current_path(before);
}

TEST_CASE("pages over the limit wait a short time, then the visitor is told to try again")
{
    const std::size_t count = 2 + std::max(2U, std::thread::hardware_concurrency() / 2);
    std::atomic<int> shown = 0;
    std::atomic<int> refused = 0;
    std::atomic<bool> named_a_time = true;
    std::vector<std::thread> visitors;
    for (std::size_t i = 0; i < count; ++i) {
        visitors.emplace_back([&] {
            try {
                formatted(endless_as_html());
                ++shown;
            } catch (const aspic::Unavailable& error) {
                ++refused;
                if (error.retry_after().count() == 0) named_a_time = false;
            }
        });
    }
    for (std::thread& visitor : visitors)
        visitor.join();
    CHECK(shown + refused == static_cast<int>(count));
    CHECK(refused > 0);
    CHECK(named_a_time);
    CHECK(status_of(page_source("ls", "list")) == 200);
}
