// The door "in process" of the conformance tests: a TestClient behind standard input and output.
//
// Three kinds of lines are read:
//     new                     a client with an empty cache; the scripts begin again
//     advance SECONDS         the time passes
//     request METHOD TARGET BYTES
//                             a request; its fields follow, one a line, then an empty line, and so
//                             many bytes of a body
// Only a request is answered: with the number of bytes in a line, and the bytes (the status, the
// fields, an empty line and the body).

#include "site.h"

#include <aspic/http/dates.h>
#include <aspic/test.h>

#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>

using namespace aspic;

namespace conformance {

namespace {

// A client, its clock, and the scripts of its site.
class Door {
public:
    Door(std::string_view directory, std::string_view templates, std::string_view mount)
        : scripts_{std::make_shared<Scripts>(
              directory, Clock{[this] { return now_; },
                               [this](std::chrono::milliseconds time) { take(time); }})},
          site_{make_site([this](std::string_view) { return scripts_; })},
          settings_{.templates = templates,
                    .mount = std::string{mount},
                    .options = {{"scripts", std::string{directory}}}}
    {
        start_again();
    }

    void start_again()
    {
        scripts_->start_again();
        client_ = std::make_unique<TestClient>(site_, settings_);
        now_ = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
        // The test computes dates by the clock of the system.
        advance(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - now_);
    }

    void advance(std::chrono::seconds time)
    {
        client_->advance(time);
        now_ += time;
    }

    std::string answer(const std::string& method, const std::string& target, const Headers& fields,
                       std::string request_body)
    {
        const TestResponse response =
            client_->send(method, target, fields, std::move(request_body));
        std::string text = std::to_string(response.status) + "\n";
        for (const auto& [name, value] : response.headers)
            text.append(name).append(": ").append(value).append("\n");
        return text + "\n" + response.body;
    }

private:
    // The cache measures how long a view takes, so the view takes that time.
    void take(std::chrono::milliseconds time)
    {
        std::this_thread::sleep_for(time);
        advance(std::chrono::ceil<std::chrono::seconds>(time));
    }

    std::chrono::sys_seconds now_{};
    std::shared_ptr<Scripts> scripts_;
    Site site_;
    TestSettings settings_;
    std::unique_ptr<TestClient> client_;
};

Headers read_fields()
{
    Headers fields;
    std::string line;
    while (std::getline(std::cin, line) && !line.empty()) {
        const std::size_t colon = line.find(": ");
        fields.add(line.substr(0, colon), line.substr(colon + 2));
    }
    return fields;
}

std::string read_body(std::size_t bytes)
{
    std::string body(bytes, '\0');
    std::cin.read(body.data(), static_cast<std::streamsize>(bytes));
    return body;
}

}  // namespace

int answer_in_process(std::string_view directory, std::string_view templates,
                      std::string_view mount)
{
    Door door{directory, templates, mount};
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words{line};
        std::string kind;
        std::string first;
        std::string second;
        std::size_t bytes = 0;
        words >> kind >> first >> second >> bytes;
        if (kind == "new") {
            door.start_again();
        } else if (kind == "advance") {
            door.advance(std::chrono::seconds{std::stoi(first)});
        } else {
            std::string answer;
            try {
                const Headers fields = read_fields();
                answer = door.answer(first, second, fields, read_body(bytes));
            } catch (const std::exception& error) {
                answer = std::string{"0\n\n"} + error.what();
            }
            std::cout << answer.size() << '\n' << answer << std::flush;
        }
    }
    return 0;
}

}  // namespace conformance
