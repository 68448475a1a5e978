#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <stdlib.h>

int main(int argc, char** argv)
{
    // Tests that run a site's program must not read the configuration of this machine.
    ::setenv("ASPIC_CONFIG", "", 1);
    return doctest::Context{argc, argv}.run();
}
