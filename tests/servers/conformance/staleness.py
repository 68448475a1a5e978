"""When a stale page is served: RFC 9111, section 4.2.4, and RFC 5861."""

from .conversation import Section, get, past, says


def old_and_new(*lines):
    return [says(*lines, body="old"), says(*lines, body="new")]


leave = Section("RFC 9111, 4.2.4")
for control in ("max-age=1", "max-age=1, public", "s-maxage=1",
                "max-age=1, must-revalidate", "max-age=1, proxy-revalidate",
                "max-age=1, must-revalidate, stale-while-revalidate=60",
                "max-age=1, proxy-revalidate, stale-while-revalidate=60",
                "s-maxage=1, stale-while-revalidate=60", "max-age=1, stale-while-revalidate=0",
                "max-age=1, stale-if-error=60",
                "max-age=1, Must-Revalidate, Stale-While-Revalidate=9"):
    leave.row(f"a stale page with {control!r} is not served", "r",
              old_and_new(f"Cache-Control: {control}"), get(n=1, body="old"),
              get(n=2, body="new", after=past(1)))
leave.row("Expires in the past leaves no stale time", "r", old_and_new("Expires: {now+1}"),
          get(n=1, body="old"), get(n=2, body="new", after=past(1)))
leave.row("under a policy, a stale page is served by the server's default", "s", old_and_new(),
          get(n=1, body="old"), get(n=1, body="old", has={"Age": range(2, 12)}, after=past(1)),
          get(n=2, body="new", eventually=True))
for control in ("must-revalidate", "proxy-revalidate", "s-maxage=1", "must-revalidate, max-age=60"):
    leave.row(f"under a policy, {control!r} of the view forbids that", "s",
              old_and_new(f"Cache-Control: {control}"), get(n=1, body="old"),
              get(n=2, body="new", after=past(1)))
leave.row("under a policy, the view's own stale-while-revalidate=0 forbids it", "s",
          old_and_new("Cache-Control: stale-while-revalidate=0"), get(n=1, body="old"),
          get(n=2, body="new", after=past(1)))

renewal = Section("RFC 5861, 3")
for control in ("max-age=1, stale-while-revalidate=60", "Stale-While-Revalidate=60, max-age=1",
                'max-age=1, stale-while-revalidate="60"'):
    renewal.row(f"with {control!r} the stale page is served while it is renewed", "r",
                old_and_new(f"Cache-Control: {control}"), get(n=1, body="old"),
                get(n=1, body="old", has={"Age": range(2, 12)}, after=past(1)),
                get(n=2, body="new", eventually=True))
renewal.row("after the stale time the page is not served", "r",
            old_and_new("Cache-Control: max-age=1, stale-while-revalidate=1"), get(n=1, body="old"),
            get(n=2, body="new", after=past(2)))
renewal.row("the targeted field decides about stale-while-revalidate", "r",
            old_and_new("CDN-Cache-Control: max-age=1, stale-while-revalidate=60",
                        "Cache-Control: max-age=1"), get(n=1, body="old"),
            get(n=1, body="old", after=past(1)), get(n=2, body="new", eventually=True))
renewal.row("Cache-Control does not decide beside a targeted field", "r",
            old_and_new("CDN-Cache-Control: max-age=1",
                        "Cache-Control: max-age=1, stale-while-revalidate=60"),
            get(n=1, body="old"), get(n=2, body="new", after=past(1)))

errors = Section("RFC 5861, 4")


def then_failing(control, **failing):
    return [says(f"Cache-Control: {control}", body="good"), says(body="bad", **failing)]


for name, failing in (("throws", {"fails": True}), ("answers 500", {"status": 500}),
                      ("answers 502", {"status": 502}), ("answers 503", {"status": 503}),
                      ("answers 504", {"status": 504})):
    errors.row(f"with stale-if-error the stale page is served if the view {name}", "r",
               then_failing("max-age=1, stale-if-error=60", **failing), get(n=1, body="good"),
               get(n=1, body="good", after=past(1)))
for control in ("max-age=1", "max-age=1, stale-if-error=0",
                "max-age=1, must-revalidate, stale-if-error=60",
                "max-age=1, proxy-revalidate, stale-if-error=60", "s-maxage=1, stale-if-error=60"):
    errors.row(f"with {control!r} the error is passed on", "r",
               then_failing(control, status=503), get(n=1, body="good"),
               get(status=503, after=past(1)))
errors.row("stale-if-error is not for an answer of the view below 500", "r",
           then_failing("max-age=1, stale-if-error=60", status=403), get(n=1, body="good"),
           get(status=403, n=2, after=past(1)))
errors.row("after the stale time the error is passed on", "r",
           then_failing("max-age=1, stale-if-error=1", status=503), get(n=1, body="good"),
           get(status=503, after=past(2)))

sections = (leave, renewal, errors)
