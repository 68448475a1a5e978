#include <aspic/base/file_descriptor.h>

#include <doctest/doctest.h>
#include <fcntl.h>

#include <array>

using aspic::FileDescriptor;

namespace {

bool is_open(int descriptor)
{
    return ::fcntl(descriptor, F_GETFD) != -1;
}

struct Pipe {
    FileDescriptor in;
    FileDescriptor out;

    Pipe()
    {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        in = FileDescriptor{ends[0]};
        out = FileDescriptor{ends[1]};
    }
};

}  // namespace

TEST_CASE("a descriptor is closed by its owner's destructor")
{
    int in = -1;
    int out = -1;
    {
        const Pipe pipe;
        in = pipe.in.get();
        out = pipe.out.get();
        CHECK(is_open(in));
        CHECK(is_open(out));
    }
    CHECK_FALSE(is_open(in));
    CHECK_FALSE(is_open(out));
}

TEST_CASE("a descriptor that moves has one owner, and the one that it replaces is closed")
{
    Pipe pipe;
    const int in = pipe.in.get();
    const int out = pipe.out.get();
    FileDescriptor owner{std::move(pipe.in)};
    CHECK(owner.get() == in);
    CHECK_FALSE(pipe.in.is_open());
    owner = std::move(pipe.out);
    CHECK(owner.get() == out);
    CHECK_FALSE(is_open(in));
    CHECK(is_open(out));
}

TEST_CASE("a descriptor that is released stays open")
{
    Pipe pipe;
    const int in = pipe.in.release();
    CHECK_FALSE(pipe.in.is_open());
    pipe.in = FileDescriptor{};
    CHECK(is_open(in));
    FileDescriptor{in}.close();
    CHECK_FALSE(is_open(in));
}

TEST_CASE("a close keeps the errno of an earlier failure")
{
    Pipe pipe;
    errno = ENOSPC;
    pipe.in.close();
    CHECK(errno == ENOSPC);
    const FileDescriptor failed{::open("/nonexistent/file", O_RDONLY | O_CLOEXEC)};
    CHECK_FALSE(failed.is_open());
    CHECK(errno == ENOENT);
}
