#include "probe_jobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>

using namespace aspic;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

fs::path data;

// One write: the lines of several processes do not mix.
void write_line(const char* file, const std::string& line)
{
    const std::string text = line + '\n';
    const int out = ::open((data / file).c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    [[maybe_unused]] const auto written = ::write(out, text.data(), text.size());
    ::close(out);
}

void write_tick(const char* what)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    write_line("ticks", std::string{what} + ' ' + std::to_string(::getpid()) + ' ' +
                            std::to_string(now.count()));
}

void stay_while(const char* file)
{
    while (fs::exists(data / file))
        std::this_thread::sleep_for(5ms);
}

}  // namespace

void add_jobs(Site& site)
{
    site.on_start([](const Settings& settings) { data = settings.get("data"); });
    site.on_stop([](const Settings&) { write_line("stopped", std::to_string(::getpid())); });
    site.every<"tick">(2s, [] {
        write_tick("begin");
        stay_while("hold-tick");
        write_tick("end");
    });
    site.every<"faulty">(1s, [] {
        if (fs::exists(data / "fail")) throw std::out_of_range{"told to fail"};
    });
    site.every<"endless">(
        1s, [] { stay_while("stay"); }, 1s);
    site.every<"obedient">(
        1s,
        [](const std::stop_token& stop) {
            if (!fs::exists(data / "obey")) return;
            while (!stop.stop_requested())
                std::this_thread::sleep_for(5ms);
            write_line("obeyed", std::to_string(::getpid()));
        },
        1s);
    site.every<"purger">(1s, [] {
        if (fs::remove(data / "purge")) purge(by_tag(tag("item", "purged")));
    });
}

Response later(Request& request, std::string_view what)
{
    after_answer<"later">([id = std::string{request.id()}, what = std::string{what}] {
        if (what == "fails") throw std::out_of_range{"told to fail"};
        if (what == "hold") stay_while("hold-later");
        write_line("later", id);
    });
    if (what == "view") throw std::runtime_error{"told to fail after it has asked"};
    return text("asked\n");
}
