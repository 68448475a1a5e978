// What a confined child must not do. Each program here plays a formatter that its input has taken
// over. It prints "survived" if the kernel lets it continue.
#include "processes/child_process.h"

#include <doctest/doctest.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <filesystem>

#include "../../support/temporary_directory.h"
#include "processes/allowed_calls.h"
#include "processes/allowed_files.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

constexpr ChildLimits confined{.time = 30s, .output = 1U << 20};
constexpr ChildLimits unconfined{.time = 30s, .output = 1U << 20, .confined = false};

ChildResult perl(const std::string& program, const ChildLimits& limits = confined)
{
    return run_child({"perl", "-e", "$| = 1; " + program + "; print 'survived'"}, "", limits);
}

ChildResult::End end_of(const std::string& program)
{
    const ChildResult result = perl(program);
    CHECK(result.output.empty());
    return result.end;
}

}  // namespace

TEST_CASE("a confined child reads its input and writes its output")
{
    const ChildResult result = run_child({"perl", "-pe", "tr/a-z/A-Z/"}, "some\nlines\n", confined);
    CHECK(result.end == ChildResult::End::exited);
    CHECK(result.status == 0);
    CHECK(result.output == "SOME\nLINES\n");
}

TEST_CASE("a confined child that tries to use the network is ended, and the result says so")
{
    if (!can_restrict_calls()) return;
    CHECK(end_of("socket(S, 2, 1, 0)") == ChildResult::End::forbidden);
    CHECK(end_of("socket(S, 10, 2, 0)") == ChildResult::End::forbidden);
    CHECK(end_of("socket(S, 1, 1, 0)") == ChildResult::End::forbidden);
    CHECK(end_of("socketpair(A, B, 1, 1, 0)") == ChildResult::End::forbidden);
    CHECK(perl("socket(S, 1, 1, 0)", unconfined).output == "survived");
}

TEST_CASE("a confined child that tries to start another program is ended")
{
    if (!can_restrict_calls()) return;
    CHECK(end_of("exec '/bin/true'") == ChildResult::End::forbidden);
    CHECK(end_of("fork") == ChildResult::End::forbidden);
    CHECK(end_of("system '/bin/true'") == ChildResult::End::forbidden);
    CHECK(run_child({"sh", "-c", "exec true"}, "", confined).end == ChildResult::End::forbidden);
}

TEST_CASE("a confined child cannot start its own program a second time")
{
    if (!can_restrict_calls()) return;
    const auto execveat = [](const std::string& descriptor, const std::string& path) {
        return "$n = pack('Q', 0); $f = '" + path + "'; $r = syscall(" +
               std::to_string(SYS_execveat) + ", " + descriptor +
               ", $f, $n, $n, 0x1000); print $r, ' ', $! + 0, ' '";
    };
    const std::string number = std::to_string(program_descriptor);
    CHECK(perl(execveat(number, "")).output == "-1 " + std::to_string(EBADF) + " survived");
    CHECK(end_of(execveat("0", "")) == ChildResult::End::forbidden);
    CHECK(end_of(execveat("-100", "/bin/true")) == ChildResult::End::forbidden);
    // It cannot give another file the number either.
    CHECK(perl("syscall(" + std::to_string(SYS_dup2) + ", 0, " + number + ") < 0 or die").output ==
          "survived");
}

TEST_CASE("a confined child that tries to write to a file or to remove one is ended")
{
    if (!can_restrict_calls()) return;
    const support::TemporaryDirectory directory;
    const std::string file = (directory.path() / "file").string();
    for (const std::string how : {">", ">>", "+>", "+<"}) {
        CAPTURE(how);
        CHECK(end_of("open(F, '" + how + "', '" + file + "')") == ChildResult::End::forbidden);
    }
    CHECK(end_of("mkdir '" + file + "'") == ChildResult::End::forbidden);
    CHECK(end_of("rename '" + file + "', '" + file + "2'") == ChildResult::End::forbidden);
    CHECK(std::filesystem::is_empty(directory.path()));
    directory.write("file", "text");
    CHECK(end_of("unlink '" + file + "'") == ChildResult::End::forbidden);
    CHECK(end_of("chmod 0777, '" + file + "'") == ChildResult::End::forbidden);
    CHECK(end_of("truncate '" + file + "', 0") == ChildResult::End::forbidden);
    CHECK(support::contents(file) == "text");
}

TEST_CASE("a confined child that tries to reach another process is ended")
{
    if (!can_restrict_calls()) return;
    CHECK(end_of("kill 0, getppid") == ChildResult::End::forbidden);
    CHECK(end_of("syscall(" + std::to_string(SYS_ptrace) + ", 0, 0, 0, 0)") ==
          ChildResult::End::forbidden);
}

TEST_CASE("a confined child cannot raise its limits, even as root")
{
    if (!can_restrict_calls()) return;
    const std::string raise = "$l = pack('QQ', 64, 64); print syscall(" +
                              std::to_string(SYS_prlimit64) + ", 0, 7, $l, 0), ' '";
    CHECK(perl(raise).output == "-1 survived");
}

TEST_CASE("a confined child cannot open a file other than the libraries that it needs")
{
    if (!can_restrict_files()) return;
    const support::TemporaryDirectory directory;
    directory.write("secret", "the secret");
    for (const std::string& file :
         {std::string{"/etc/passwd"}, std::string{"/proc/self/environ"}, std::string{"/dev/zero"},
          (directory.path() / "secret").string()}) {
        CAPTURE(file);
        const ChildResult refused = run_child({"cat", file}, "", confined);
        CHECK(refused.end == ChildResult::End::exited);
        CHECK(refused.status == 1);
        CHECK(refused.output.empty());
    }
    CHECK(perl("opendir(D, '/') and die").output == "survived");
    CHECK(run_child({"cat", "/etc/passwd"}, "", unconfined).status == 0);
}

TEST_CASE("confined, mandoc formats every page of the tests as before")
{
    const std::filesystem::path pages{ASPIC_SOURCE_DIR "/tests/servers/man"};
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator{pages}) {
        if (!file.is_regular_file()) continue;
        CAPTURE(file.path());
        const std::string source = support::contents(file.path());
        for (const std::vector<std::string>& command :
             {std::vector<std::string>{"mandoc", "-T", "html", "-O", "fragment"},
              std::vector<std::string>{"mandoc", "-T", "utf8", "-O", "width=72"}}) {
            const ChildResult inside = run_child(command, source, confined);
            const ChildResult outside = run_child(command, source, unconfined);
            CHECK(inside.end == ChildResult::End::exited);
            CHECK(inside.status == outside.status);
            CHECK((inside.output == outside.output));
            CHECK_FALSE(inside.output.empty());
        }
        ++count;
    }
    CHECK(count > 0);
}

TEST_CASE("nothing is missing from the confinement on a kernel that has both parts")
{
    CHECK(missing_confinement().empty() == (can_restrict_calls() && can_restrict_files()));
}

TEST_CASE("a script is refused as a confined program, because its interpreter is another program")
{
    const support::TemporaryDirectory directory;
    directory.write("script", "#!/bin/sh\necho survived\n");
    const std::string file = (directory.path() / "script").string();
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    const ChildResult result = run_child({file}, "", confined);
    CHECK(result.end == ChildResult::End::not_started);
    CHECK(result.step == "execute the program");
}
