"""Fields of requests: what arrives, what is refused, and what a client cannot pretend."""

from harness.http_client import ClosedByPeer
from harness.probes import SAME_ORIGIN

from .case import Cases, at, over_http, over_http1, that
from .door import LIGHTTPDS, NGINXES

cases = Cases()


@cases.case("`Authorization` arrives")
def authorization(door):
    for value in ("Basic YTpi", "Bearer a.b-c_d"):
        seen = door.shown("/x?field=Authorization", {"Authorization": value})
        that.assertEqual(seen["fields"]["Authorization"], [value])


@cases.case("Fields arrive as they were sent")
def fields(door):
    sent = {"X-Own": "a, b;  c=\"d\"", "Accept-Language": "de, en;q=0.5", "User-Agent": "ä",
            "Referer": "http://a/?b=c", "Content-Type": "a/b; c=d"}
    seen = door.shown("/x?" + "&".join(f"field={name}" for name in sent),
                      [(name, value.encode().decode("latin-1")) for name, value in sent.items()])
    that.assertEqual(seen["fields"], {name: [value] for name, value in sent.items()})


@cases.case("Several `Cookie` lines are read as one")
def cookie_lines(door):
    seen = door.shown("/x?cookie=a&cookie=b&cookie=c",
                      [("Cookie", "a=1"), ("Cookie", "b=2; x=y"), ("Cookie", "c=3")])
    that.assertEqual(seen["cookies"], {"a": "1", "b": "2", "c": "3"})


@cases.case("A `__Host-` cookie on a line of its own is read", differences=at(
    ["Apache", "mod_fcgid"], "left out", "By HTTP/1.1, Apache joins the lines by a comma, which "
    "the value of another cookie may hold too. Browsers send one line then (RFC 6265, section "
    "5.4)."))
def promised_cookie_line(door):
    seen = door.shown("/x?cookie=__Host-a", [("Cookie", "b=1"), ("Cookie", "__Host-a=2")])
    return {"2": None, "(none)": "left out"}[seen["cookies"]["__Host-a"]]


@cases.case("What follows a comma in a cookie is not read as a `__Host-` cookie")
def cookie_with_comma(door):
    for name in ("__Host-session", "__Secure-session"):
        seen = door.shown(f"/x?cookie={name}&cookie=b", {"Cookie": f"a=1, {name}=evil; b=2"})
        that.assertEqual(seen["cookies"], {name: "(none)", "b": "2"})


@cases.case("Field names with an underscore are refused", over_http, at(
    NGINXES, "left out", "nginx has no option to refuse them. It leaves these fields out."))
def underscores(door):
    seen = door.shown("/x?a_b=c_d&cookie=a_b", {"X-Field": "a_b", "Cookie": "a_b=c"})
    that.assertEqual((seen["query"], seen["cookies"]), ("a_b=c_d&cookie=a_b", {"a_b": "c"}))
    if door.ask("/e/x", {"X_Own": "x"}).status == 200:
        for name in ("X_Own", "X_Forwarded_Host", "Sec_Fetch_Site"):
            dashed = name.replace("_", "-")
            seen = door.shown(f"/x?field={dashed}", {name: "x"})
            that.assertEqual(seen["fields"], {dashed: []}, name)
        return "left out"
    for name in ("Sec_Fetch_Site", "X_Forwarded_Host", "Content_Type", "_", "a_"):
        that.assertEqual(door.ask("/e/x", {name: "x"}).status, 400, name)
    return None


@cases.case("`Host` arrives with its port")
def host(door):
    for name in ("example.org", "example.org:8080", "127.0.0.1:81", "[::1]:82", "a-b.example.org"):
        that.assertEqual(door.shown("/x", {"Host": name})["host"], name)


@cases.case("A dot at the end of `Host` stays", differences=at(
    LIGHTTPDS, "removed", "lighttpd writes `example.org` for `example.org.`, in lower case and "
    "without `:80`. Both are one site for the check that a form comes from this site."))
def host_with_dot(door):
    seen = door.shown("/x", {"Host": "example.org."})["host"]
    if seen == "example.org":
        return "removed"
    that.assertEqual(seen, "example.org.")
    return None


@cases.case("A malformed `Host` is refused")
def malformed_host(door):
    for host in ("a/b", "a@b", "a:b", "a?b", "a,b", "..", "a\\b", "a<b", "[::1"):
        try:
            that.assertEqual(door.ask("/e/x", {"Host": host}).status, 400, host)
        except (ClosedByPeer, ConnectionError):
            pass  # refused too


@cases.case("A form is accepted if `Origin` and `Host` differ by case, last dot or default port")
def origin(door):
    port = {"http": 80, "https": 443}[door.scheme]
    for name in ("example.org", "example.org:8080", "example.org.", f"EXAMPLE.org:{port}"):
        origin = f"{door.scheme}://" + name.lower().removesuffix(f":{port}")
        fields = [("Host", name), ("Origin", origin),
                  ("Content-Length", "1")]
        answer = door.request("POST", "/docs/e/x", fields, b"x")
        that.assertEqual(answer.status, 200, name)
    fields = [("Host", "example.org"), ("Origin", f"{door.scheme}://example.org:81"),
              ("Content-Length", "1")]
    that.assertEqual(door.request("POST", "/docs/e/x", fields, b"x").status, 403)


@cases.case("The scheme is that of the connection, whatever a client says")
def scheme(door):
    pretended = {"HTTPS": "on", "X-Forwarded-Proto": "https", "Forwarded": "proto=https",
                 "X-Forwarded-Ssl": "on", "Front-End-Https": "on"}
    that.assertEqual(door.shown("/x", pretended)["scheme"], door.scheme)


@cases.case("The address is that of the connection, whatever a client says")
def address(door):
    pretended = {"X-Forwarded-For": "10.1.2.3", "Forwarded": "for=10.1.2.3",
                 "X-Real-IP": "10.1.2.3", "Client-IP": "10.1.2.3", "Remote-Addr": "10.1.2.3"}
    that.assertEqual(door.shown("/x", pretended)["address"], "127.0.0.1")


@cases.case("`Proxy` is removed (httpoxy)", over_http)
def proxy_field(door):
    seen = door.shown("/x?field=Proxy", {"Proxy": "http://evil.example"})
    that.assertEqual(seen["fields"]["Proxy"], [])


def absolute(door, host):
    return door.exchange(b"GET http://other.example:81/docs/e/a%2Fb?c HTTP/1.1\r\n"
                         b"Host: " + host + b"\r\n\r\n")


@cases.case("An absolute target (`GET http://host/path`) is that path", over_http1)
def absolute_form(door):
    answer = absolute(door, b"other.example:81")
    that.assertIn('"segments":["e","a/b"]', answer.text)
    that.assertIn('"host":"other.example:81"', answer.text)


@cases.case("Its host counts, not that of `Host` (RFC 9112, section 3.2.2)", over_http1, {
    **at(["lighttpd"], "400", "lighttpd refuses a target whose host is not that of `Host`."),
    **at(["nginx"], "`Host` counts", "nginx passes on the field as it is. Browsers send no such "
         "target.")})
def absolute_form_host(door):
    answer = absolute(door, b"example.org")
    if answer.status == 400:
        return "400"
    if '"host":"example.org"' in answer.text:
        return "`Host` counts"
    that.assertIn('"host":"other.example:81"', answer.text)
    return None


@cases.case("`Upgrade` (WebSocket, h2c) changes nothing", over_http1)
def upgrade(door):
    websocket = [("Connection", "Upgrade"), ("Upgrade", "websocket"),
                 ("Sec-WebSocket-Version", "13"),
                 ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
    h2c = [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"),
           ("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")]
    for asked in (websocket, h2c, [("Connection", "Upgrade"), ("Upgrade", "TLS/1.0, h2c")]):
        with door.connect() as connection:
            for method, body in (("GET", b""), ("POST", b"x")):
                fields = [*asked, *SAME_ORIGIN.items(), ("Content-Length", str(len(body)))]
                answer = connection.request(method, "/docs/e/x", fields, body)
                that.assertEqual((answer.status, answer.field("Upgrade")), (200, None), asked)
                that.assertIn('"segments":["e","x"]', answer.text)


@cases.case("A cross-site form is refused")
def cross_site(door):
    for fields in ([("Sec-Fetch-Site", "cross-site")], [("Origin", "http://evil.example")],
                   [*SAME_ORIGIN.items(), ("Sec-Fetch-Site", "cross-site")]):
        answer = door.request("POST", "/docs/e/x", [*fields, ("Content-Length", "1")], b"x")
        that.assertEqual(answer.status, 403)
