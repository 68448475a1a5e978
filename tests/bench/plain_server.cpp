// The plain libfcgi loop of its manual: threads wait in FCGX_Accept_r, and send the same page from
// a constant.
//
//     bench_plain_server SOCKET THREADS

#include <fcgiapp.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "same_page.h"

namespace {

void answer_for_ever(int listening, const std::string& answer)
{
    FCGX_Request request;
    FCGX_InitRequest(&request, listening, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_PutStr(answer.data(), static_cast<int>(answer.size()), request.out);
        FCGX_Finish_r(&request);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::cerr << "usage: bench_plain_server SOCKET THREADS\n";
        return 2;
    }
    unsigned count = 0;
    std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), count);
    FCGX_Init();
    const int listening = FCGX_OpenSocket(argv[1], 1024);
    const std::string body = same_page();
    const std::string answer =
        "Status: 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < count; ++i)
        threads.emplace_back(answer_for_ever, listening, answer);
    for (std::thread& thread : threads)
        thread.join();
}
