// The program of tests/servers/test_conformance.py and test_front_ends.py.
//
//     aspic_conformance serve --scripts DIR ...          behind a front end
//     aspic_conformance counting serve ...               the same, and counts requests
//     aspic_conformance in-process DIR TEMPLATES [MOUNT] without a server

#include <chrono>
#include <memory>
#include <string_view>
#include <thread>

#include "site.h"

int main(int argc, char** argv)
{
    using namespace std::string_view_literals;
    if (argc >= 4 && argv[1] == "in-process"sv)
        return conformance::answer_in_process(argv[2], argv[3], argc > 4 ? argv[4] : "");
    const auto of_the_system = [](std::string_view directory) {
        return std::make_shared<conformance::Scripts>(
            directory, conformance::Clock{[] {
                                              return std::chrono::floor<std::chrono::seconds>(
                                                  std::chrono::system_clock::now());
                                          },
                                          [](std::chrono::milliseconds time) {
                                              std::this_thread::sleep_for(time);
                                          }});
    };
    aspic::Site site = conformance::make_site(of_the_system);
    if (argc > 1 && argv[1] == "counting"sv) {
        conformance::count_requests(site);
        --argc;
        ++argv;
    }
    return aspic::run(argc, argv, site);
}
