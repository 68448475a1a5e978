#include "sources/man_root.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "../man_directory.h"

using namespace manual;

namespace {

std::vector<std::string> labels(const ManRoot& root)
{
    std::vector<std::string> result;
    for (const ManFile& file : root.files()) {
        const bool plain = file.language == "en";
        if (file.problem.empty())
            result.push_back((plain ? "" : file.language + ":") + file.name + "(" + file.section +
                             ")");
    }
    return result;
}

// "path problem"
std::vector<std::string> problems(const ManRoot& root)
{
    std::vector<std::string> result;
    for (const ManFile& file : root.files())
        if (!file.problem.empty()) result.push_back(file.path + " " + file.problem);
    return result;
}

}  // namespace

TEST_CASE("the section of a page is the real suffix of its file, not its directory")
{
    CHECK(page_name("ls.1.gz")->section == "1");
    CHECK(page_name("d2i_X509.3ssl.gz")->section == "3ssl");
    CHECK(page_name("Encode::Locale.3pm")->name == "Encode::Locale");
    CHECK(page_name("xorg.conf.5")->name == "xorg.conf");
    CHECK(page_name("[.1.gz")->name == "[");
    CHECK(page_name("g++.1")->name == "g++");
    CHECK(page_name("two words.7")->name == "two words");
}

TEST_CASE("files that are not pages, or have a name that no URL can have, are ignored")
{
    for (const char* name :
         {"README", ".1", "ls", "ls.bak", "ls.1.zip", "ls.1~", "x.123456789abcdefgh", "..1",
          "...1.gz", "a\xff.1", "a\r\nX: y.1", "a\x7f.1"}) {
        CHECK_MESSAGE(!page_name(name), name);
    }
    CHECK(page_name("na\u00EFve.1")->name == "na\u00EFve");
}

TEST_CASE("a page with a compression that is not supported is named, unless there is another file")
{
    CHECK(page_name("ls.1.xz")->name == "ls");
    CHECK(page_name("ls.1.xz")->compression == "xz");
    const ManDirectory directory;
    directory.write("man1/both.1.bz2", "BZh");
    directory.write("man1/both.1.gz", page_source("both", "both"));
    directory.write("man1/ls.1.xz", "xz");
    const ManRoot root{directory.path()};
    CHECK(labels(root) == std::vector<std::string>{"both(1)"});
    CHECK(problems(root) ==
          std::vector<std::string>{"man1/ls.1.xz is compressed as .xz, and only .gz can be read"});
}

TEST_CASE("translations are pages of their languages, and a directory en has pages in English")
{
    const ManDirectory directory;
    directory.write("man1/ls.1", page_source("ls", "list"));
    directory.write("en/man1/ls.1", page_source("ls", "another ls"));
    directory.write("en/man1/rm.1", page_source("rm", "remove"));
    directory.write("de/man1/ls.1", page_source("ls", "zeige"));
    directory.write("de.UTF-8/man1/ls.1", page_source("ls", "zeige anders"));
    directory.write("pt_BR/man8/mount.8", page_source("mount", "monta"));
    directory.write("cat1/man1/no.1", page_source("no", "no"));
    CHECK(labels(ManRoot{directory.path()}) ==
          std::vector<std::string>{"de:ls(1)", "rm(1)", "ls(1)", "pt-BR:mount(8)"});
    CHECK(ManRoot{directory.path()}.files().front().path == "de/man1/ls.1");
}

TEST_CASE("a translation includes only pages in its own language")
{
    const ManDirectory directory;
    directory.write("man1/ls.1", page_source("ls", "list"));
    directory.write("de/man1/ls.1", page_source("ls", "zeige"));
    directory.write("de/man1/dir.1", ".so man1/ls.1\n");
    directory.write("de/man1/no.1", ".so man1/no.1\n");
    directory.write("man1/no.1", page_source("no", "no"));
    const ManRoot root{directory.path()};
    CHECK(root.source("de/man1/dir.1").find("zeige") != std::string::npos);
    CHECK(root.beginning("de/man1/dir.1").included ==
          std::vector<std::string>{(directory.path() / "de/man1/ls.1").string()});
    CHECK_THROWS_WITH_AS(root.source("de/man1/no.1"),
                         "page de/man1/no.1 only points to man1/no.1, in a chain of more than ten "
                         ".so requests",
                         SourceError);
}

TEST_CASE("a translation in the old encoding of its language is converted")
{
    const ManDirectory directory;
    directory.write("ru/man1/ls.1", "\xD3\xD0\xC9\xD3\xCF\xCB\n");
    CHECK(ManRoot{directory.path()}.source("ru/man1/ls.1") == "список\n");
}

TEST_CASE("a man root has the pages of its sections")
{
    const ManDirectory directory;
    directory.write("man1/ls.1.gz", page_source("ls", "list"));
    directory.write("man3pm/Foo::Bar.3pm", page_source("Foo::Bar", "bar"));
    directory.write("mann/after.n", page_source("after", "wait"));
    directory.write("man1.old/rm.1", page_source("rm", "remove"));
    CHECK(labels(ManRoot{directory.path()}) ==
          std::vector<std::string>{"ls(1)", "Foo::Bar(3pm)", "after(n)"});
}

TEST_CASE("if two files have one name in one section, there is one page")
{
    const ManDirectory directory;
    directory.write("man1/ls.1", page_source("ls", "plain"));
    directory.write("man1/ls.1.gz", page_source("ls", "compressed"));
    CHECK(labels(ManRoot{directory.path()}).size() == 1);
}

TEST_CASE("a missing man root is an error that names it and the option")
{
    CHECK_THROWS_WITH_AS(
        ManRoot{"/nowhere/man"},
        "there is no directory of manual pages at /nowhere/man; name another one with --man-root",
        SourceError);
}

TEST_CASE("a symbolic link may lead through other directories back into the root")
{
    const ManDirectory directory;
    directory.write("man/man1/mawk.1.gz", page_source("mawk", "pattern scanning"));
    directory.link("alternatives/awk.1.gz", directory.path() / "man/man1/mawk.1.gz");
    directory.link("man/man1/awk.1.gz", directory.path() / "alternatives/awk.1.gz");
    const ManRoot root{directory.path() / "man"};
    CHECK(labels(root) == std::vector<std::string>{"awk(1)", "mawk(1)"});
    CHECK(root.source("man1/awk.1.gz").find("pattern scanning") != std::string::npos);
}

TEST_CASE("a symbolic link may lead to a page in another man directory, and to no other file")
{
    const ManDirectory directory;
    directory.write("jvm/man/man1/java.1.gz", page_source("java", "run"));
    directory.write("secret", "root:x:0:0");
    directory.write("elsewhere/man1/key.1", "a key");
    directory.link("root/man1/java.1.gz", directory.path() / "jvm/man/man1/java.1.gz");
    directory.link("root/man1/passwd.1", directory.path() / "secret");
    directory.link("root/man1/key.1", directory.path() / "elsewhere/man1/key.1");
    directory.link("root/man1/dangling.1", directory.path() / "nothing");
    const ManRoot root{directory.path() / "root"};
    directory.write("maven/man/mvn.1", page_source("mvn", "build"));
    directory.link("root/man1/mvn.1", directory.path() / "maven/man/mvn.1");
    CHECK(labels(root) == std::vector<std::string>{"java(1)", "mvn(1)"});
    CHECK(problems(root) ==
          std::vector<std::string>{"man1/dangling.1 is a link that leads nowhere",
                                   "man1/key.1 is a link to a file that is not a manual page",
                                   "man1/passwd.1 is a link to a file that is not a manual page"});
    CHECK(root.source("man1/java.1.gz").find("run") != std::string::npos);
    CHECK_THROWS_AS(root.source("man1/passwd.1"), SourceError);
    CHECK_THROWS_AS(root.source("../secret"), SourceError);
}

TEST_CASE("a .so request includes the other page, also a compressed one of another section")
{
    const ManDirectory directory;
    directory.write("man3/printf.3.gz", page_source("printf", "formatted output"));
    directory.write("man3/fprintf.3", ".so man3/printf.3\n");
    directory.write("man1/neighbour.1", ".so second.1\n");
    directory.write("man1/second.1", ".\\\" comment\n.so man3/printf.3\n");
    const ManRoot root{directory.path()};
    for (const char* path : {"man3/fprintf.3", "man1/neighbour.1"}) {
        CHECK(root.source(path).find("formatted output") != std::string::npos);
        CHECK(root.source(path).find(".so") == std::string::npos);
    }
}

TEST_CASE("a .so request cannot leave the man root, and a missing target is an error")
{
    const ManDirectory directory;
    directory.write("secret.1", "root:x:0:0");
    directory.write("root/man1/up.1", ".so ../secret.1\n");
    directory.write("root/man1/absolute.1",
                    ".so " + (directory.path() / "secret.1").string() + "\n");
    directory.write("root/man1/middle.1", ".TH A 1\n.so ../../secret.1\nText\n");
    const ManRoot root{directory.path() / "root"};
    CHECK_THROWS_AS(root.source("man1/up.1"), SourceError);
    CHECK_THROWS_AS(root.source("man1/absolute.1"), SourceError);
    CHECK(root.source("man1/middle.1") == ".TH A 1\nText\n");
}

TEST_CASE("a page with nothing but comments and a missing target is an error that names the target")
{
    const ManDirectory directory;
    directory.write("man1/a.1", ".\\\" a comment\n'\\\" t\n.\n\n.so man1/gone.1\n.\\\" end\n");
    directory.write("man1/chain.1", ".so man1/a.1\n");
    const ManRoot root{directory.path()};
    for (const char* path : {"man1/a.1", "man1/chain.1"}) {
        const std::string why =
            "page " + std::string{path} + " only points to man1/gone.1, which is not there";
        CHECK_THROWS_WITH_AS(root.source(path), why.c_str(), SourceError);
        CHECK_THROWS_WITH_AS(root.beginning(path), why.c_str(), SourceError);
    }
}

TEST_CASE("a .so request may be an absolute path in the root, and ten may follow each other")
{
    const ManDirectory directory;
    directory.write("man1/end.1", "the end\n");
    directory.write("man1/level10.1", ".so " + (directory.path() / "man1/end.1").string() + "\n");
    for (int level = 9; level > 0; --level) {
        directory.write("man1/level" + std::to_string(level) + ".1",
                        ".so man1/level" + std::to_string(level + 1) + ".1\n");
    }
    CHECK(ManRoot{directory.path()}.source("man1/level1.1") == "the end\n");
}

TEST_CASE("pages that include each other do not loop")
{
    const ManDirectory directory;
    directory.write("man1/a.1", "A\n.so man1/b.1\n");
    directory.write("man1/b.1", "B\n.so man1/a.1\n");
    CHECK(ManRoot{directory.path()}.source("man1/a.1").size() < 100);
}

TEST_CASE(
    "damaged and incomplete compressed pages are errors, and their beginning can still be read")
{
    const ManDirectory directory;
    std::string text;
    for (int i = 0; i < 30000; ++i)
        text += "line " + std::to_string(i * 7919) + "\n";
    directory.write("man1/good.1.gz", text);
    std::ifstream in{directory.path() / "man1/good.1.gz", std::ios::binary};
    const std::string data{std::istreambuf_iterator<char>{in}, {}};
    const auto write_raw = [&](const char* name, const std::string& bytes) {
        std::ofstream{directory.path() / name, std::ios::binary} << bytes;
    };
    write_raw("man1/cut.1.gz", data.substr(0, data.size() / 2));
    std::string damaged = data;
    for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i)
        damaged[i] = '\xff';
    write_raw("man1/damaged.1.gz", damaged);

    const ManRoot root{directory.path()};
    CHECK(root.source("man1/good.1.gz") == text);
    CHECK_THROWS_AS(root.source("man1/cut.1.gz"), SourceError);
    CHECK_THROWS_AS(root.source("man1/damaged.1.gz"), SourceError);
    CHECK(root.beginning("man1/cut.1.gz").text.starts_with("line 0\n"));
}

TEST_CASE("a page that unpacks to more than 16 MB is refused")
{
    const ManDirectory directory;
    directory.write("man1/bomb.1.gz", std::string(17U << 20, 'x'));
    const ManRoot root{directory.path()};
    CHECK_THROWS_AS(root.source("man1/bomb.1.gz"), SourceError);
    CHECK(root.beginning("man1/bomb.1.gz").text.size() <= 64U << 10);
}

TEST_CASE("a FIFO in a man root is not a page, and no thread waits for it")
{
    const ManDirectory directory;
    directory.write("man1/ls.1", page_source("ls", "list"));
    REQUIRE(mkfifo((directory.path() / "man1/pipe.1").c_str(), 0600) == 0);
    const ManRoot root{directory.path()};
    CHECK(labels(root) == std::vector<std::string>{"ls(1)"});
    CHECK_THROWS_AS(root.source("man1/pipe.1"), SourceError);
}

TEST_CASE("a page with endless includes is refused, and so is reading its beginning")
{
    const ManDirectory directory;
    std::string requests;
    for (int level = 0; level < 6; ++level) {
        requests.clear();
        for (int i = 0; i < 60; ++i)
            requests += ".so man1/level" + std::to_string(level + 1) + ".1\n";
        directory.write("man1/level" + std::to_string(level) + ".1", requests);
    }
    directory.write("man1/level6.1", ".\\\" nothing\n");
    std::string in_vain;
    for (int i = 0; i < 100'000; ++i)
        in_vain += ".so no\n";
    directory.write("man1/vain.1", in_vain);
    const ManRoot root{directory.path()};
    for (const char* path : {"man1/level0.1", "man1/vain.1"}) {
        CAPTURE(path);
        const std::string why = "page " + std::string{path} +
                                " has more than 200 .so requests, with those of the files that it "
                                "includes";
        CHECK_THROWS_WITH_AS(root.source(path), why.c_str(), SourceError);
        CHECK_THROWS_WITH_AS(root.beginning(path), why.c_str(), SourceError);
    }
}

TEST_CASE("an included page counts each time it is included")
{
    const ManDirectory directory;
    directory.write("man1/large.1.gz", std::string(6U << 20, 'x'));
    directory.write("man1/three.1", ".so man1/large.1\n.so man1/large.1\n.so man1/large.1\n");
    directory.write("man1/two.1", ".so man1/large.1\n.so man1/large.1\n");
    const ManRoot root{directory.path()};
    CHECK(root.source("man1/two.1").size() > 12U << 20);
    CHECK_THROWS_AS(root.source("man1/three.1"), SourceError);
}

TEST_CASE("a .so request that is or follows a link cannot leave the man root either")
{
    const ManDirectory directory;
    directory.write("secret/key.1", "root:x:0:0");
    directory.link("root/man1/link.1", directory.path() / "secret/key.1");
    directory.link("root/inner", directory.path() / "secret");
    directory.write("root/man1/a.1", "A\n.so man1/link.1\n.so inner/key.1\n.so link.1\nB\n");
    CHECK(ManRoot{directory.path() / "root"}.source("man1/a.1") == "A\nB\n");
}

TEST_CASE("of several directories, the first that has a page counts")
{
    const ManDirectory own;
    const ManDirectory machine;
    own.write("man8/site.8", "own site");
    own.write("man1/ls.1", "own ls");
    machine.write("man1/ls.1", "ls of the machine");
    machine.write("man1/cat.1", "cat of the machine");
    const ManRoot both{own.path().string() + ":" + machine.path().string()};
    CHECK(labels(both) == std::vector<std::string>{"cat(1)", "ls(1)", "site(8)"});
    CHECK(both.source("man1/ls.1") == "own ls");
    CHECK(both.source("man1/cat.1") == "cat of the machine");
    CHECK(both.has("man8/site.8"));
    CHECK(both.has("man1/cat.1"));
    CHECK_FALSE(both.has("man1/dog.1"));
    CHECK(both.name() == own.path().string() + ":" + machine.path().string());
    CHECK_THROWS_WITH_AS(
        ManRoot{own.path().string() + ":/nowhere/man"},
        "there is no directory of manual pages at /nowhere/man; name another one with --man-root",
        SourceError);
}
