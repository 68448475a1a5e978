// Looks for old pages: aspic_purge_race READS ITEMS WRITERS SOCKET...
//
// Each SOCKET belongs to one process of tests/servers/probe.cpp, or is the PORT of a front end. All
// of them share their data and their Redis. The value of an item is a number that only grows. One
// writer owns each item: it changes the data and purges the page (POST /change). If the answer says
// that the purge is complete, the number becomes the floor of the item. A reader first reads the
// floor, and then requests the page. If the number on the page is below the floor, the page is old,
// and is counted. Each reader uses one process, so a stopped process delays only its own readers.
//
// The program ends when it has read READS pages and standard input is closed. It then prints its
// result as one line of JSON. It opens broken connections again, because the test kills processes.
// A purge whose answer is lost promises nothing.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

constexpr int readers_of_each = 2;
constexpr auto pause_of_readers = 4ms;
constexpr auto long_answer = 100ms;
constexpr int reads_after_long_answer = 200;  // without a pause
constexpr int most_pause_of_writers_us = 40'000;

struct Answer {
    int status = 0;
    std::string cache_status;
    std::string body;
};

// One connection that stays open: FastCGI on a socket, HTTP on a port. It is opened when it is
// needed, and used by one thread.
class Connection {
public:
    explicit Connection(std::string path)
        : path_{std::move(path)}, is_http_{std::all_of(path_.begin(), path_.end(), [](char c) {
              return c >= '0' && c <= '9';
          })}
    {
    }
    ~Connection() { close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Returns nothing if the connection broke, or could not be opened.
    std::optional<Answer> ask(const std::string& method, const std::string& target)
    {
        if (descriptor_ < 0 && !open()) return {};
        const std::string request =
            is_http_ ? http_request_for(method, target) : request_for(method, target);
        if (::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
            close();
            return {};
        }
        auto answer = is_http_ ? receive_http() : receive();
        if (!answer) close();
        return answer;
    }

private:
    static void add_record(std::string& out, unsigned char type, std::string_view content)
    {
        const char header[8] = {1,
                                static_cast<char>(type),
                                0,
                                1,
                                static_cast<char>(content.size() >> 8U),
                                static_cast<char>(content.size() & 255U),
                                0,
                                0};
        out.append(header, sizeof header).append(content);
    }

    static std::string request_for(const std::string& method, const std::string& target)
    {
        std::string parameters;
        const auto add = [&parameters](std::string_view name, std::string_view value) {
            parameters += static_cast<char>(name.size());
            parameters += static_cast<char>(value.size());
            parameters.append(name).append(value);
        };
        const std::size_t query = target.find('?');
        add("REQUEST_METHOD", method);
        add("REQUEST_URI", target);
        add("QUERY_STRING", query == std::string::npos ? "" : target.substr(query + 1));
        add("SERVER_PROTOCOL", "HTTP/1.1");
        add("HTTP_HOST", "localhost");
        add("HTTP_SEC_FETCH_SITE", "same-origin");
        std::string out;
        // Begin: role responder, keep the connection.
        add_record(out, 1, std::string_view{"\0\1\1\0\0\0\0\0", 8});
        add_record(out, 4, parameters);
        add_record(out, 4, "");
        add_record(out, 5, "");
        return out;
    }

    static std::string http_request_for(const std::string& method, const std::string& target)
    {
        return method + ' ' + target +
               " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n" +
               (method == "POST" ? "Content-Length: 0\r\n\r\n" : "\r\n");
    }

    bool open_port()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(path_.c_str())));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
            return true;
        close();
        return false;
    }

    bool open()
    {
        if (is_http_) return open_port();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
        descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
            return true;
        close();
        return false;
    }

    void close()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = -1;
    }

    bool exactly(char* to, std::size_t size) const
    {
        while (size > 0) {
            const ssize_t got = ::recv(descriptor_, to, size, 0);
            if (got <= 0) return false;
            to += got;
            size -= static_cast<std::size_t>(got);
        }
        return true;
    }

    std::optional<Answer> receive() const
    {
        std::string output;
        for (;;) {
            unsigned char header[8];
            if (!exactly(reinterpret_cast<char*>(header), sizeof header)) return {};
            const std::size_t size = header[4] * 256U + header[5];
            std::string content(size + header[6], '\0');
            if (!exactly(content.data(), content.size())) return {};
            if (header[1] == 3) return parse(output);
            if (header[1] == 6) output.append(content, 0, size);
        }
    }

    // The answers of the probe have a Content-Length, and no other field ends with its name.
    std::optional<Answer> receive_http() const
    {
        std::string output;
        while (output.find("\r\n\r\n") == std::string::npos) {
            if (!append_some(output)) return {};
        }
        const std::size_t length = output.find("Content-Length: ");
        const std::size_t body = output.find("\r\n\r\n") + 4;
        if (length == std::string::npos || length > body) return {};
        const std::size_t size = body + std::strtoull(output.c_str() + length + 16, nullptr, 10);
        while (output.size() < size) {
            if (!append_some(output)) return {};
        }
        return parse("Status: " + output.substr(output.find(' ') + 1));
    }

    bool append_some(std::string& output) const
    {
        char piece[16'384];
        const ssize_t got = ::recv(descriptor_, piece, sizeof piece, 0);
        if (got > 0) output.append(piece, static_cast<std::size_t>(got));
        return got > 0;
    }

    static Answer parse(const std::string& output)
    {
        Answer answer;
        const std::size_t end = output.find("\r\n\r\n");
        const std::string head = output.substr(0, end);
        answer.status = std::atoi(head.substr(head.find("Status: ") + 8, 3).c_str());
        if (const std::size_t at = head.find("Cache-Status: "); at != std::string::npos)
            answer.cache_status = head.substr(at + 14, head.find('\r', at) - at - 14);
        if (end != std::string::npos) answer.body = output.substr(end + 4);
        return answer;
    }

    std::string path_;
    bool is_http_;
    int descriptor_ = -1;
};

struct Item {
    std::atomic<std::uint64_t> written{0};  // the last number that was sent
    std::atomic<std::uint64_t> floor{0};    // the last number whose purge was complete
};

struct Found {
    std::atomic<std::uint64_t> reads{0}, hits{0}, mirrored{0}, broken{0}, old{0}, from_nowhere{0};
    std::atomic<std::uint64_t> purges{0}, complete{0};
    std::mutex mutex;
    std::map<int, std::uint64_t> statuses;  // of reads
    std::map<int, std::uint64_t> refusals;  // of purges that were not complete, by status
    std::vector<std::string> examples;
};

std::vector<Item>* items = nullptr;
// The item whose purge is complete last.
class NewestPurge {
public:
    void set(std::size_t number)
    {
        {
            const std::lock_guard lock{mutex_};
            number_ = number;
            ++count_;
        }
        changed_.notify_all();
    }

    // Waits for the next one, but not longer than `most`. Returns the last one.
    std::size_t next(std::chrono::milliseconds most)
    {
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, most, [this, before = count_] { return count_ != before; });
        return number_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t number_ = 0;
    std::uint64_t count_ = 0;
};

Found found;
NewestPurge newest;
std::atomic<bool> stopping{false};

std::optional<std::uint64_t> value_in(const std::string& body)
{
    constexpr std::string_view before = "id=\"value\">";
    const std::size_t at = body.find(before);
    if (at == std::string::npos) return {};
    return std::strtoull(body.c_str() + at + before.size(), nullptr, 10);
}

void note_old(const Answer& answer, const std::string& socket, std::size_t number,
              std::uint64_t value, std::uint64_t floor)
{
    found.old.fetch_add(1);
    const std::lock_guard lock{found.mutex};
    if (found.examples.size() >= 10) return;
    found.examples.push_back("item " + std::to_string(number) + " at " + socket + ": " +
                             std::to_string(value) + " after " + std::to_string(floor) + ", " +
                             answer.cache_status);
}

void keep_reading(const std::string& socket, unsigned seed)
{
    std::minstd_rand random{seed};
    Connection connection{socket};
    bool reads_newest = false;
    int without_pause = 0;
    while (!stopping.load()) {
        reads_newest = !reads_newest && without_pause == 0;
        if (without_pause > 0)
            --without_pause;
        else if (!reads_newest)
            std::this_thread::sleep_for(pause_of_readers);
        const std::size_t number = reads_newest ? newest.next(4ms) : random() % items->size();
        const Item& item = (*items)[number];
        const std::uint64_t floor = item.floor.load();
        const auto began = std::chrono::steady_clock::now();
        const auto answer = connection.ask("GET", "/item/" + std::to_string(number));
        if (!answer || std::chrono::steady_clock::now() - began > long_answer)
            without_pause = reads_after_long_answer;
        if (!answer) {
            found.broken.fetch_add(1);
            std::this_thread::sleep_for(5ms);
            continue;
        }
        found.reads.fetch_add(1);
        if (answer->cache_status.find("; hit") != std::string::npos) found.hits.fetch_add(1);
        if (answer->cache_status.ends_with("detail=mirror")) found.mirrored.fetch_add(1);
        if (answer->status != 200) {
            const std::lock_guard lock{found.mutex};
            ++found.statuses[answer->status];
            continue;
        }
        const auto value = value_in(answer->body);
        if (!value || *value > item.written.load()) found.from_nowhere.fetch_add(1);
        if (value && *value < floor) note_old(*answer, socket, number, *value, floor);
    }
}

// Writes the items `first`, `first` + `step`, and so on. No other thread writes them.
void keep_writing(const std::vector<std::string>& sockets, std::size_t first, std::size_t step)
{
    std::minstd_rand random{static_cast<unsigned>(7 * first + 1)};
    std::vector<std::unique_ptr<Connection>> connections;
    for (const std::string& socket : sockets)
        connections.push_back(std::make_unique<Connection>(socket));
    while (!stopping.load()) {
        const std::size_t mine = items->size() / step;
        const std::size_t number = first + step * (random() % mine);
        Item& item = (*items)[number];
        const std::uint64_t value = item.written.fetch_add(1) + 1;
        const auto kind = random() % 20;
        const std::string by = kind == 0 ? "all" : kind % 2 == 0 ? "path" : "tag";
        const auto answer = connections[random() % connections.size()]->ask(
            "POST",
            "/change/" + std::to_string(number) + "?value=" + std::to_string(value) + "&by=" + by);
        found.purges.fetch_add(1);
        if (answer && answer->status == 200) {
            item.floor.store(value);
            newest.set(number);
            found.complete.fetch_add(1);
        } else {
            const std::lock_guard lock{found.mutex};
            ++found.refusals[answer ? answer->status : 0];
        }
        std::this_thread::sleep_for(std::chrono::microseconds{random() % most_pause_of_writers_us});
    }
}

std::string as_json(const std::map<int, std::uint64_t>& counts)
{
    std::string json = "{";
    for (const auto& [status, count] : counts) {
        if (json.size() > 1) json += ", ";
        json += '"' + std::to_string(status) + "\": " + std::to_string(count);
    }
    return json + "}";
}

void print()
{
    const std::lock_guard lock{found.mutex};
    std::cout << "{\"reads\": " << found.reads << ", \"hits\": " << found.hits
              << ", \"mirrored\": " << found.mirrored << ", \"broken\": " << found.broken
              << ", \"purges\": " << found.purges << ", \"complete\": " << found.complete
              << ", \"old\": " << found.old << ", \"from_nowhere\": " << found.from_nowhere
              << ", \"bad_statuses\": " << as_json(found.statuses)
              << ", \"refusals\": " << as_json(found.refusals) << ", \"examples\": [";
    for (std::size_t i = 0; i < found.examples.size(); ++i)
        std::cout << (i > 0 ? ", " : "") << '"' << found.examples[i] << '"';
    std::cout << "]}\n";
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 5) {
        std::cerr << "usage: aspic_purge_race READS ITEMS WRITERS SOCKET...\n";
        return 2;
    }
    const std::uint64_t least_reads = std::strtoull(argv[1], nullptr, 10);
    std::vector<Item> all(std::strtoull(argv[2], nullptr, 10));
    items = &all;
    const std::size_t writers = std::strtoull(argv[3], nullptr, 10);
    const std::vector<std::string> sockets{argv + 4, argv + argc};

    std::vector<std::thread> threads;
    for (const std::string& socket : sockets) {
        for (int i = 0; i < readers_of_each; ++i)
            threads.emplace_back(keep_reading, socket, static_cast<unsigned>(threads.size() + 1));
    }
    for (std::size_t i = 0; i < writers; ++i)
        threads.emplace_back(keep_writing, std::cref(sockets), i, writers);

    while (std::cin.get() != std::char_traits<char>::eof()) {
    }
    while (found.reads.load() < least_reads)
        std::this_thread::sleep_for(10ms);
    stopping = true;
    for (std::thread& thread : threads)
        thread.join();
    print();
    return 0;
}
