#include "sources/usual_man_roots.h"

#include <doctest/doctest.h>

#include "../man_directory.h"

using namespace manual;

TEST_CASE("the pages of a build, and those beside an installed program, come before the machine's")
{
    const ManDirectory directory;
    directory.write("bin/site", "");
    const std::string program = (directory.path() / "bin/site").string();
    const std::string of_machine = usual_man_roots(program);
    CHECK(of_machine.find(directory.path().string()) == std::string::npos);

    directory.write("share/man/man8/site.8", "");
    const std::string installed = (directory.path() / "share/man").string();
    CHECK(usual_man_roots(program).starts_with(installed));
    directory.write("bin/man/man8/site.8", "");
    const std::string built = (directory.path() / "bin/man").string();
    CHECK(usual_man_roots(program).starts_with(built + ":" + installed));
}
