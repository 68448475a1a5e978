// A FastCGI client that requests the same page many times, and prints the cost of one answer: the
// user and system time of the server's process (/proc/PID/stat, see proc(5)), divided by the number
// of answers. It does not measure wall time.
//
//     bench_load SOCKET PID REQUESTS CLIENTS one|kept [PATH]
//
// If PATH is given, it first signs in at /sign-in, and then requests the path with the cookies that
// it received.

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr char begin_request = 1;
constexpr char end_request = 3;
constexpr char params = 4;
constexpr char stdin_stream = 5;

std::string record(char type, std::string_view content)
{
    std::string text{'\1',
                     type,
                     '\0',
                     '\1',
                     static_cast<char>(content.size() >> 8U),
                     static_cast<char>(content.size()),
                     '\0',
                     '\0'};
    return text + std::string{content};
}

std::string parameter(std::string_view name, std::string_view value)
{
    std::string size{static_cast<char>(value.size())};
    if (value.size() > 127) {  // four bytes, the highest bit of the first is set
        size = {'\x80', '\0', static_cast<char>(value.size() >> 8U),
                static_cast<char>(value.size())};
    }
    return static_cast<char>(name.size()) + size + std::string{name} + std::string{value};
}

// The records that a front end sends for a browser's GET.
std::string request_bytes(std::string_view target, std::string_view cookies, bool keep)
{
    const std::string parameters =
        parameter("REQUEST_METHOD", "GET") + parameter("REQUEST_URI", target) +
        parameter("SCRIPT_NAME", "/") + parameter("QUERY_STRING", "") +
        parameter("SERVER_PROTOCOL", "HTTP/1.1") + parameter("REMOTE_ADDR", "127.0.0.1") +
        parameter("SERVER_NAME", "localhost") + parameter("HTTP_HOST", "localhost") +
        parameter("HTTP_ACCEPT", "text/html,application/xhtml+xml") +
        parameter("HTTP_ACCEPT_LANGUAGE", "en") +
        parameter("HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64) bench") +
        // Without cookies, the page is not compressed, so all servers send the same bytes.
        (cookies.empty()
             ? ""
             : parameter("HTTP_COOKIE", cookies) + parameter("HTTP_ACCEPT_ENCODING", "gzip, br"));
    return record(begin_request,
                  std::string{"\0\1", 2} + (keep ? '\1' : '\0') + std::string(5, '\0')) +
           record(params, parameters) + record(params, "") + record(stdin_stream, "");
}

int connect_to(const std::string& path)
{
    const int connection = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(static_cast<char*>(name.sun_path), path.c_str(), sizeof name.sun_path - 1);
    if (::connect(connection, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
        throw std::runtime_error{"cannot connect to " + path};
    }
    return connection;
}

// Reads records up to END_REQUEST. Returns the number of content bytes.
std::size_t read_answer(int connection, std::string& buffer)
{
    buffer.clear();
    std::size_t at = 0;
    std::size_t content = 0;
    std::array<char, 65536> part{};
    for (;;) {
        while (buffer.size() >= at + 8) {
            const auto byte = [&](std::size_t i) {
                return static_cast<unsigned char>(buffer[at + i]);
            };
            const std::size_t length = byte(4) * 256U + byte(5);
            const std::size_t whole = 8 + length + byte(6);
            if (buffer.size() < at + whole) break;
            if (buffer[at + 1] == end_request) return content;
            content += length;
            at += whole;
        }
        const ssize_t got = ::read(connection, part.data(), part.size());
        if (got <= 0) throw std::runtime_error{"the server closed the connection in an answer"};
        buffer.append(part.data(), static_cast<std::size_t>(got));
    }
}

// Seconds of user and system time that the process has used (fields 14 and 15).
double cpu_seconds(const std::string& pid)
{
    std::ifstream in{"/proc/" + pid + "/stat"};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    std::istringstream fields{text.substr(text.rfind(')') + 2)};
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

// The cookies that the server sets at /sign-in: "session=...; live=..."
std::string sign_in(const std::string& path)
{
    const int connection = connect_to(path);
    const std::string request = request_bytes("/sign-in", "", false);
    if (::send(connection, request.data(), request.size(), MSG_NOSIGNAL) < 0)
        throw std::runtime_error{"cannot send"};
    std::string answer;
    read_answer(connection, answer);
    ::close(connection);
    std::string cookies;
    const std::string_view name = "Set-Cookie: ";
    for (std::size_t at = answer.find(name); at != std::string::npos; at = answer.find(name, at)) {
        at += name.size();
        cookies.append(cookies.empty() ? "" : "; ").append(answer, at, answer.find(';', at) - at);
    }
    return cookies;
}

void ask(const std::string& path, const std::string& request, bool keep, std::atomic<long>& left,
         std::atomic<std::size_t>& bytes)
{
    std::string buffer;
    int connection = -1;
    while (left.fetch_sub(1) > 0) {
        if (connection < 0) connection = connect_to(path);
        if (::send(connection, request.data(), request.size(), MSG_NOSIGNAL) < 0)
            throw std::runtime_error{"cannot send"};
        bytes = read_answer(connection, buffer);
        if (!keep) ::close(std::exchange(connection, -1));
    }
    if (connection >= 0) ::close(connection);
}

void run(const std::string& path, const std::string& pid, long requests, int clients, bool keep,
         const std::string& target)
{
    const std::string request =
        target.empty() ? request_bytes("/", "", keep) : request_bytes(target, sign_in(path), keep);
    std::atomic<long> left{requests};
    std::atomic<std::size_t> bytes{0};
    const double before = cpu_seconds(pid);
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] { ask(path, request, keep, left, bytes); });
    for (std::thread& thread : threads)
        thread.join();
    const double used = cpu_seconds(pid) - before;
    std::cout << used / static_cast<double>(requests) * 1e6 << " us of CPU per answer of " << bytes
              << " bytes\n";
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 6 && argc != 7) {
        std::cerr << "usage: bench_load SOCKET PID REQUESTS CLIENTS one|kept [PATH]\n";
        return 2;
    }
    try {
        run(argv[1], argv[2], std::stol(argv[3]), std::stoi(argv[4]),
            std::string_view{argv[5]} == "kept", argc == 7 ? argv[6] : "");
    } catch (const std::exception& error) {
        std::cerr << "bench_load: " << error.what() << '\n';
        return 1;
    }
}
