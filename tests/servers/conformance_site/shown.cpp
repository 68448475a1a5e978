#include "shown.h"

#include <unistd.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <thread>

using namespace aspic;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace conformance {

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

fs::path gate_directory;

/// Has a file while it lives: several processes may have some.
class Pending {
public:
    Pending()
    {
        static std::atomic<int> count{0};
        file_ = gate_directory /
                ("pending-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        std::ofstream{file_}.flush();
    }
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;
    ~Pending()
    {
        std::error_code none;
        fs::remove(file_, none);
    }

private:
    fs::path file_;
};

void wait_for_gate()
{
    while (!fs::exists(gate_directory / "gate"))
        std::this_thread::sleep_for(5ms);
}

// What is no UTF-8 is shown as U+FFFD.
std::string written(const nlohmann::json& what)
{
    return what.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void use_gate(const fs::path& directory)
{
    gate_directory = directory;
}

Response shown(Request& request, std::string_view /*rest*/)
{
    nlohmann::json what{{"method", request.method_name()},
                        {"segments", std::vector<std::string>{request.segments().begin(),
                                                              request.segments().end()}},
                        {"query", request.raw_query()},
                        {"host", request.host()},
                        {"scheme", request.scheme()},
                        {"address", request.remote_address()}};
    const std::string_view body = request.body();
    const auto add = [](std::uint64_t sum, char c) { return sum + static_cast<unsigned char>(c); };
    what["body"] = {body.size(), std::accumulate(body.begin(), body.end(), std::uint64_t{0}, add)};
    what["fields"] = nlohmann::json::object();
    for (const auto name : request.query_all("field"))
        what["fields"][std::string{name}] = request.header_all(name);
    what["cookies"] = nlohmann::json::object();
    for (const auto name : request.query_all("cookie"))
        what["cookies"][std::string{name}] = request.cookie(name).value_or("(none)");
    return text(written(what));
}

Response shown_of_two(Request& request, std::string_view one, std::string_view /*two*/)
{
    return shown(request, one);
}

Stream pieces(Request& /*request*/, int count)
{
    Stream stream{"text/plain",
                  [left = count,
                   pending = std::make_shared<Pending>()]() mutable -> std::optional<std::string> {
                      if (left == 0) return {};
                      return std::string(piece_bytes, static_cast<char>('a' + left-- % 26));
                  }};
    stream.length(piece_bytes * static_cast<std::uint64_t>(count));
    return stream;
}

Stream gated(Request& /*request*/)
{
    return Stream{"text/plain", [at = 0]() mutable -> std::optional<std::string> {
                      if (at == 2) return {};
                      if (at == 1) wait_for_gate();
                      return at++ == 0 ? "the first piece\n" : "the second piece\n";
                  }};
}

Response waits(Request& /*request*/)
{
    const Pending pending;
    wait_for_gate();
    return text("the gate is there\n");
}

}  // namespace conformance
