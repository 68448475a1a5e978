#include <aspic/http/vary.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a name is added to Vary once, and not beside a star")
{
    struct Row {
        const char* before;
        const char* after;
    };
    for (const Row& row : {Row{"", "Accept"}, Row{"DNT", "DNT, Accept"}, Row{"accept", "accept"},
                           Row{"DNT , ACCEPT", "DNT , ACCEPT"}, Row{" * ", " * "},
                           Row{"Accept-Encoding", "Accept-Encoding, Accept"}}) {
        Headers headers;
        if (*row.before != '\0') headers.set("Vary", row.before);
        add_to_vary(headers, "Accept");
        CHECK(headers.get("Vary") == row.after);
        add_to_vary(headers, "Accept");
        CHECK(headers.get("Vary") == row.after);
    }
}
