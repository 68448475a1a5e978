#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <latch>
#include <set>
#include <thread>
#include <vector>

#include <aspic/sessions/session_keys.h>
#include "key_files.h"

using namespace aspic;
using namespace session_tests;

TEST_CASE("threads that start together agree on one key")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    constexpr int count = 8;
    std::latch start{count};
    std::array<std::string, count> found;
    std::vector<std::jthread> threads;
    threads.reserve(count);
    for (auto& key : found) {
        threads.emplace_back([&file, &start, &key] {
            start.arrive_and_wait();
            key = SessionKeys::load_or_create(file).newest().base64();
        });
    }
    threads.clear();
    CHECK(std::set<std::string>(found.begin(), found.end()).size() == 1);
    CHECK(files_in(directory) == 1);
}

TEST_CASE("processes that start together agree on one key")
{
    const TemporaryDirectory directory;
    const auto file = directory / "session.key";
    std::array<int, 2> gate{};
    std::array<int, 2> answers{};
    REQUIRE(pipe(gate.data()) == 0);
    REQUIRE(pipe(answers.data()) == 0);
    std::vector<pid_t> children;
    std::cout.flush();  // otherwise every child prints the output so far
    for (int i = 0; i < 8; ++i) {
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            close(gate[1]);
            char byte = 0;
            bool good = read(gate[0], &byte, 1) == 0;  // until the parent opens the gate
            try {
                const auto key = SessionKeys::load_or_create(file).newest().base64();
                good = good && write(answers[1], key.data(), key.size()) == 44;
            } catch (const std::exception&) {
                good = false;
            }
            _exit(good ? 0 : 1);
        }
        children.push_back(child);
    }
    close(gate[0]);
    close(gate[1]);
    for (const pid_t child : children) {
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        CHECK(status == 0);
    }
    std::set<std::string> keys;
    for (std::size_t i = 0; i < children.size(); ++i) {
        std::string key(44, '\0');
        REQUIRE(read(answers[0], key.data(), key.size()) == 44);
        keys.insert(key);
    }
    close(answers[0]);
    close(answers[1]);
    CHECK(keys.size() == 1);
    CHECK(files_in(directory) == 1);
}
