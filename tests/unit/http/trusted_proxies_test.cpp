// Rows of a table: the fields of a request, and what is known of its client.
#include <aspic/http/trusted_proxies.h>

#include <doctest/doctest.h>

#include <string>

#include <aspic/http/headers.h>

using namespace aspic;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Row {
    std::string what;
    Fields fields;
    const char* client;
    const char* scheme = "http";
    const char* host = "inner.example";
    const char* peer = "10.0.0.1";
    ProxyFields counts = ProxyFields::any;
};

RequestSource seen(const Row& row, const TrustedProxies& proxies)
{
    RequestSource source;
    source.remote_address = row.peer;
    source.host = "inner.example";
    for (const auto& [name, value] : row.fields)
        source.fields.emplace_back(name, value);
    proxies.apply_to(source);
    return source;
}

TrustedProxies proxies_for(const Row& row)
{
    return TrustedProxies{AddressRange::parse_list("10.0.0.0/8,2001:db8:1::/48").value(),
                          row.counts};
}

void check(const std::vector<Row>& rows)
{
    for (const Row& row : rows) {
        CAPTURE(row.what);
        const RequestSource source = seen(row, proxies_for(row));
        CHECK(source.remote_address == row.client);
        CHECK(source.scheme == row.scheme);
        CHECK(source.host == row.host);
    }
}

}  // namespace

TEST_CASE("X-Forwarded fields of a trusted proxy state client, scheme and host")
{
    check({
        {"one proxy",
         {{"X_FORWARDED_FOR", "192.0.2.1"},
          {"X_FORWARDED_PROTO", "https"},
          {"X_FORWARDED_HOST", "shop.example:8443"}},
         "192.0.2.1",
         "https",
         "shop.example:8443"},
        {"nothing said", {}, "10.0.0.1"},
        {"only the scheme", {{"X-Forwarded-Proto", "HTTPS"}}, "10.0.0.1", "https"},
        {"two proxies", {{"X-Forwarded-For", "192.0.2.1, 10.0.0.2"}}, "192.0.2.1"},
        {"two field lines",
         {{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-For", "10.0.0.2"}},
         "192.0.2.1"},
        {"empty elements", {{"X-Forwarded-For", " ,192.0.2.1,, ,"}}, "192.0.2.1"},
        {"a port", {{"X-Forwarded-For", "192.0.2.1:4711"}}, "192.0.2.1"},
        {"IPv6", {{"X-Forwarded-For", "2001:db8::7"}}, "2001:db8::7"},
        {"IPv6 in brackets", {{"X-Forwarded-For", "[2001:db8::7]"}}, "2001:db8::7"},
        {"IPv6 with a port", {{"X-Forwarded-For", "[2001:db8::7]:4711"}}, "2001:db8::7"},
        {"a proxy with IPv6",
         {{"X-Forwarded-For", "192.0.2.1"}},
         "192.0.2.1",
         "http",
         "inner.example",
         "2001:db8:1::5"},
        {"all are trusted", {{"X-Forwarded-For", "10.1.1.1, 10.0.0.2"}}, "10.1.1.1"},
        {"each proxy adds to each list",
         {{"X-Forwarded-For", "192.0.2.1, 10.0.0.2"},
          {"X-Forwarded-Proto", "https, http"},
          {"X-Forwarded-Host", "shop.example, cdn.example"}},
         "192.0.2.1",
         "https",
         "shop.example"},
    });
}

TEST_CASE("Forwarded of a trusted proxy states the same")
{
    check({
        {"one proxy",
         {{"FORWARDED", "for=192.0.2.1;proto=https;host=shop.example;by=10.0.0.1"}},
         "192.0.2.1",
         "https",
         "shop.example"},
        {"quoted",
         {{"Forwarded", "For=\"[2001:db8::7]:4711\" ; Proto=\"https\";host=\"a.example:8443\""}},
         "2001:db8::7",
         "https",
         "a.example:8443"},
        {"two proxies",
         {{"Forwarded", "for=192.0.2.1;proto=https, for=10.0.0.2;proto=http"}},
         "192.0.2.1",
         "https"},
        {"only the second proxy knows the scheme",
         {{"Forwarded", "for=192.0.2.1, for=10.0.0.2;proto=https"}},
         "192.0.2.1",
         "https"},
        {"two field lines",
         {{"Forwarded", "for=192.0.2.1;host=a.example"}, {"Forwarded", "for=10.0.0.2"}},
         "192.0.2.1",
         "http",
         "a.example"},
        {"a comma and a semicolon in quotes",
         {{"Forwarded", "for=192.0.2.1;ext=\"a,b;for=1.1.1.1\""}},
         "192.0.2.1"},
        {"empty elements", {{"Forwarded", " , for=192.0.2.1 , ,"}}, "192.0.2.1"},
    });
}

TEST_CASE("a proxy that hides its client is the client")
{
    check({
        {"unknown", {{"X-Forwarded-For", "192.0.2.9, unknown, 10.0.0.2"}}, "10.0.0.2"},
        {"unknown at the end", {{"X-Forwarded-For", "192.0.2.9, unknown"}}, "10.0.0.1"},
        {"an obfuscated name",
         {{"Forwarded", "for=192.0.2.9, for=_hidden;proto=https"}},
         "10.0.0.1",
         "https"},
        {"an obfuscated port", {{"Forwarded", "for=\"192.0.2.9:_x\""}}, "10.0.0.1"},
        {"Forwarded without for", {{"Forwarded", "proto=https"}}, "10.0.0.1", "https"},
    });
}

TEST_CASE("what a client has written before what a proxy adds does not count")
{
    check({
        {"another address", {{"X-Forwarded-For", "198.51.100.1, 192.0.2.1"}}, "192.0.2.1"},
        {"a trusted address", {{"X-Forwarded-For", "10.0.0.9, 192.0.2.1"}}, "192.0.2.1"},
        {"its own lists",
         {{"X-Forwarded-For", "192.0.2.1"},
          {"X-Forwarded-Proto", "https, http"},
          {"X-Forwarded-Host", "evil.example, a.example"}},
         "192.0.2.1",
         "http",
         "a.example"},
        {"another element",
         {{"Forwarded", "for=10.0.0.9;host=evil.example;proto=https, for=192.0.2.1"}},
         "192.0.2.1"},
        {"an open quote", {{"Forwarded", "for=\"10.0.0.9, for=192.0.2.1"}}, "192.0.2.1"},
        {"an open escape", {{"Forwarded", "for=\"\\, for=192.0.2.1"}}, "192.0.2.1"},
        {"a line of its own",
         {{"Forwarded", "for=\"x"}, {"Forwarded", "for=192.0.2.1"}},
         "192.0.2.1"},
        {"a NUL", {{"X-Forwarded-For", std::string{"10.0.0.9\0, 192.0.2.1", 20}}}, "192.0.2.1"},
    });
}

TEST_CASE("fields that are malformed or from elsewhere do not count")
{
    check({
        {"not from a proxy",
         {{"X-Forwarded-For", "10.0.0.9"},
          {"X-Forwarded-Proto", "https"},
          {"Forwarded", "for=::1"}},
         "192.0.2.77",
         "http",
         "inner.example",
         "192.0.2.77"},
        {"no address of the front end",
         {{"X-Forwarded-For", "192.0.2.1"}},
         "",
         "http",
         "inner.example",
         ""},
        {"garbage", {{"X-Forwarded-For", "192.0.2.1 10.0.0.1"}}, "10.0.0.1"},
        {"a name", {{"X-Forwarded-For", "localhost"}}, "10.0.0.1"},
        {"a port that is none", {{"X-Forwarded-For", "192.0.2.1:99999"}}, "10.0.0.1"},
        {"IPv4 in brackets", {{"X-Forwarded-For", "[192.0.2.1]"}}, "10.0.0.1"},
        {"a zone", {{"X-Forwarded-For", "fe80::1%eth0"}}, "10.0.0.1"},
        {"another scheme", {{"X-Forwarded-Proto", "gopher"}}, "10.0.0.1"},
        {"a host with a path", {{"X-Forwarded-Host", "a.example/x"}}, "10.0.0.1"},
        {"a host with a user", {{"X-Forwarded-Host", "a@b.example"}}, "10.0.0.1"},
        {"a host with a line", {{"X-Forwarded-Host", "a.example\r\nX: y"}}, "10.0.0.1"},
        {"a long host", {{"X-Forwarded-Host", std::string(300, 'a')}}, "10.0.0.1"},
        {"a host that is only a port", {{"X-Forwarded-Host", ":80"}}, "10.0.0.1"},
        {"Forwarded: a port without quotes", {{"Forwarded", "for=192.0.2.1:80"}}, "10.0.0.1"},
        {"Forwarded: no pairs", {{"Forwarded", "192.0.2.1"}}, "10.0.0.1"},
        {"Forwarded: twice", {{"Forwarded", "for=192.0.2.1;for=192.0.2.2"}}, "10.0.0.1"},
        {"Forwarded: a space", {{"Forwarded", "for = 192.0.2.1"}}, "10.0.0.1"},
        {"Forwarded: no separator", {{"Forwarded", "x=y for=192.0.2.1"}}, "10.0.0.1"},
        {"Forwarded: only commas", {{"Forwarded", ",,,"}}, "10.0.0.1"},
    });
}

TEST_CASE("if both kinds of fields name different clients, neither counts, unless one is chosen")
{
    const Fields both{{"X-Forwarded-For", "192.0.2.1"},
                      {"X-Forwarded-Proto", "https"},
                      {"Forwarded", "for=192.0.2.2;host=b.example"}};
    const auto row = [&](const char* what, const char* client, const char* scheme, const char* host,
                         ProxyFields counts) {
        return Row{what, both, client, scheme, host, "10.0.0.1", counts};
    };
    check({
        row("any", "10.0.0.1", "http", "inner.example", ProxyFields::any),
        row("x-forwarded", "192.0.2.1", "https", "inner.example", ProxyFields::x_forwarded),
        row("forwarded", "192.0.2.2", "http", "b.example", ProxyFields::forwarded),
        {"both agree",
         {{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", "for=\"192.0.2.1:7\";proto=https"}},
         "192.0.2.1",
         "https"},
        {"one is empty", {{"X-Forwarded-For", "192.0.2.1"}, {"Forwarded", " "}}, "192.0.2.1"},
    });
}

TEST_CASE("without proxies, the fields mean nothing")
{
    const Row row{"", {{"X-Forwarded-For", "192.0.2.1"}, {"X-Forwarded-Proto", "https"}}, ""};
    const RequestSource source = seen(row, TrustedProxies{});
    CHECK(source.remote_address == "10.0.0.1");
    CHECK(source.scheme == "http");
}

TEST_CASE("of ten thousand entries, only those of the last proxies are read")
{
    std::string x;
    std::string forwarded;
    for (int i = 0; i < 10'000; ++i) {
        x += "10.0.0.2,";
        forwarded += "for=10.0.0.2,";
    }
    check({
        {"the client is at the end", {{"X-Forwarded-For", x + "192.0.2.1"}}, "192.0.2.1"},
        {"the same in Forwarded", {{"Forwarded", forwarded + "for=192.0.2.1"}}, "192.0.2.1"},
        {"no client in reach", {{"X-Forwarded-For", "192.0.2.1," + x}}, "10.0.0.2"},
        {"no client in reach of Forwarded",
         {{"Forwarded", "for=192.0.2.1," + forwarded}},
         "10.0.0.2"},
        {"only commas", {{"X-Forwarded-For", std::string(60'000, ',')}}, "10.0.0.1"},
        {"only commas in Forwarded", {{"Forwarded", std::string(60'000, ',')}}, "10.0.0.1"},
    });
}
