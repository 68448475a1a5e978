"""Fields that control caches: RFC 9111, section 5, and RFC 9213."""

from .conversation import FRESH, LONG, Section, get, says

requests = Section("RFC 9111, 5.2.1")
for field in ("Cache-Control: no-cache", "Cache-Control: no-store", "Cache-Control: max-age=0",
              "Cache-Control: max-stale", "Cache-Control: min-fresh=9999", "Pragma: no-cache",
              "Cache-Control: only-if-cached", "Cache-Control: max-age=0, no-transform"):
    requests.row(f"a client's {field!r} is advice that this cache does not take", "r", says(FRESH),
                 get(n=1), get(field, n=1))
    requests.row(f"a client's {field!r} does not keep a page from being stored", "p", says(),
                 get(field, n=1), get(n=1))

responses = Section("RFC 9111, 5.2.2")
for control in ("max-age=600, must-revalidate", "max-age=600, immutable",
                "max-age=600, stale-while-revalidate=30", "max-age=600, x-own=1",
                "max-age=600,public", "PUBLIC, Max-Age=600", 'max-age="600", x="a, b"',
                "s-maxage=600", "max-age=600, no-transform"):
    responses.row(f"{control!r} is sent as it was written", "r", says(f"Cache-Control: {control}"),
                  get(n=1, has={"Cache-Control": control}),
                  get(n=1, has={"Cache-Control": control}))
for directive in ("must-revalidate", "proxy-revalidate", "no-transform", "immutable", "x-own=1"):
    responses.row(f"a policy keeps the view's own {directive!r}", "p",
                  says(f"Cache-Control: {directive}"),
                  get(n=1, has={"Cache-Control": f"max-age=3600, {directive}"}), get(n=1))
for route, control in (("r", "max-age=600, no-transform"), ("p", "no-transform"),
                       ("r", "max-age=600, No-Transform")):
    responses.row(f"{control!r} means no coded copies (/{route})", route,
                  says(f"Cache-Control: {control}", body=LONG),
                  get("Accept-Encoding: gzip, br", n=1, lacks=["Content-Encoding"], body=LONG),
                  get("Accept-Encoding: gzip, br", n=1, lacks=["Content-Encoding"], body=LONG))
responses.kept("Pragma: no-cache is no field of an answer", FRESH, "Pragma: no-cache")
responses.kept("Warning does not matter", FRESH, 'Warning: 110 - "stale"')
for control in ("max-age=600, flower", "max-age=600, flower=7", 'flower="a, private", max-age=600',
                'max-age=600, flower="a\\"b, no-store"', "noo-store, max-age=600",
                "privatee, max-age=600", "x-private, max-age=600"):
    responses.kept(f"the unknown directive in {control!r} is ignored", f"Cache-Control: {control}")

written = Section("RFC 9111, 5.2 (syntax)")
for control in ("max-age=600,", ",max-age=600", ", ,max-age=600, ,", "max-age=600 , public",
                "max-age=600,public", "max-age=600,\tpublic", "a, b, c, max-age=600"):
    written.kept(f"{control!r} is a list", f"Cache-Control: {control}")
for control in ("max-age=600;private", "max-age=600 private", "max-age=600, private;x=y",
                'max-age=600, private="x', '"max-age=600"', "max-age=600, no-store;a",
                "max-age = 600", "max-age= 600", "max-age =600", "max-age=600, =",
                "max-age=600, =5", "max-age=600, a=", "max-age=600, a b",
                'max-age=600, a="b"c', "max-age=600, (x)",
                "max-age=600, {}", "max-age:600", "max-age=600, a=b=c", 'max-age=600, "private"',
                "max-age=600, a=\"b\\", "max-age=600, private, =", "max-age=600 ;", "max-age==600"):
    written.not_kept(f"{control!r} is malformed, so the answer is not stored",
                     f"Cache-Control: {control}")
written.not_kept("an open quote on one line cannot hide the next line",
                 'Cache-Control: max-age=600, a="', 'Cache-Control: private, b="')

targeted = Section("RFC 9213, 2")
for name, lines in (
    ("CDN-Cache-Control comes before Cache-Control", ["CDN-Cache-Control: max-age=600",
                                                      "Cache-Control: no-store"]),
    ("CDN-Cache-Control comes before Expires", ["CDN-Cache-Control: max-age=600", "Expires: 0"]),
    ("Aspic-Cache-Control comes before CDN-Cache-Control", ["Aspic-Cache-Control: max-age=600",
                                                            "CDN-Cache-Control: no-store"]),
    ("an empty targeted field is ignored", ["CDN-Cache-Control: ", FRESH]),
    ("parameters of members are ignored", ["CDN-Cache-Control: max-age=600;a=1",
                                           "Cache-Control: no-store"]),
    ("private=?0 is not private", ["CDN-Cache-Control: max-age=600, private=?0"]),
    ("no-store=?0 is not no-store", ["CDN-Cache-Control: no-store=?0, max-age=600"]),
    ("a targeted field without a lifetime of its own leaves no lifetime, but one on two lines has",
     ["CDN-Cache-Control: public", "CDN-Cache-Control: max-age=600"]),
):
    targeted.kept(name, *lines)
for name, lines in (
    ("CDN-Cache-Control: no-store counts beside max-age", ["CDN-Cache-Control: no-store", FRESH]),
    ("CDN-Cache-Control: private counts beside max-age", ["CDN-Cache-Control: private", FRESH]),
    ("CDN-Cache-Control: max-age=0 counts beside max-age", ["CDN-Cache-Control: max-age=0", FRESH]),
    ("a targeted field without a lifetime leaves none", ["CDN-Cache-Control: public", FRESH]),
    ("the last of two members of one name counts", ["CDN-Cache-Control: max-age=600, max-age=0"]),
):
    targeted.not_kept(name, *lines)
for value in ("max-age=600, &", "max-age=600;", 'max-age="600', "Max-Age=600",
              "max-age=600 private", 'max-age="600"', "max-age=600.0", "max-age=600,",
              "max-age=abc", "max-age", "=600",
              "max-age=(600)"):
    targeted.not_kept(f"CDN-Cache-Control: {value} is invalid, so Cache-Control decides: no",
                      f"CDN-Cache-Control: {value}", "Cache-Control: no-store")
for value in ("no-store, &", "private;", "No-Store", 'max-age="0"', "max-age=0.0"):
    targeted.kept(f"CDN-Cache-Control: {value} is invalid, so Cache-Control decides: yes",
                  f"CDN-Cache-Control: {value}", FRESH)
targeted.row("CDN-Cache-Control is passed on, our own field is not", "r",
             says("Aspic-Cache-Control: max-age=600", "CDN-Cache-Control: max-age=60",
                  "Cache-Control: max-age=6"),
             *[get(n=1, has={"CDN-Cache-Control": "max-age=60", "Cache-Control": "max-age=6"},
                   lacks=["Aspic-Cache-Control"])] * 2)
for route in "pu":
    targeted.row(f"our own field is not passed on (/{route})", route,
                 says("Aspic-Cache-Control: max-age=600"), get(n=1, lacks=["Aspic-Cache-Control"]))
targeted.row("our own field is not passed on with an answer that is not stored", "r",
             says("Aspic-Cache-Control: no-store", FRESH),
             get(n=1, lacks=["Aspic-Cache-Control"], has={"Cache-Control": "max-age=600"}),
             get(n=2, lacks=["Aspic-Cache-Control"]))

sections = (requests, responses, written, targeted)
