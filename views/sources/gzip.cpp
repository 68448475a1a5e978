#include "sources/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace manual {

namespace {

class Stream {
public:
    Stream()
    {
        constexpr int gzip_only = 16;
        if (inflateInit2(&z_, MAX_WBITS + gzip_only) != Z_OK) throw std::bad_alloc{};
    }
    ~Stream() { inflateEnd(&z_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream* operator->() { return &z_; }
    z_stream* get() { return &z_; }

private:
    z_stream z_{};
};

}  // namespace

bool is_gzip(std::string_view data)
{
    return data.starts_with("\x1f\x8b");
}

Inflated inflate_gzip(std::string_view data, std::size_t limit)
{
    Inflated result;
    Stream stream;
    data = data.substr(0, std::numeric_limits<uInt>::max());
    stream->next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));  // zlib does not write there
    stream->avail_in = static_cast<uInt>(data.size());
    char buffer[32768];
    for (;;) {
        stream->next_out = reinterpret_cast<Bytef*>(buffer);
        stream->avail_out = sizeof buffer;
        const int code = inflate(stream.get(), Z_NO_FLUSH);
        const std::size_t made = sizeof buffer - stream->avail_out;
        const std::size_t room = limit - result.text.size();
        result.text.append(buffer, std::min(made, room));
        if (made > room) {
            result.state = Inflated::State::cut;
            return result;
        }
        if (code == Z_STREAM_END) {
            const std::string_view rest = data.substr(data.size() - stream->avail_in);
            if (!is_gzip(rest)) return result;  // padding may follow the last member
            inflateReset(stream.get());
        } else if (code == Z_BUF_ERROR || (code == Z_OK && stream->avail_in == 0 && made == 0)) {
            result.state = Inflated::State::cut;
            return result;
        } else if (code != Z_OK) {
            result.state = Inflated::State::damaged;
            return result;
        }
    }
}

}  // namespace manual
