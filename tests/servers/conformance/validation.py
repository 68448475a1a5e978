"""Conditional requests: RFC 9110, sections 13 and 15.4.5, and RFC 9111, section 4.3."""

from .conversation import APACHE, FRESH, IN_PROCESS, LIGHTTPD, LONG, Section, ask, get, past, says

MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT"
EARLIER = "Sat, 05 Nov 1994 08:49:37 GMT"
LATER = "Mon, 07 Nov 1994 08:49:37 GMT"
PAGE = says(FRESH, 'ETag: "a"', f"Last-Modified: {MODIFIED}")
WEAK = says(FRESH, 'ETag: W/"a"')


def condition(section, name, status, *fields, page=PAGE, route="r", method="GET", has=None,
              **left_out):
    """The condition is checked for a page that was made just now, and for a stored one."""
    expected = {"status": status, **({"has": has} if has else {})}
    if status == 200:
        expected["n"] = 1
    section.row(name, route, page, get(n=1), ask(method, *fields, **expected), **left_out)


none_match = Section("RFC 9110, 13.1.2")
for value in ('"a"', 'W/"a"', '"b", "a"', '"b","a"', ', "a"', '"b", W/"a" , "c"', "*",
              '"a,b", "a"', '"", "a"'):
    condition(none_match, f"If-None-Match: {value} matches", 304, f"If-None-Match: {value}",
              has={"ETag": '"a"'})
for value in ('"b"', '"A"', "a", '"a', 'w/"a"', '"b", "c"', '""', '"a b"', "nonsense"):
    condition(none_match, f"If-None-Match: {value} does not match", 200, f"If-None-Match: {value}")
for value in ('W/"a"', '"a"', '"b", W/"a"'):
    condition(none_match, f"If-None-Match: {value} matches a weak tag", 304,
              f"If-None-Match: {value}", page=WEAK, has={"ETag": 'W/"a"'})
condition(none_match, "If-None-Match: * matches a page without a tag of its own", 304,
          "If-None-Match: *", page=says(), route="p")
condition(none_match, "If-None-Match on two lines is one list", 304, 'If-None-Match: "b"',
          'If-None-Match: "a"', not_behind=(LIGHTTPD,),
          because="lighttpd passes on only the first line")
condition(none_match, "a suffix that a front end's coding adds does not matter", 304,
          'If-None-Match: "a-gzip"', "Accept-Encoding: gzip", has={"ETag": '"a"'})
condition(none_match, "a suffix of a coding that the client does not accept matters", 200,
          'If-None-Match: "a-gzip"')
condition(none_match, "a tag without quotes never matches", 200, "If-None-Match: a",
          page=says(FRESH, "ETag: a"))
condition(none_match, "HEAD is conditional too", 304, 'If-None-Match: "a"', method="HEAD")
none_match.row("a rendering made just now is conditional too", "r", PAGE,
               get('If-None-Match: "a"', status=304), get(n=1))
none_match.row("the tag that the cache made is confirmed", "p", says(), get(n=1),
               get("If-None-Match: {1.ETag}", status=304, has={"ETag": "{1.ETag}"}))
none_match.row("each page has another tag", "p", [says(body="one")],
               get(n=1), get("If-None-Match: {1.ETag}", at="{other}", status=200, body="two"),
               other=says(body="two"))
none_match.row("a page that is rendered again with the same tag is confirmed", "r",
               says("Cache-Control: max-age=1", 'ETag: "a"'), get(n=1),
               get('If-None-Match: "a"', status=304, after=past(1)), get(n=2))
none_match.row("a page that is rendered again with another tag is sent", "r",
               [says("Cache-Control: max-age=1", 'ETag: "a"'),
                says("Cache-Control: max-age=600", 'ETag: "b"')], get(n=1),
               get('If-None-Match: "a"', n=2, has={"ETag": '"b"'}, after=past(1)))
for coding in ("gzip", "br"):
    none_match.row(f"the tag of the {coding} copy is confirmed to a client that accepts {coding}",
                   "p", says(body=LONG),
                   get(f"Accept-Encoding: {coding}", has={"Content-Encoding": coding}),
                   get(f"Accept-Encoding: {coding}", "If-None-Match: {1.ETag}", status=304,
                       has={"ETag": "{1.ETag}"}),
                   get("If-None-Match: {1.ETag}", status=200))
    none_match.row(f"the identity's tag is confirmed to a client that accepts {coding}", "p",
                   says(body=LONG), get(n=1),
                   get(f"Accept-Encoding: {coding}", "If-None-Match: {1.ETag}", status=304,
                       has={"ETag": "{1.ETag}"}))

modified_since = Section("RFC 9110, 13.1.3")
for value in (MODIFIED, LATER, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
              "sun, 06 nov 1994 08:49:37 gmt", "Sun, 06 Nov 2044 08:49:37 GMT"):
    condition(modified_since, f"not modified since {value}", 304, f"If-Modified-Since: {value}")
for value in (EARLIER, "Saturday, 05-Nov-94 08:49:37 GMT", "yesterday", "0", "",
              "Sun, 06 Nov 1994 08:49:37", "1994-11-06T08:49:37Z"):
    condition(modified_since, f"modified since {value!r}, or no date", 200,
              f"If-Modified-Since: {value}")
condition(modified_since, "HEAD asks the same", 304, f"If-Modified-Since: {MODIFIED}",
          method="HEAD")
modified_since.row("the date that the cache made is confirmed", "p", says(), get(n=1),
                   get("If-Modified-Since: {1.Last-Modified}", status=304))

match = Section("RFC 9110, 13.1.1")
for value in ('"a"', '"b", "a"', "*", ',"a"'):
    condition(match, f"If-Match: {value} is met", 200, f"If-Match: {value}")
for value in ('"b"', 'W/"a"', '"b", W/"a"', "a", '""', '"A"'):
    condition(match, f"If-Match: {value} is not met", 412, f"If-Match: {value}")
for value in ('W/"a"', '"a"'):
    condition(match, f"If-Match: {value} is never met by a weak tag", 412, f"If-Match: {value}",
              page=WEAK)
condition(match, "HEAD with If-Match that is not met gets 412", 412, 'If-Match: "b"',
          method="HEAD")
match.row("the tag that the cache made meets If-Match", "p", says(), get(n=1),
          get("If-Match: {1.ETag}", n=1), get('If-Match: "x"', status=412), get(n=1))
match.row("a rendering made just now is checked too", "r", PAGE, get('If-Match: "b"', status=412),
          get('If-Match: "a"', n=1))
match.row("the identity's tag asked with gzip gets the identity", "p", says(body=LONG), get(n=1),
          get("Accept-Encoding: gzip", "If-Match: {1.ETag}", n=1, has={"ETag": "{1.ETag}"},
              lacks=["Content-Encoding"], body=LONG))
match.row("an answer of a view that is not cached is checked too", "u", says('ETag: "a"'),
          get('If-Match: "b"', status=412), get('If-Match: "a"', body="a text\n"))

unmodified_since = Section("RFC 9110, 13.1.4")
for value in (MODIFIED, LATER, "Sunday, 06-Nov-94 08:49:37 GMT", "never", "0"):
    condition(unmodified_since, f"unmodified since {value!r}, or no date", 200,
              f"If-Unmodified-Since: {value}")
for value in (EARLIER, "Sat Nov  5 08:49:37 1994", "sat, 05 nov 1994 08:49:37 gmt"):
    condition(unmodified_since, f"modified since {value}", 412, f"If-Unmodified-Since: {value}")

precedence = Section("RFC 9110, 13.2.2")
for name, status, fields in (
    ("If-Match that is met comes before If-Unmodified-Since", 200,
     ['If-Match: "a"', f"If-Unmodified-Since: {EARLIER}"]),
    ("If-Match that is not met comes before If-Unmodified-Since", 412,
     ['If-Match: "b"', f"If-Unmodified-Since: {LATER}"]),
    ("after If-Match that is met, If-None-Match counts", 304,
     ['If-Match: "a"', 'If-None-Match: "a"']),
    ("after If-Match that is not met, nothing else counts", 412,
     ['If-Match: "b"', 'If-None-Match: "a"']),
    ("after If-Unmodified-Since that is not met, nothing else counts", 412,
     [f"If-Unmodified-Since: {EARLIER}", 'If-None-Match: "a"']),
    ("after If-Unmodified-Since that is met, If-None-Match counts", 304,
     [f"If-Unmodified-Since: {LATER}", 'If-None-Match: "a"']),
    ("If-None-Match that does not match comes before If-Modified-Since", 200,
     ['If-None-Match: "b"', f"If-Modified-Since: {LATER}"]),
    ("If-None-Match that matches comes before If-Modified-Since", 304,
     ['If-None-Match: "a"', f"If-Modified-Since: {EARLIER}"]),
    ("a malformed If-None-Match still comes before If-Modified-Since", 200,
     ["If-None-Match: a", f"If-Modified-Since: {LATER}"]),
    ("after If-Match that is met, If-Modified-Since counts", 304,
     ['If-Match: "a"', f"If-Modified-Since: {MODIFIED}"]),
):
    condition(precedence, name, status, *fields)
for status in (301, 404, 410):
    for field in ('If-None-Match: "a"', 'If-Match: "b"'):
        precedence.row(f"{status} is sent whatever {field} says", "r",
                       says(FRESH, 'ETag: "a"', status=status), get(n=1, status=status),
                       get(field, n=1, status=status))
precedence.row("a failed condition leaves the page stored", "r", PAGE, get(n=1),
               get('If-Match: "b"', status=412, lacks=["Age"]), get(n=1))

not_modified = Section("RFC 9110, 15.4.5")
FULL = ("Cache-Control: max-age=600", "Content-Location: {path}", 'ETag: "a"',
        "Expires: Sun, 06 Nov 2044 08:49:37 GMT", "Vary: X-One", "Date: {now-50}",
        "Content-Language: en", f"Last-Modified: {MODIFIED}")
for name, value in (("Cache-Control", "max-age=600"), ("Content-Location", "{path}"),
                    ("ETag", '"a"'), ("Expires", "Sun, 06 Nov 2044 08:49:37 GMT"),
                    ("Vary", "X-One"), ("Date", "{1.Date}")):
    not_modified.row(f"a 304 has the {name} of the 200", "r", says(*FULL), get(n=1),
                     get('If-None-Match: "a"', status=304, has={name: value}))
for name in ("Content-Type", "Content-Encoding", "Content-Language", "Content-Range",
             "Transfer-Encoding"):
    not_modified.row(f"a 304 has no {name}", "r", says(*FULL), get(n=1),
                     get('If-None-Match: "a"', status=304, lacks=[name], body=""))
not_modified.row("under a policy too, a 304 has the fields of the 200", "p",
                 says(reads=["header X-One"]), get(n=1),
                 get("If-None-Match: {1.ETag}", status=304,
                     has={"Cache-Control": "max-age=3600", "Expires": "{1.Expires}",
                          "Vary": "{1.Vary}", "Date": "{1.Date}"}))
not_modified.row("a 304 of a page with codings varies by Accept-Encoding", "p", says(body=LONG),
                 get(n=1), get("If-None-Match: {1.ETag}", status=304,
                               has={"Vary": "Accept-Encoding"}))

validators = Section("RFC 9111, 4.3")
validators.row("no-cache is answered with a validator that saves the body", "u",
               says("Cache-Control: no-cache"), get(n=1),
               get("If-None-Match: {1.ETag}", status=304, has={"ETag": "{1.ETag}"}))
validators.row("no-cache keeps a validator of its own", "u",
               says("Cache-Control: no-cache", 'ETag: "a"'), get(n=1, has={"ETag": '"a"'}),
               get('If-None-Match: "a"', status=304))
validators.row("no-store needs no validator", "u", says("Cache-Control: no-store"),
               get(n=1, lacks=["ETag"]))
validators.row("the view's own tag is a validator of an answer that is not cached", "u",
               says('ETag: "a"', f"Last-Modified: {MODIFIED}"), get(n=1),
               get('If-None-Match: "a"', status=304),
               get(f"If-Modified-Since: {MODIFIED}", status=304),
               get('If-None-Match: "b"', body="a text\n"))
validators.row("the condition of a client is not the view's: the page is stored whole", "r", PAGE,
               get('If-None-Match: "a"', status=304), get(n=1, body="a text\n"))

ranges = Section("RFC 9110, 13.1.5 and 14")
for name, fields in (("a range is cut out of the page", []),
                     ("a range is cut out of the page that If-Match names", ['If-Match: "a"']),
                     ("If-Range with the page's tag gets the range", ['If-Range: "a"'])):
    ranges.row(name, "r", PAGE, get(n=1),
               get("Range: bytes=0-2", *fields, status=206, body="a t",
                   has={"Content-Range": "bytes 0-2/7", "ETag": '"a"'}),
               not_behind=(IN_PROCESS, APACHE), because="only lighttpd cuts ranges")
    ranges.row(f"who cuts no ranges sends the whole page: {name}", "r", PAGE, get(n=1),
               get("Range: bytes=0-2", *fields, n=1, body="a text\n", lacks=["Content-Range"]),
               not_behind=(LIGHTTPD,), because="lighttpd cuts ranges")
for name, fields in (("another page", ['If-Match: "b"']),
                     ("a page that changed", [f"If-Unmodified-Since: {EARLIER}"])):
    ranges.row(f"a range of {name} is refused", "r", PAGE, get(n=1),
               get("Range: bytes=0-2", *fields, status=412), get(n=1))
for name, value in (("another tag", '"b"'), ("a weak tag", 'W/"a"'), ("an earlier date", EARLIER)):
    ranges.row(f"If-Range with {name} gets the whole page", "r", PAGE, get(n=1),
               get("Range: bytes=0-2", f"If-Range: {value}", n=1, body="a text\n"))
ranges.row("a range does not keep the page from being stored whole", "r", PAGE,
           get("Range: bytes=0-2", status=206, body="a t"), get(n=1, body="a text\n"),
           not_behind=(IN_PROCESS, APACHE), because="only lighttpd cuts ranges")

sections = (none_match, modified_since, match, unmodified_since, precedence, not_modified,
            validators, ranges)
