// A FastCGI client that requests pages many times, and prints what one answer costs: the processor
// time of the server's processes divided by the number of answers, in microseconds. Prints one
// line, "cpu=US bytes=N rate=N p50=US p99=US". See --help.

#include <algorithm>
#include <atomic>
#include <boost/program_options.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "fastcgi_client.h"

namespace {

namespace options = boost::program_options;
using Clock = std::chrono::steady_clock;

struct Load {
    std::string socket;
    std::vector<pid_t> pids;
    std::string target;
    std::size_t requests = 0;
    unsigned connections = 0;
    bool keep = false;
    std::size_t pages = 0;
    double zipf = 0;
    std::string coding;
    std::vector<std::string> parameters;
    bool signs_in = false;
    bool revalidates = false;
};

// The processor time that a process has used (clock_getcpuclockid(3)).
double cpu_seconds(pid_t pid)
{
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        throw std::runtime_error{"there is no process " + std::to_string(pid)};
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

double cpu_seconds(const std::vector<pid_t>& pids)
{
    double sum = 0;
    for (const pid_t pid : pids)
        sum += cpu_seconds(pid);
    return sum;
}

// The fields of each request, beside those of every browser.
bench::Fields fields_of(const Load& load)
{
    bench::Fields fields;
    if (!load.coding.empty()) fields.emplace_back("HTTP_ACCEPT_ENCODING", load.coding);
    for (const std::string& parameter : load.parameters) {
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        fields.emplace_back(parameter.substr(0, equals),
                            parameter.substr(std::min(equals + 1, parameter.size())));
    }
    bench::Client client{load.socket, false};
    if (load.signs_in) {
        client.ask(bench::request_bytes("/sign-in", false, {}));
        std::string cookies;
        for (const std::string& cookie : client.fields("Set-Cookie"))
            cookies += (cookies.empty() ? "" : "; ") + cookie.substr(0, cookie.find(';'));
        if (cookies.empty()) throw std::runtime_error{"/sign-in has set no cookie"};
        fields.emplace_back("HTTP_COOKIE", cookies);
    }
    if (load.revalidates) {
        client.ask(bench::request_bytes(load.target, false, fields));
        const auto tags = client.fields("ETag");
        if (tags.empty()) throw std::runtime_error{load.target + " has no ETag"};
        fields.emplace_back("HTTP_IF_NONE_MATCH", tags.front());
    }
    return fields;
}

// The requests of the pages TARGET/0, TARGET/1, ...; or of the target alone.
std::vector<std::string> requests_of(const Load& load)
{
    const bench::Fields fields = fields_of(load);
    if (load.pages == 0) return {bench::request_bytes(load.target, load.keep, fields)};
    std::vector<std::string> requests;
    for (std::size_t page = 0; page < load.pages; ++page)
        requests.push_back(
            bench::request_bytes(load.target + '/' + std::to_string(page), load.keep, fields));
    return requests;
}

// The order in which the pages are requested: one after the other, or by Zipf's law, in which the
// page of rank r is requested with a probability of 1/r^s.
std::vector<std::size_t> order_of(const Load& load)
{
    std::vector<std::size_t> order(load.requests);
    if (load.zipf <= 0) {
        const std::size_t pages = std::max<std::size_t>(load.pages, 1);
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i % pages;
        return order;
    }
    std::vector<double> weights;
    for (std::size_t rank = 1; rank <= load.pages; ++rank)
        weights.push_back(1 / std::pow(static_cast<double>(rank), load.zipf));
    std::discrete_distribution<std::size_t> choose{weights.begin(), weights.end()};
    std::mt19937 engine{1};  // the same order in each run
    std::generate(order.begin(), order.end(), [&] { return choose(engine); });
    return order;
}

double at_share(const std::vector<double>& sorted, double share)
{
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void run(const Load& load)
{
    const std::vector<std::string> requests = requests_of(load);
    const std::vector<std::size_t> order = order_of(load);
    std::vector<double> times(order.size());  // microseconds
    std::atomic<std::size_t> next{0};
    std::atomic<std::size_t> bytes{0};
    std::atomic<bool> has_failed{false};
    const auto ask = [&] {
        try {
            bench::Client client{load.socket, load.keep};
            std::size_t received = 0;
            for (std::size_t i; !has_failed && (i = next++) < order.size();) {
                const auto began = Clock::now();
                received += client.ask(requests[order[i]]);
                times[i] = std::chrono::duration<double, std::micro>(Clock::now() - began).count();
            }
            bytes += received;
        } catch (const std::exception& error) {
            if (!has_failed.exchange(true)) std::cerr << "bench_load: " << error.what() << '\n';
        }
    };
    const double before = cpu_seconds(load.pids);
    const auto began = Clock::now();
    {
        std::vector<std::jthread> clients;
        for (unsigned i = 0; i < load.connections; ++i)
            clients.emplace_back(ask);
    }
    if (has_failed) throw std::runtime_error{"not all requests had an answer"};
    const double took = std::chrono::duration<double>(Clock::now() - began).count();
    const auto count = static_cast<double>(order.size());
    const double cost = (cpu_seconds(load.pids) - before) / count * 1e6;
    std::sort(times.begin(), times.end());
    std::cout << "cpu=" << cost << " bytes=" << bytes / order.size() << " rate=" << count / took
              << " p50=" << at_share(times, 0.5) << " p99=" << at_share(times, 0.99) << '\n';
}

int run(int argc, char** argv)
{
    Load load;
    options::options_description known{"bench_load, for tests/bench"};
    auto add = known.add_options();
    add("help", "prints this text");
    add("socket", options::value(&load.socket)->required(), "the server's Unix socket");
    add("pid", options::value(&load.pids)->required(), "a process of the server; may be repeated");
    add("target", options::value(&load.target)->default_value("/"), "the page");
    add("requests", options::value(&load.requests)->default_value(100'000), "how many");
    add("connections", options::value(&load.connections)->default_value(1), "at the same time");
    add("keep", options::bool_switch(&load.keep), "uses each connection for many requests");
    add("pages", options::value(&load.pages)->default_value(0),
        "requests TARGET/0 to TARGET/(N-1) in turn");
    add("zipf", options::value(&load.zipf)->default_value(0),
        "requests them by Zipf's law with this exponent");
    add("coding", options::value(&load.coding), "the request's Accept-Encoding");
    add("parameter", options::value(&load.parameters),
        "NAME=VALUE, one more FastCGI parameter; may be repeated");
    add("sign-in", options::bool_switch(&load.signs_in), "signs in at /sign-in first");
    add("revalidate", options::bool_switch(&load.revalidates), "sends the page's ETag: a 304");
    options::variables_map given;
    options::store(options::parse_command_line(argc, argv, known), given);
    if (given.count("help") > 0) {
        std::cout << known;
        return 0;
    }
    options::notify(given);
    if (load.requests == 0 || load.connections == 0 || (load.zipf > 0 && load.pages == 0))
        throw std::runtime_error{"requests and connections must not be 0; zipf needs pages"};
    run(load);
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "bench_load: " << error.what() << '\n';
        return 1;
    }
}
