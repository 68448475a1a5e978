// A site for tests: pages that number their renderings, data that changes, views that are slow or
// fail. The tests in tests/servers and tests/faults run several processes of it.
//
//  /item/<name>          cached 1h, tagged item:<name>; shows the item's value; waits up to
//                        --linger-ms after it has read the value
//  POST /item/<name>     ?value=V: writes the value; success purges the path
//  POST /change/<name>   ?value=V: writes the value, then purges the item's tag; with &by=path its
//                        path, with &by=all everything; with &soft softly
//  POST /purge           ?path=, ?tag= or neither (everything), &soft: purges, and changes nothing
//  /short/<name>         cached 1s, then stale for 30s
//  /slow/<int:ms>        cached 1h; takes so many milliseconds
//  /tired/<int:ms>       cached 1s, then stale for 30s; takes so many milliseconds
//  /late/<name>/<int:ms> cached 1h, tagged item:<name>; takes so many milliseconds after it has
//                        read the value
//  /fails/<name>         cached 1s, then for errors; fails while the item's value is "fail"
//  /holed/<name>         cached 1h; its hole shows the item's value, and fails if that is "fail"
//  /long/<name>          cached 1h, tagged item:<name>; long enough for compression
//  /missing/<name>       cached 1h; a 404 as long as /long
//  /cookie               sets a cookie, so it must not be stored
//  /reads?q=             cached; reads q
//  /ignores              cached; reads no parameter
//  /headers              cached; shows everything that a view knows without reading an input
//  /curious?q=           cached; shows q, the host, the scheme and three fields
//  /said/<int:seconds>   cached from_response, with that max-age
//  /fields?NAME=VALUE    cached from_response; answers with these fields
//  /renderings           not cached; shows the number of renderings with this data directory
//  POST /echo            answers with its body
//  /throws/<what>        not cached; throws an int if <what> is "int", else a std::runtime_error
//  /kept/throws/<what>   the same view, cached 1h
//  /_throws/<what>       the same as a fragment, in the hole of /around/throws/<what>
//  POST /later/<what>    asks for a job after its answer (probe_jobs.h)
//  /process              not cached; shows the number of the process
//  /crash, /recurse      end the process: a null pointer, an endless recursion
//  /leak/<int:megabytes> keeps so much memory for ever
//  /json/<name>          cached 1h, tagged item:<name>: the item's value as JSON
//  /tagged/<name>        cached 1h, tagged item:<name>; a text with its number
//  /cookies              a page with two cookies and two Link fields
//  /large/<int:megabytes> a text of so many megabytes
//  /files/<name>         the file of this name in the directory files/
//  /forwards?path=P      passes on the fields of an origin that has a front end send the file P
//  /stream/<int:megabytes> a stream of pieces of 64 KB
//  /stream/kept          cached 1h: a stream, which is not kept
//  /stream/fails/<int:pieces> throws after so many pieces
//  /stream/promises/<int:bytes>/<int:given> promises a length, and gives so many bytes
//  /stream/gated         its second piece waits for the file "gate"
//  /streams              the number of streams that have not ended, and of pieces ever made
//  and what probe_requests.cpp lists

#include <aspic/aspic.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "probe_answers.h"
#include "probe_jobs.h"
#include "probe_requests.h"

using namespace aspic;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

fs::path data;
std::chrono::milliseconds most_lingering{0};

std::string read_item(std::string_view name)
{
    std::ifstream in{data / ("item-" + percent_encode(name))};
    std::string value;
    std::getline(in, value);
    return value;
}

void write_item(std::string_view name, std::string_view value)
{
    const fs::path file = data / ("item-" + percent_encode(name));
    const fs::path part = file.string() + "." + std::to_string(::gettid());
    std::ofstream{part} << value << '\n';
    fs::rename(part, file);
}

// Has one byte for each rendering by any process, because appends of one byte do not mix.
void count_rendering()
{
    const int file =
        ::open((data / "renderings").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    [[maybe_unused]] const auto written = ::write(file, "x", 1);
    ::close(file);
}

void linger()
{
    thread_local std::minstd_rand engine{std::random_device{}()};
    const auto most = static_cast<std::minstd_rand::result_type>(most_lingering.count());
    if (most > 0) std::this_thread::sleep_for(std::chrono::milliseconds{engine() % (most + 1)});
}

Response said(const std::string& what)
{
    count_rendering();
    Response response = text(what + "\n");
    return response;
}

Page item(PublicRequest& /*request*/, std::string_view name)
{
    Page page{"item.tpl"};
    page.set("VALUE", read_item(name));
    page.tag("item", name);
    count_rendering();
    linger();
    return page;
}

Page late(PublicRequest& request, std::string_view name, int ms)
{
    Page page = item(request, name);
    std::this_thread::sleep_for(std::chrono::milliseconds{ms});
    return page;
}

Page long_page(PublicRequest& request, std::string_view name)
{
    Page page = item(request, name);
    std::string text;
    for (int line = 0; line < 200; ++line)
        text += read_item(name) + " line " + std::to_string(line) + '\n';
    page.set("VALUE", text);
    return page;
}

Page missing(PublicRequest& request, std::string_view name)
{
    Page page = long_page(request, name);
    page.status(404);
    return page;
}

Response write(Request& request, std::string_view name)
{
    write_item(name, request.query("value").value_or(""));
    return text("written\n");
}

Response told(const PurgeOutcome& outcome)
{
    if (outcome.complete()) return text("complete\n");
    std::string why = outcome.problem;
    for (const std::string& worker : outcome.late)
        why += "late: " + worker + "; ";
    return text(why + "\n", 503);
}

Response change(Request& request, std::string_view name)
{
    write_item(name, request.query("value").value_or(""));
    const bool soft = request.query("soft").has_value();
    const auto by = request.query("by").value_or("tag");
    if (by == "all") return told(purge(everything(soft)));
    if (by == "path") return told(purge(by_path("/item/" + percent_encode(name), soft)));
    return told(purge(by_tag(tag("item", name), soft)));
}

Response purge_asked(Request& request)
{
    const bool soft = request.query("soft").has_value();
    if (const auto path = request.query("path")) return told(purge(by_path(*path, soft)));
    if (const auto tag = request.query("tag")) return told(purge(by_tag(std::string{*tag}, soft)));
    return told(purge(everything(soft)));
}

Response slow(PublicRequest& /*request*/, int ms)
{
    std::this_thread::sleep_for(std::chrono::milliseconds{ms});
    return said("slow");
}

Response fails(PublicRequest& /*request*/, std::string_view name)
{
    const std::string value = read_item(name);
    if (value == "fail") throw std::runtime_error{"told to fail"};
    return said(value);
}

Page holed(PublicRequest& /*request*/, std::string_view name)
{
    Page page{"holed.tpl"};
    page.set("NOTE_PATH", "/_note/" + percent_encode(name));
    count_rendering();
    return page;
}

Fragment note(Request& /*request*/, std::string_view name)
{
    const std::string value = read_item(name);
    if (value == "fail") throw std::runtime_error{"told to fail"};
    Fragment fragment{"note.tpl"};
    fragment.set("VALUE", value);
    return fragment;
}

Response cookie(PublicRequest& /*request*/)
{
    Response response = said("cookie");
    response.headers.set("Set-Cookie", "a=b");
    return response;
}

Response reads(PublicRequest& request)
{
    return said(std::string{request.query("q").value_or("(none)")});
}

Response headers(PublicRequest& request)
{
    return said("path " + std::string{request.path()});
}

Response curious(PublicRequest& request)
{
    std::string what = "q=" + std::string{request.query("q").value_or("(none)")};
    what += " host=" + std::string{request.host()} + " scheme=" + std::string{request.scheme()};
    for (const auto* name : {"X-Forwarded-Host", "X-Original-URL", "Accept-Language"})
        what +=
            ' ' + std::string{name} + '=' + std::string{request.header(name).value_or("(none)")};
    return said(what);
}

Response fields(PublicRequest& request)
{
    Response response = said("fields");
    for (const auto* name : {"Cache-Control", "CDN-Cache-Control", "Aspic-Cache-Control", "Expires",
                             "Date", "Age", "Vary"}) {
        if (const auto value = request.query(name)) response.headers.set(name, *value);
    }
    return response;
}

Response from_fields(PublicRequest& /*request*/, int seconds)
{
    Response response = said("said");
    response.headers.set("Cache-Control", "max-age=" + std::to_string(seconds));
    return response;
}

Response renderings(Request& /*request*/)
{
    std::error_code none;
    const auto size = fs::file_size(data / "renderings", none);
    return text(std::to_string(none ? 0 : size) + "\n");
}

Response echo(Request& request)
{
    return text(std::string{request.body()});
}

[[noreturn]] void fail(std::string_view what)
{
    if (what == "int") throw 42;  // not derived from std::exception, as careless code may do
    throw std::runtime_error{"told to throw " + std::string{what}};
}

Response throws(Request& /*request*/, std::string_view what)
{
    fail(what);
}

Response kept_throws(PublicRequest& /*request*/, std::string_view what)
{
    fail(what);
}

Fragment hole_throws(Request& /*request*/, std::string_view what)
{
    fail(what);
}

Page around_throws(PublicRequest& /*request*/, std::string_view what)
{
    Page page{"holed.tpl"};
    page.set("NOTE_PATH", "/_throws/" + percent_encode(what));
    return page;
}

// Views that harm their process.

Response crash(Request& request)
{
    // The compiler must not see that this is null.
    volatile std::uintptr_t nowhere = request.query("nowhere") ? 1 : 0;
    return text(std::to_string(*reinterpret_cast<const int*>(nowhere)));
}

// NOLINTNEXTLINE(misc-no-recursion): that is what it is for
std::size_t fall(std::size_t depth)
{
    std::array<volatile char, 1024> weight{};
    weight[depth % weight.size()] = 1;
    if (most_lingering < 0ms) return depth;  // never: but the compiler does not know
    return fall(depth + 1) + static_cast<std::size_t>(weight[0]);
}

Response recurse(Request& /*request*/)
{
    return text(std::to_string(fall(0)));
}

// Keeps so many megabytes for ever.
Response leak(Request& /*request*/, int megabytes)
{
    static std::mutex mutex;
    static std::vector<std::string> kept;
    const std::lock_guard lock{mutex};
    kept.emplace_back(static_cast<std::size_t>(megabytes) << 20U, 'x');
    return text(std::to_string(kept.size()));
}

Json json(PublicRequest& /*request*/, std::string_view name)
{
    count_rendering();
    Json answer{nlohmann::json{{"name", name}, {"value", read_item(name)}}};
    answer.tag("item", name);
    return answer;
}

Response process_number(Request& /*request*/)
{
    return text(std::to_string(::getpid()));
}

Site probe_site()
{
    Site site{
        view<"/item/<name>">(cache_page<1h>(item)),
        view<"/item/<name>">(allow<Method::post>(write)),
        view<"/change/<name>">(allow<Method::post>(change)),
        view<"/short/<name>">(cache_page<1s, stale_while_revalidate<30s>, stale_if_error<1h>>(
            [](PublicRequest& /*request*/, std::string_view name) {
                return said(read_item(name));
            })),
        view<"/purge">(allow<Method::post>(purge_asked)),
        view<"/slow/<int:ms>">(cache_page<1h>(slow)),
        view<"/tired/<int:ms>">(cache_page<1s, stale_while_revalidate<30s>>(slow)),
        view<"/late/<name>/<int:ms>">(cache_page<1h>(late)),
        view<"/long/<name>">(cache_page<1h>(long_page)),
        view<"/missing/<name>">(cache_page<1h>(missing)),
        view<"/fails/<name>">(
            cache_page<1s, stale_while_revalidate<0s>, stale_if_error<1h>>(fails)),
        view<"/holed/<name>">(cache_page<1h>(holed)),
        view<"/_note/<name>">(note),
        view<"/cookie">(cache_page<1h>(cookie)),
        view<"/reads">(cache_page<1h>(reads)),
        view<"/ignores">(cache_page<1h>(headers)),
        view<"/headers">(cache_page<1h>(headers)),
        view<"/curious">(cache_page<1h>(curious)),
        view<"/fields">(cache_page<from_response>(fields)),
        view<"/said/<int:seconds>">(cache_page<from_response>(from_fields)),
        view<"/renderings">(renderings),
        view<"/echo">(allow<Method::post>(echo)),
        view<"/throws/<what>">(throws),
        view<"/kept/throws/<what>">(cache_page<1h>(kept_throws)),
        view<"/_throws/<what>">(hole_throws),
        view<"/around/throws/<what>">(cache_page<1h>(around_throws)),
        view<"/process">(process_number),
        view<"/crash">(crash),
        view<"/recurse">(recurse),
        view<"/leak/<int:megabytes>">(leak),
        view<"/later/<what>">(allow<Method::post>(later)),
        view<"/upload">(allow<Method::post>(allow_body<2_GiB>(requests::upload))),
        view<"/upload/small">(allow_body<64_KiB>(allow<Method::post>(requests::upload))),
        view<"/json">(allow<Method::post>(requests::json)),
        view<"/priced">(allow<Method::post>(requests::priced)),
        view<"/hook">(accept_cross_site(allow<Method::post>(requests::hook))),
        view<"/enter">(allow<Method::post>(requests::enter)),
        view<"/value">(requests::value),
        view<"/json/<name>">(cache_page<1h>(json)),
        view<"/tagged/<name>">(cache_page<1h>(probe::tagged)),
        view<"/cookies">(probe::with_cookies),
        view<"/large/<int:megabytes>">(probe::large),
        view<"/files/<name>">(probe::file),
        view<"/forwards">(probe::forwards),
        view<"/stream/<int:megabytes>">(probe::stream),
        view<"/stream/kept">(cache_page<1h>(probe::kept_stream)),
        view<"/stream/fails/<int:pieces>">(probe::fails_after),
        view<"/stream/promises/<int:bytes>/<int:given>">(probe::promises),
        view<"/stream/gated">(probe::gated),
        view<"/streams">(probe::streams),
    };
    site.option("linger-ms", "N", "0", "the longest time that /item waits; the time is random");
    site.on_start([](const Settings& settings) {
        data = settings.get("data");
        requests::save_in(data);
        probe::use_data(data);
        most_lingering = std::chrono::milliseconds{std::stoi(settings.get("linger-ms"))};
    });
    return site;
}

}  // namespace

int main(int argc, char** argv)
{
    Site site = probe_site();
    // Workers get the environment of their supervisor.
    if (std::getenv("PROBE_JOBS") != nullptr) add_jobs(site);
    return run(argc, argv, site);
}
