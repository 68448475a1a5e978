#include "probe_answers.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

using namespace aspic;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace probe {

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

fs::path data;
std::atomic<int> open_streams{0};
std::atomic<long> pieces_made{0};

/// Counts the streams that have not ended.
class OpenStream {
public:
    OpenStream() { ++open_streams; }
    OpenStream(OpenStream&& other) noexcept : is_counted_{std::exchange(other.is_counted_, false)}
    {
    }
    OpenStream& operator=(OpenStream&&) = delete;
    ~OpenStream()
    {
        if (is_counted_) --open_streams;
    }

private:
    bool is_counted_ = true;
};

std::string piece(int number)
{
    ++pieces_made;
    return std::string(piece_bytes, static_cast<char>('a' + number % 26));
}

}  // namespace

void use_data(const fs::path& directory)
{
    data = directory;
}

Response tagged(PublicRequest& /*request*/, std::string_view name)
{
    static std::atomic<int> made{0};
    Response answer = text("made " + std::to_string(++made) + '\n');
    answer.tag("item", name);
    return answer;
}

Page with_cookies(Request& /*request*/)
{
    Page page{"item.tpl"};
    page.set("VALUE", "cookies");
    page.add_cookie({.name = "one", .value = "1"});
    page.add_cookie({.name = "two", .value = "2"});
    page.add_header("Link", "</a.css>; rel=preload; as=style");
    page.add_header("Link", "</b.css>; rel=preload; as=style");
    return page;
}

Response large(Request& /*request*/, int megabytes)
{
    return text(std::string(static_cast<std::size_t>(megabytes) << 20U, 'x'));
}

File file(Request& /*request*/, std::string_view name)
{
    return File::below(data / "files", name, "application/octet-stream");
}

Response forwards(Request& request)
{
    Response response = text("the body of the origin");
    for (const auto* name : {"X-Sendfile", "X-Sendfile2", "x-lighttpd-send-file"})
        response.headers.set(name, request.query("path").value_or(""));
    return response;
}

Stream stream(Request& /*request*/, int megabytes)
{
    const int most = megabytes * 16;
    return Stream{"text/plain; charset=utf-8",
                  [most, at = 0, open = OpenStream{}]() mutable -> std::optional<std::string> {
                      if (at == most) return {};
                      return piece(at++);
                  }};
}

Result kept_stream(PublicRequest& /*request*/)
{
    return Stream{"text/plain", [at = 0]() mutable -> std::optional<std::string> {
                      if (at++ == 1) return {};
                      return "made " + std::to_string(++pieces_made) + '\n';
                  }};
}

Stream fails_after(Request& /*request*/, int pieces)
{
    return Stream{"text/plain", [pieces, at = 0]() mutable -> std::optional<std::string> {
                      if (at == pieces) throw std::runtime_error{"the rows have gone"};
                      return piece(at++);
                  }};
}

Stream promises(Request& /*request*/, int bytes, int given)
{
    Stream promised{"text/plain", [left = given]() mutable -> std::optional<std::string> {
                        if (left == 0) return {};
                        return std::string(static_cast<std::size_t>(std::exchange(left, 0)), 'x');
                    }};
    promised.length(static_cast<std::uint64_t>(bytes));
    return promised;
}

// Its second piece is not made before the file "gate" is there.
Stream gated(Request& /*request*/)
{
    return Stream{"text/plain", [at = 0]() mutable -> std::optional<std::string> {
                      if (at == 2) return {};
                      while (at == 1 && !fs::exists(data / "gate"))
                          std::this_thread::sleep_for(10ms);
                      return at++ == 0 ? "the first piece\n" : "the second piece\n";
                  }};
}

Response streams(Request& /*request*/)
{
    return text(std::to_string(open_streams) + ' ' + std::to_string(pieces_made));
}

}  // namespace probe
