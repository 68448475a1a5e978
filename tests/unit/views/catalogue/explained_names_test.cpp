#include "catalogue/explained_names.h"

#include <doctest/doctest.h>

#include <string>

using namespace manual;

namespace {

std::string page_for(std::string_view name)
{
    const ExplainingPage page = page_that_explains(name);
    if (page.name.empty()) return "";
    return std::string{page.name} + "(" + std::string{page.section} + ")";
}

}  // namespace

TEST_CASE("signals and errors are found in any case")
{
    CHECK(page_for("SIGKILL") == "signal(7)");
    CHECK(page_for("sigsegv") == "signal(7)");
    CHECK(page_for("ENOENT") == "errno(3)");
    CHECK(page_for("e2big") == "errno(3)");
    CHECK(page_for("signature").empty());
    CHECK(page_for("sig").empty());
    CHECK(page_for("ECHO2").empty());
}

TEST_CASE("other constants are found by how they begin")
{
    CHECK(page_for("O_CLOEXEC") == "open(2)");
    CHECK(page_for("AF_INET6") == "address_families(7)");
    CHECK(page_for("SO_REUSEADDR") == "socket(7)");
    CHECK(page_for("IPV6_V6ONLY") == "ipv6(7)");
    CHECK(page_for("S_IRUSR") == "inode(7)");
    CHECK(page_for("o_cloexec").empty());
}

TEST_CASE("built-in commands and environment variables have a page")
{
    CHECK(page_for("cd") == "bash-builtins(7)");
    CHECK(page_for(":") == "bash-builtins(7)");
    CHECK(page_for("$PATH") == "environ(7)");
    CHECK(page_for("$LD_PRELOAD") == "ld.so(8)");
    CHECK(page_for("PATH").empty());
    CHECK(page_for("$").empty());
    CHECK(page_for("$1").empty());
    CHECK(page_for("").empty());
}
