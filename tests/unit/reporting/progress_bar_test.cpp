#include <aspic/reporting/progress_bar.h>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("progress shows its rate and the remaining time")
{
    CHECK(progress_text(0, 10, 0s, false) == "0 of 10");
    CHECK(progress_text(5, 10, 2s, false) == "5 of 10, 2.5/s, 2 s left");
    CHECK(progress_text(100, 10'000, 1s, false) == "100 of 10000, 100/s, 1 min 39 s left");
    CHECK(progress_text(1, 10'000, 1s, false) == "1 of 10000, 1.0/s, 2 h 46 min left");
    CHECK(progress_text(10, 10, 2s, false) == "10 of 10, 5.0/s");
    CHECK(progress_text(15, 30, 1s, true) ==
          "[###############...............] 15 of 30, 15/s, 1 s left");
    CHECK(progress_text(0, 0, 1s, true) == "[##############################] 0 of 0");
}

namespace {

/// A file that is no terminal, and a clock that stands still until it is told.
struct Step {
    std::unique_ptr<std::FILE, decltype(&std::fclose)> out{std::tmpfile(), &std::fclose};
    std::chrono::steady_clock::time_point time{};

    ProgressBar bar(std::size_t total)
    {
        return {"warming", total, out.get(), [this] { return time; }};
    }
    std::string text() const
    {
        std::rewind(out.get());
        std::string all(200, '\0');
        all.resize(std::fread(all.data(), 1, all.size(), out.get()));
        return all;
    }
};

}  // namespace

TEST_CASE("a step that ends within half a second says nothing")
{
    Step step;
    {
        ProgressBar bar = step.bar(2);
        bar.advance();
        step.time += 499ms;
        bar.advance();
    }
    CHECK(step.text().empty());
}

TEST_CASE("a long step that writes to no terminal says a line every ten seconds")
{
    Step step;
    {
        ProgressBar bar = step.bar(100);
        step.time += 500ms;
        bar.advance();
        step.time += 9999ms;
        bar.advance();
        step.time += 1ms;
        bar.advance();
    }
    CHECK(step.text() ==
          "warming 1 of 100, 2.0/s, 50 s left\n"
          "warming 3 of 100, 0.3/s, 5 min 40 s left\n");
}
