"""Which answers are stored: RFC 9111, section 3."""

from .conversation import (FRESH, IN_PROCESS, LIGHTTPD, APACHE, NEGATIVE_LIFETIME,
                           NEGATIVE_LIFETIME_IN_PROCESS, Section, ask, get, past, says)

OLD = "Last-Modified: {now-864000}"
AUTHORIZED = "Authorization: Basic YW5hOmFuYQ=="

statuses = Section("RFC 9111, 3 (status)")
for status in (200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 409,
               410, 411, 414, 415, 421, 422, 424, 426, 451, 500, 501, 502, 503, 504):
    statuses.kept(f"{status} with max-age is stored", FRESH, status=status)
for status in (200, 203, 204, 300, 301, 308, 404, 405, 410, 414):
    statuses.kept(f"{status} without a lifetime of its own is stored for the policy's", route="p",
                  status=status)
    statuses.kept(f"{status} with an old Last-Modified is stored for a while", OLD, status=status)
for status in (302, 303, 307, 400, 403, 409, 451):
    statuses.not_kept(f"{status} without a lifetime of its own is not stored by the policy",
                      route="p", status=status)
    statuses.not_kept(f"{status} is not stored because of an old Last-Modified", OLD,
                      status=status)
for status in (302, 403, 404, 451, 503):
    statuses.kept(f"{status} with max-age is stored under a policy too", FRESH, route="p",
                  status=status)
statuses.not_kept("206 is not stored: this cache does not combine parts",
                  FRESH, "Content-Range: bytes 0-6/100", status=206)
for status in (428, 429, 431):
    statuses.not_kept(f"{status} is never stored (RFC 6585)", FRESH, status=status)
statuses.kept("302 with public and an old Last-Modified is stored", "Cache-Control: public", OLD,
              status=302)
statuses.kept("must-understand with a status that is understood is stored",
              "Cache-Control: max-age=600, must-understand")
statuses.kept("no-store is ignored beside must-understand if the status is understood",
              "Cache-Control: no-store, must-understand, max-age=600")
statuses.kept("must-understand is read in any case",
              "Cache-Control: NO-STORE, Must-Understand, Max-Age=600", status=404)
statuses.not_kept("must-understand with an unknown status is not stored",
                  "Cache-Control: max-age=600, must-understand", status=299)
statuses.not_kept("no-store beside must-understand counts if the status is unknown",
                  "Cache-Control: no-store, must-understand, max-age=600", status=499)
for status in (404, 410):
    for lifetime, doors, because in (
        (NEGATIVE_LIFETIME, (IN_PROCESS,), "only the servers have this option"),
        (NEGATIVE_LIFETIME_IN_PROCESS, (LIGHTTPD, APACHE), "the servers keep it shorter"),
    ):
        statuses.row(f"{status} is kept for {lifetime} s, though it says 600", "r",
                     says(FRESH, status=status), get(n=1, status=status),
                     get(n=1, status=status, has={"Cache-Control": "max-age=600"}),
                     get(n=2, status=status, after=past(lifetime)),
                     not_behind=doors, because=because)

fields = Section("RFC 9111, 3 (fields)")
for control in ("no-store", "No-Store", "NO-STORE", "no-store, max-age=600",
                "max-age=600, no-store", "private, max-age=600", "max-age=600, PRIVATE",
                'max-age=600, private="Set-Cookie"',
                "private=, max-age=600", "no-cache, max-age=600", "max-age=600, No-Cache",
                'max-age=600, no-cache="X-One"', "public, no-store, max-age=600",
                "s-maxage=600, private"):
    fields.not_kept(f"an answer with {control!r} is not stored", f"Cache-Control: {control}")
for control in ("no-store", "private", "no-cache", "max-age=600, private", 'no-cache="X-One"'):
    fields.not_kept(f"a policy does not store an answer with {control!r}",
                    f"Cache-Control: {control}", route="p")
fields.not_kept("no-store on a second line counts", FRESH, "Cache-Control: no-store")
fields.not_kept("private on a first line counts", "Cache-Control: private", FRESH)
fields.not_kept("an answer without a lifetime is not stored")
fields.not_kept("public alone is no lifetime", "Cache-Control: public")
fields.not_kept("an empty Cache-Control is no lifetime", "Cache-Control: ")
fields.not_kept("an answer with Set-Cookie is not stored", FRESH, "Set-Cookie: a=b")
fields.not_kept("an answer with public and Set-Cookie is not stored",
                "Cache-Control: public, max-age=600", "Set-Cookie: a=b; Path=/")
fields.not_kept("a policy does not store an answer with Set-Cookie", "Set-Cookie: a=b", route="p")
fields.row("an answer that is not stored keeps its fields", "r",
           says("Cache-Control: private, max-age=60", "Expires: Thu, 01 Dec 1994 16:00:00 GMT",
                "Vary: X-One"),
           get(n=1, has={"Cache-Control": "private, max-age=60", "Vary": "X-One",
                         "Expires": "Thu, 01 Dec 1994 16:00:00 GMT"}),
           get(n=2, has={"Cache-Control": "private, max-age=60"}))
fields.row("an answer with Set-Cookie is passed on with its fields", "r",
           says(FRESH, "Set-Cookie: a=b", "Expires: Thu, 01 Dec 1994 16:00:00 GMT"),
           get(n=1, has={"Set-Cookie": "a=b", "Cache-Control": "max-age=600"}))
fields.row("a field that the cache does not know is stored", "r", says(FRESH, "X-Own: a  b, c"),
           get(n=1, has={"X-Own": "a  b, c"}), get(n=1, has={"X-Own": "a  b, c"}))
fields.row("two lines of one field stay in order", "r", says(FRESH, "X-Own: a", "X-Own: b"),
           get(n=1, has={"X-Own": "a, b"}), get(n=1, has={"X-Own": "a, b"}))
fields.row("the page is stored for a HEAD that comes first", "r", says(FRESH),
           ask("HEAD", n=1, body=""), get(n=1, body="a text\n"))
for method in ("POST", "PUT", "PATCH", "DELETE"):
    fields.row(f"the answer to {method} is not stored, though it says max-age", "r",
               says(FRESH, body="page"),
               ask(method, "Sec-Fetch-Site: same-origin", "Content-Length: 0", body="changed"),
               get(n=1, body="page"), get(n=1, body="page"),
               change=says(FRESH, body="changed"))

hops = Section("RFC 9111, 3.1")
for name, value in (("Keep-Alive", "timeout=7"), ("Proxy-Connection", "keep-alive"),
                    ("Proxy-Authenticate", "Basic"), ("Proxy-Authorization", "Basic YTpi"),
                    ("Proxy-Authentication-Info", "a=b"), ("TE", "trailers"),
                    ("Trailer", "X-Sum"), ("Upgrade", "websocket"),
                    ("Transfer-Encoding", "identity")):
    hops.row(f"{name} is neither passed on nor stored", "r", says(FRESH, f"{name}: {value}"),
             get(n=1, lacks=[name]), get(n=1, lacks=[name]))
    hops.row(f"{name} of an answer that is not stored is not passed on", "u",
             says(f"{name}: {value}"), get(n=1, lacks=[name]))
for connection, names in (("X-Hop", ("X-Hop",)), ("close, x-HOP", ("X-Hop",)),
                          (" ,X-Hop , X-Hop-Two", ("X-Hop", "X-Hop-Two"))):
    hops.row(f"Connection: {connection} takes the named fields along", "r",
             says(FRESH, f"Connection: {connection}", *(f"{name}: 1" for name in names),
                  "X-End: 1"),
             get(n=1, lacks=names, has={"X-End": "1"}), get(n=1, lacks=names, has={"X-End": "1"}))
hops.row("Connection on two lines takes all named fields along", "r",
         says(FRESH, "Connection: X-Hop", "Connection: X-Hop-Two", "X-Hop: 1", "X-Hop-Two: 1"),
         get(n=1, lacks=["X-Hop", "X-Hop-Two"]), get(n=1, lacks=["X-Hop", "X-Hop-Two"]))

authorization = Section("RFC 9111, 3.5")
for control in ("max-age=600", "max-age=600, immutable"):
    authorization.row(f"a page with {control!r} does not answer a request with Authorization", "r",
                      says(f"Cache-Control: {control}"), get(n=1), get(AUTHORIZED, n=2), get(n=1))
for control in ("public, max-age=600", "s-maxage=600", "max-age=600, must-revalidate",
                "max-age=600, Public"):
    authorization.row(f"a page with {control!r} answers a request with Authorization", "r",
                      says(f"Cache-Control: {control}"), get(n=1), get(AUTHORIZED, n=1))
authorization.row("the answer to a request with Authorization is not stored without leave", "r",
                  says(FRESH), get(AUTHORIZED, n=1), get(n=2), get(n=2))
authorization.row("a policy does not answer a request with Authorization", "p", says(),
                  get(n=1, has={"Cache-Control": "max-age=3600"}), get(AUTHORIZED, n=2))
authorization.row("a policy for_authorized does, and says public", "a", says(),
                  get(n=1, has={"Cache-Control": "public, max-age=3600"}), get(AUTHORIZED, n=1))

sections = (statuses, fields, hops, authorization)
