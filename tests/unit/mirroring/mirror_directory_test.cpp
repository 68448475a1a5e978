#include <aspic/mirroring/mirror_directory.h>

#include <doctest/doctest.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "../support/temporary_directory.h"

using namespace aspic;

namespace {

namespace fs = std::filesystem;

constexpr unsigned server = 65534;
constexpr unsigned group_of_front_end = 33;

/// This thread works with files as the server does, who is in no group but its own.
struct AsServer {
    AsServer()
    {
        ::setfsgid(server);
        ::setfsuid(server);
    }
    ~AsServer()
    {
        ::setfsuid(0);
        ::setfsgid(0);
    }
    AsServer(const AsServer&) = delete;
    AsServer& operator=(const AsServer&) = delete;
};

struct stat status_of(const fs::path& path)
{
    struct stat found {};
    CHECK(::lstat(path.c_str(), &found) == 0);
    return found;
}

}  // namespace

TEST_CASE("what a server makes who is not in the front end's group has that group")
{
    if (::geteuid() != 0) return;
    const support::TemporaryDirectory directory;
    REQUIRE(::chown(directory.path().c_str(), server, group_of_front_end) == 0);
    REQUIRE(::chmod(directory.path().c_str(), 02750) == 0);
    MirrorDirectory mirror{directory.path()};
    std::string why;
    const MirrorDirectory::Texts texts{"identity", "", "br"};
    {
        const AsServer as_server;
        REQUIRE(mirror.take("keeper", why) == MirrorDirectory::Taken::done);
        for (const char* name : {"man/1/ls", "man/1/cat", "top"}) {
            REQUIRE(mirror.draft(texts, why));
            REQUIRE(mirror.place(name, texts, why));
        }
        CHECK(mirror.trust(MirrorDirectory::now(), std::chrono::seconds{1}, why));
        CHECK(mirror.note_removal(why));
    }
    const fs::path pages = directory / "pages";
    for (const fs::path& made : {pages, pages / "man", pages / "man/1"}) {
        CAPTURE(made.string());
        CHECK(status_of(made).st_gid == group_of_front_end);
        // Without the setgid bit, which a service manager may forbid to set.
        CHECK((status_of(made).st_mode & 07777U) == 0750);
    }
    for (const fs::path& made : {pages / "man/1/ls@identity", pages / "man/1/cat@br",
                                 pages / "top@br", directory / "alive", directory / "changes"}) {
        CAPTURE(made.string());
        CHECK(status_of(made).st_gid == group_of_front_end);
        CHECK((status_of(made).st_mode & 07777U) == 0640);
    }
}

TEST_CASE("two keepers do not write the same draft")
{
    // Somebody has deleted the lock, so a second process keeps the directory.
    const support::TemporaryDirectory directory;
    MirrorDirectory one{directory.path()};
    MirrorDirectory other{directory.path()};
    std::string why;
    REQUIRE(one.take("one", why) == MirrorDirectory::Taken::done);
    fs::remove(directory / "lock");
    REQUIRE(other.take("other", why) == MirrorDirectory::Taken::done);
    const MirrorDirectory::Texts mine{"mine", "", ""};
    REQUIRE(other.draft(mine, why));
    REQUIRE(one.draft({"of another page", "", ""}, why));
    REQUIRE(other.place("page", mine, why));
    CHECK(support::contents(directory / "pages/page@identity") == "mine");
    // What a keeper leaves that was killed is deleted by the next one.
    other.delete_old();
    for (const auto& entry : fs::directory_iterator{directory.path()})
        CHECK_FALSE(entry.path().filename().string().starts_with("draft"));
}
