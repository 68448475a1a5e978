#include <aspic/http/site_url.h>

#include <doctest/doctest.h>

#include <thread>

using namespace aspic;

TEST_CASE("without a mount, the URL of a path is the path")
{
    CHECK(site_mount().empty());
    CHECK(site_url("/man/1/ls?q") == "/man/1/ls?q");
    CHECK(site_path("/man/1/ls?q") == "/man/1/ls?q");
    CHECK_FALSE(site_path("man"));
    CHECK_FALSE(site_path(""));
}

TEST_CASE("below a mount, the URL of a path has the prefix, and the path has not")
{
    const MountScope mount{"/docs"};
    CHECK(site_url("/man/1/ls") == "/docs/man/1/ls");
    CHECK(site_path("/docs/man/1/ls?q") == "/man/1/ls?q");
    CHECK(site_path("/docs") == "/");
    CHECK(site_path("/docs?q") == "/?q");
    CHECK_FALSE(site_path("/docsx/man"));
    CHECK_FALSE(site_path("/man/1/ls"));
}

TEST_CASE("the mount of a thread ends with its scope, and other threads have that of the process")
{
    const ProcessMount process{"/process"};
    {
        const MountScope outer{"/outer"};
        {
            const MountScope inner{""};
            CHECK(site_mount().empty());
        }
        CHECK(site_mount() == "/outer");
        std::string elsewhere;
        std::thread{[&] { elsewhere = site_url("/a"); }}.join();
        CHECK(elsewhere == "/process/a");
    }
    CHECK(site_mount() == "/process");
}
