// What the workers of a pool share: places, promises of slots, and inboxes.
#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include <aspic/base/descriptor_passing.h>
#include <aspic/supervising/inherited_descriptors.h>
#include <aspic/supervising/pool_handover.h>
#include <aspic/supervising/pool_share.h>
#include <aspic/supervising/shared_slots.h>
#include <aspic/supervising/worker_place.h>

#include "../support/captured_log.h"

using namespace aspic;

TEST_CASE("a worker reads what the supervisor has made for all of them")
{
    const OwnPoolShare made = OwnPoolShare::make(3);
    CHECK(made.get().inboxes.size() == 6);
    CHECK(made.is_for(3));
    CHECK_FALSE(made.is_for(4));
    const PlaceInPool place{.number = 5, .share = made.get()};
    const auto read = PlaceInPool::parse(place.to_text());
    REQUIRE(read);
    CHECK(read->to_text() == place.to_text());
    CHECK_FALSE(PlaceInPool::parse("6" + place.to_text().substr(1)));
    CHECK_FALSE(PlaceInPool::parse("0 1"));
    CHECK_FALSE(PlaceInPool::parse("0 1 2 3 4 5"));
    const auto slots = SharedSlots::map(made.get().slots);
    REQUIRE(slots);
    CHECK(slots->size() == 6);
    CHECK_FALSE(SharedSlots::map(STDIN_FILENO));
    CHECK(::ftruncate(made.get().slots, 0) != 0);
}

TEST_CASE("a single worker shares nothing")
{
    CHECK(OwnPoolShare::make(1).get().is_empty());
    CHECK(OwnPoolShare::make(1).is_for(1));
}

TEST_CASE("a slot is promised once, and only if the worker there has one")
{
    const OwnPoolShare made = OwnPoolShare::make(2);
    const auto slots = SharedSlots::map(made.get().slots);
    REQUIRE(slots);
    SharedSlots::Place& place = (*slots)[1];
    CHECK_FALSE(place.has_free(0));  // nobody is there
    place.form.store(SharedSlots::current_form);
    place.show_progress();
    place.most.store(3);
    place.most_of_a_kind.store(2);
    CHECK_FALSE(place.promise(0));
    place.process.store(17);
    CHECK(place.promise(0));
    CHECK(place.promise(0));
    CHECK_FALSE(place.promise(0));  // no more of a kind
    CHECK(place.promise(1));
    CHECK_FALSE(place.promise(2));  // no more at all
    place.end_promise(0);
    CHECK(place.promise(2));
    place.taken.store(0);
    place.end_promise(2);  // of a worker before this one
    CHECK(place.taken.load() == 0);
    CHECK_FALSE(place.has_free(place.taken_of.size()));
    CHECK(place.has_free(1));
    place.alive.store(place.alive.load() - 10);
    CHECK_FALSE(place.has_free(1));  // it is stuck
    place.show_progress();
    place.form.store(SharedSlots::current_form + 1);
    CHECK_FALSE(place.has_free(0));  // a program with another form
}

TEST_CASE("variables that no supervisor has set for this process are not believed")
{
    const auto made = make_socket_pair();
    REQUIRE(made);
    CHECK(is_socket_pair_of(made->first.get(), ::getpid()));
    CHECK_FALSE(is_socket_pair_of(made->first.get(), ::getppid()));
    CHECK_FALSE(is_socket_pair_of(STDIN_FILENO, ::getpid()));
    CHECK_FALSE(is_socket_pair_of(-1, ::getpid()));
    const support::CapturedLog log;
    ::setenv(WorkerPlace::variable, "0 1 2 2 unix:/site.sock", 1);
    CHECK_FALSE(WorkerPlace::take_from_environment());
    ::setenv(PoolHandover::variable, "0 1 2 2 2 0 0 0 -1 0 unix:/site.sock", 1);
    CHECK_FALSE(PoolHandover::take_from_environment());
    CHECK(log.text().find("variable=_ASPIC_WORKER") != std::string::npos);
    CHECK(log.text().find("variable=_ASPIC_POOL") != std::string::npos);
    CHECK(std::getenv(WorkerPlace::variable) == nullptr);
    CHECK(std::getenv(PoolHandover::variable) == nullptr);
}
