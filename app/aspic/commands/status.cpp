#include <unistd.h>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

#include <aspic/commands/commands.h>
#include <aspic/commands/status_text.h>
#include <aspic/reporting/status_json.h>

namespace aspic {

namespace {

constexpr std::chrono::seconds pause{1};

SiteStatus read_running(const std::string& data)
{
    SiteStatus status = read_site_status(data);
    if (!status.processes.empty()) return status;
    throw std::runtime_error{"no server runs with --data " + data +
                             ": start one (serve), name the data directory of the running one, or "
                             "run this command as the server's user"};
}

// Draws over the last picture: cursor home, erase to the end of each line and of the screen
// (ECMA-48, CUP, EL and ED).
void draw(const std::string& text)
{
    std::string screen = "\x1b[H";
    for (const char c : text) {
        if (c == '\n') screen += "\x1b[K";
        screen += c;
    }
    std::cout << screen << "\x1b[J" << std::flush;
}

}  // namespace

int show_status(const ServerOptions& options)
{
    SiteStatus before = read_running(options.data);
    if (options.json) {
        std::cout << to_json(before) << '\n';
        return 0;
    }
    if (options.once || ::isatty(STDOUT_FILENO) != 1) {
        std::cout << status_text(before, nullptr);
        return 0;
    }
    std::cout << "\x1b[2J";
    draw(status_text(before, nullptr));
    for (;;) {
        std::this_thread::sleep_for(pause);
        SiteStatus now = read_site_status(options.data);
        draw(now.processes.empty() ? "no server runs now\n" : status_text(now, &before));
        before = std::move(now);
    }
}

}  // namespace aspic
