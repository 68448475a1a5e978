#include "catalogue/search_terms.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

// "ls/1 ls/ ": the readings in their order.
std::string readings(std::string_view typed)
{
    std::string all;
    const SearchTerms terms{typed};
    for (const NameReading& reading : terms.readings())
        all += reading.name + "/" + reading.section + " ";
    return all;
}

std::string words(std::string_view typed)
{
    std::string all;
    const SearchTerms terms{typed};
    for (const std::string& word : terms.words())
        all += word + " ";
    return all;
}

bool reads(std::string_view typed, const std::string& reading)
{
    return (" " + readings(typed)).find(" " + reading + " ") != std::string::npos;
}

}  // namespace

TEST_CASE("a name may have its section before, behind, or in parentheses")
{
    CHECK(readings("ls") == "ls/ ");
    CHECK(readings("ls(1)").starts_with("ls/1 "));
    CHECK(readings("ls (1)").starts_with("ls/1 "));
    CHECK(reads("ls.1", "ls/1"));
    CHECK(reads("ls 1", "ls/1"));
    CHECK(reads("1 ls", "ls/1"));
    CHECK(reads("man 3pm Foo::Bar", "Foo::Bar/3pm"));
    CHECK(reads("resolv.conf.5", "resolv.conf/5"));
    CHECK(reads("printf()", "printf/"));
    CHECK(!reads("level 10", "level/10"));
    CHECK(reads("hosts file", "hosts/5"));
}

TEST_CASE("quotes, options and the command man are not part of a name")
{
    CHECK(readings("\"ls\"") == "ls/ ");
    CHECK(reads("man ls", "ls/"));
    CHECK(reads("ls -l --color", "ls/"));
    CHECK(readings("man") == "man/ ");
    CHECK(readings("-l") == "-l/ ");
}

TEST_CASE("several words may be a name with another character between them")
{
    CHECK(reads("git commit", "git-commit/"));
    CHECK(reads("systemd unit", "systemd.unit/"));
    CHECK(reads("pthread create", "pthread_create/"));
    CHECK(reads("host name", "hostname/"));
    CHECK(reads("git commit amend", "git-commit/"));
    CHECK(reads("apt-get install vim", "apt-get/"));
}

TEST_CASE("a path names the page of its last part, in the section of its directory")
{
    CHECK(reads("/etc/passwd", "passwd/5"));
    CHECK(reads("/etc/apt/sources.list", "sources.list/5"));
    CHECK(reads("/usr/bin/env", "env/1"));
    CHECK(reads("/proc/meminfo", "proc/5"));
    CHECK(reads("/opt/tool/bin/run", "run/"));
    CHECK(readings("/") == "// ");
    CHECK(readings("/etc/") == "/etc// ");
}

TEST_CASE("a header names the page of its function")
{
    CHECK(reads("errno.h", "errno/3"));
    CHECK(reads("<sys/socket.h>", "socket.h/"));
    CHECK(reads("<sys/socket.h>", "socket/3"));
    CHECK(readings(".h") == ".h/ ");
    CHECK(readings("<>") == "<>/ ");
    CHECK(readings("<") == "</ ");
}

TEST_CASE("a word may name the page that explains it")
{
    CHECK(reads("SIGKILL", "signal/7"));
    CHECK(reads("man cd", "bash-builtins/7"));
    CHECK(reads("signals", "signal/7"));
    CHECK(!reads("compress", "compres/7"));
}

TEST_CASE("only a section in parentheses asks for one page")
{
    CHECK(SearchTerms{"printf(3)"}.names_one_page());
    CHECK(!SearchTerms{"printf()"}.names_one_page());
    CHECK(!SearchTerms{"printf 3"}.names_one_page());
    CHECK(!SearchTerms{"printf"}.names_one_page());
    CHECK(!SearchTerms{"(3)"}.names_one_page());
}

TEST_CASE("words that say nothing are left out, unless there are no others")
{
    CHECK(words("how to mount a disk") == "mount disk ");
    CHECK(words("What is the") == "what is the ");
    CHECK(words("man ls -l") == "ls ");
    CHECK(words("copy copy") == "copy ");
    CHECK(words("a b c d e f g h i j k").size() <= 16);
}

TEST_CASE("the search text is limited in length and tidied")
{
    CHECK(SearchTerms{"  a \t\n b\x01 "}.text() == "a b");
    CHECK(SearchTerms{std::string(5000, 'x')}.text().size() == 200);
    CHECK(SearchTerms{" \n "}.empty());
}
