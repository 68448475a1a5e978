#include <aspic/serving/progress_probe.h>

#include <doctest/doctest.h>
#include <sys/epoll.h>

using namespace aspic;

namespace {

// The number of events that a thread would get now.
int events_in(int epoll)
{
    epoll_event event{};
    return ::epoll_wait(epoll, &event, 1, 0);
}

}  // namespace

TEST_CASE("a question is one event, and counts as answered when a thread has taken it")
{
    const FileDescriptor epoll{::epoll_create1(EPOLL_CLOEXEC)};
    ProgressProbe probe{epoll.get()};
    CHECK(events_in(epoll.get()) == 0);
    CHECK(probe.has_answered());  // nothing was asked before
    CHECK(events_in(epoll.get()) == 1);
    CHECK(events_in(epoll.get()) == 0);  // one thread is enough
    CHECK_FALSE(probe.has_answered());
    CHECK(events_in(epoll.get()) == 1);
    probe.answer();
    CHECK(probe.has_answered());
}
