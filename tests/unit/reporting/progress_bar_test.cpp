#include <aspic/reporting/progress_bar.h>

#include <doctest/doctest.h>

#include <memory>
#include <thread>

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

TEST_CASE("a short step prints nothing, and a long one without a terminal prints few lines")
{
    const auto close = [](std::FILE* file) { std::fclose(file); };
    const std::unique_ptr<std::FILE, decltype(close)> out{std::tmpfile(), close};
    {
        ProgressBar bar{"warming", 3, out.get()};
        bar.advance();
        CHECK(std::ftell(out.get()) == 0);
        std::this_thread::sleep_for(510ms);
        bar.advance();
        bar.advance();
    }
    std::rewind(out.get());
    std::string line(200, '\0');
    line.resize(std::fread(line.data(), 1, line.size(), out.get()));
    CHECK(line.starts_with("warming 2 of 3, "));
    CHECK(line.find('\n') == line.size() - 1);
}
