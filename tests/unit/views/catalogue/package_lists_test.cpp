#include "catalogue/package_lists.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "../../support/captured_log.h"
#include "../man_directory.h"

using namespace manual;

namespace {

constexpr const char* man1 = "/usr/share/man/man1/";

struct Dpkg {
    void list(const std::string& package, const std::string& files) const
    {
        directory.write("info/" + package + ".list", files);
    }
    std::string package_of(const std::string& file) const
    {
        return PackageLists{directory.path()}.package_of(file);
    }
    std::string state() const { return state_of_packages(directory.path()); }

    ManDirectory directory;
};

std::string page(const std::string& name)
{
    return man1 + name + ".1.gz";
}

}  // namespace

TEST_CASE("the package of a page is the one whose list has its file")
{
    Dpkg dpkg;
    dpkg.list("coreutils",
              "/.\n/bin/ls\n" + page("ls") + "\n" + page("cat") + "\n/usr/share/doc\n");
    dpkg.list("libgcc-12-dev:amd64", page("first") + "\n/usr/lib\n" + page("last"));
    dpkg.list("empty", "");
    dpkg.directory.write("info/coreutils.md5sums", page("sums") + "\n");
    CHECK(dpkg.package_of(page("ls")) == "coreutils");
    CHECK(dpkg.package_of(page("cat")) == "coreutils");
    CHECK(dpkg.package_of(page("first")) == "libgcc-12-dev");
    CHECK(dpkg.package_of(page("last")) == "libgcc-12-dev");
    CHECK(dpkg.package_of(page("sums")).empty());
    CHECK(dpkg.package_of(page("l")).empty());
    CHECK(dpkg.package_of("/usr/local/share/man/man1/ls.1.gz").empty());
    CHECK(dpkg.package_of("").empty());
}

TEST_CASE("a file in /lib is the one in /usr/lib")
{
    Dpkg dpkg;
    dpkg.list("java", "/lib/jvm/man/man1/java.1.gz\n");
    CHECK(dpkg.package_of("/usr/lib/jvm/man/man1/java.1.gz") == "java");
}

TEST_CASE("a diverted page belongs to the package that diverts it, or to the one that had it")
{
    Dpkg dpkg;
    dpkg.list("bash", page("sh") + "\n" + page("which") + "\n");
    dpkg.list("dash", page("sh") + "\n");
    dpkg.directory.write("diversions", page("sh") + "\n" + page("sh.distrib") + "\ndash\n" +
                                           page("which") + "\n" + page("which.old") + "\n:\n" +
                                           page("half") + "\n");
    CHECK(dpkg.package_of(page("sh")) == "dash");
    CHECK(dpkg.package_of(page("sh.distrib")) == "bash");
    CHECK(dpkg.package_of(page("which")).empty());
    CHECK(dpkg.package_of(page("which.old")) == "bash");
}

TEST_CASE("a link that is in no list is from the package of its file")
{
    Dpkg dpkg;
    const auto at = [&](const char* name) {
        return (std::filesystem::canonical(dpkg.directory.path()) / name).string();
    };
    dpkg.directory.write("man/man1/mawk.1", "");
    dpkg.directory.link("alternatives/awk.1", at("man/man1/mawk.1"));
    dpkg.directory.link("man/man1/awk.1", at("alternatives/awk.1"));
    dpkg.directory.link("man/man1/own.1", at("man/man1/mawk.1"));
    dpkg.directory.link("man/man1/broken.1", at("man/man1/gone.1"));
    dpkg.list("mawk", at("man/man1/mawk.1") + "\n");
    dpkg.list("other", at("man/man1/own.1") + "\n");
    CHECK(dpkg.package_of(at("man/man1/awk.1")) == "mawk");
    CHECK(dpkg.package_of(at("man/man1/own.1")) == "other");
    CHECK(dpkg.package_of(at("man/man1/broken.1")).empty());
}

TEST_CASE("a machine without dpkg has no packages, and nothing is logged")
{
    const support::CapturedLog log;
    Dpkg dpkg;
    CHECK(dpkg.package_of(page("ls")).empty());
    CHECK(PackageLists{"/nowhere"}.package_of(page("ls")).empty());
    CHECK(PackageLists{""}.package_of(page("ls")).empty());
    CHECK(log.text().empty());
}

TEST_CASE("a list that cannot be read is logged, and the others are read")
{
    Dpkg dpkg;
    dpkg.list("coreutils", page("ls") + "\n");
    std::filesystem::create_directory(dpkg.directory.path() / "info/bad.list");
    std::filesystem::create_directory(dpkg.directory.path() / "diversions");
    const support::CapturedLog log;
    CHECK(dpkg.package_of(page("ls")) == "coreutils");
    CHECK(log.text().find("lists of packages cannot be read") != std::string::npos);
    CHECK(log.text().find("info/bad.list") != std::string::npos);
    CHECK(log.text().find("the diversions of dpkg cannot be read") != std::string::npos);
}

TEST_CASE("the state of dpkg changes with a list and with a diversion")
{
    Dpkg dpkg;
    dpkg.list("coreutils", page("ls") + "\n");
    const std::string before = dpkg.state();
    CHECK(dpkg.state() == before);
    dpkg.directory.write("diversions", "");
    const std::string diverted = dpkg.state();
    CHECK(diverted != before);
    // dpkg writes a new file, and gives it the name of the old one.
    dpkg.directory.write("info/coreutils.list-new", page("cat") + "\n");
    std::filesystem::rename(dpkg.directory.path() / "info/coreutils.list-new",
                            dpkg.directory.path() / "info/coreutils.list");
    CHECK(dpkg.state() != diverted);
}
