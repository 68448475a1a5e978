#include <aspic/jobs/job_queue.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

std::vector<QueuedJob> jobs(std::initializer_list<std::string_view> names)
{
    std::vector<QueuedJob> made;
    for (const std::string_view name : names)
        made.push_back({name, "r1", {}});
    return made;
}

}  // namespace

TEST_CASE("jobs are taken in the order in which they came")
{
    JobQueue queue;
    CHECK_FALSE(queue.take());
    REQUIRE(queue.reserve());
    REQUIRE(queue.reserve());
    queue.add(jobs({"first", "second"}));
    CHECK(queue.size() == 2);
    CHECK(queue.take()->name == "first");
    CHECK(queue.take()->name == "second");
    CHECK_FALSE(queue.take());
}

TEST_CASE("no more jobs than allowed get a place; a job that is taken or dropped frees its place")
{
    JobQueue queue{2};
    REQUIRE(queue.reserve());
    REQUIRE(queue.reserve());
    CHECK_FALSE(queue.reserve());
    queue.release(1);
    REQUIRE(queue.reserve());
    queue.add(jobs({"first", "second"}));
    CHECK_FALSE(queue.reserve());
    queue.take();
    CHECK(queue.reserve());
}

TEST_CASE("who waits for jobs is told of them")
{
    JobQueue queue;
    int told = 0;
    queue.tell_of_arrivals([&] { ++told; });
    REQUIRE(queue.reserve());
    queue.add(jobs({"first"}));
    CHECK(told == 1);
    queue.tell_of_arrivals(nullptr);
    REQUIRE(queue.reserve());
    queue.add(jobs({"second"}));
    CHECK(told == 1);
}
