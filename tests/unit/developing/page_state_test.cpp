#include <aspic/developing/page_state.h>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "../support/temporary_directory.h"

using aspic::PageState;

TEST_CASE("the file has the state in its first line, and JSON in its second")
{
    const support::TemporaryDirectory scratch;
    PageState state{scratch.path() / "pages"};
    state.set_styles({"/static/site.css"});
    state.set_note("Building...");
    state.set_problem({"The build failed", "view.cpp:1: <error>\nline 2"});
    const std::string text = support::contents(scratch.path() / "pages");
    CHECK(text == state.seen() + '\n' + state.to_json() + '\n');
    const auto json = nlohmann::json::parse(state.to_json());
    CHECK(json["seen"] == state.seen());
    CHECK(json["styles"] == nlohmann::json{"/static/site.css"});
    CHECK(json["note"] == "Building...");
    CHECK(json["problem"]["title"] == "The build failed");
    CHECK(json["problem"]["text"] == "view.cpp:1: <error>\nline 2");
    state.set_problem({});
    CHECK(nlohmann::json::parse(state.to_json())["problem"].is_null());
}

TEST_CASE("each reload, and each start, is another state; the rest is not")
{
    const support::TemporaryDirectory scratch;
    PageState state{scratch.path() / "pages"};
    const std::string before = state.seen();
    state.set_note("a note");
    CHECK(state.seen() == before);
    state.reload();
    CHECK(state.seen() != before);
    CHECK(PageState{scratch.path() / "pages"}.seen() != before);
}
