#pragma once
// What the tests of a site include: a client that needs no server, and the search for personal data
// in cached pages.

#include <aspic/site/leak_test.h>
#include <aspic/site/test_client.h>
