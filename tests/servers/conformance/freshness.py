"""How long a page is fresh: RFC 9111, sections 4.2, 5.1 and 5.3."""

from .conversation import FRESH, LIGHTTPD, APACHE, Section, get, past, says

lifetimes = Section("RFC 9111, 4.2.1")
for control in ("s-maxage=600", "s-maxage=600, max-age=0", "MAX-AGE=600",
                'max-age="600"', "max-age=0600", "max-age=99999999999", "max-age=2147483648",
                "S-MaxAge=600", 's-maxage="600", max-age=1'):
    lifetimes.kept(f"{control!r} is a lifetime", f"Cache-Control: {control}")
for control in ("max-age=0", "max-age=-1", "max-age=soon", "max-age=600.5", "max-age=1e9",
                "max-age=0x258", "max-age", 'max-age="0"', "max-age=600, max-age=0",
                "max-age=0, max-age=600", "s-maxage=0, max-age=600", "s-maxage=a, max-age=600",
                "max-age=600s"):
    lifetimes.not_kept(f"{control!r} means already stale", f"Cache-Control: {control}")
lifetimes.not_kept("the shorter of two lifetimes on two lines counts", FRESH,
                   "Cache-Control: max-age=0")
for name, control in (("max-age", "max-age=1"), ("s-maxage", "s-maxage=1, max-age=600")):
    lifetimes.row(f"a page is rendered again when its {name} is over", "r",
                  says(f"Cache-Control: {control}"), get(n=1), get(n=2, after=past(1)))
lifetimes.row("a page is rendered again when its Expires has passed", "r",
              says("Expires: {now+1}"), get(n=1), get(n=2, after=past(1)))
lifetimes.kept("Expires is a lifetime", "Expires: {now+600}")
lifetimes.kept("Expires counts from Date", "Date: {now-100}", "Expires: {now+500}")
lifetimes.not_kept("Expires before Date means already stale", "Date: {now}", "Expires: {now-10}")
lifetimes.not_kept("Expires that equals Date means already stale", "Date: {now}", "Expires: {now}")
lifetimes.kept("max-age comes before Expires", FRESH, "Expires: {now-600}")
lifetimes.kept("max-age comes before an invalid Expires", FRESH, "Expires: 0")
lifetimes.kept("s-maxage comes before Expires", "Cache-Control: s-maxage=600", "Expires: {now-600}")
lifetimes.not_kept("max-age=0 comes before Expires", "Cache-Control: max-age=0",
                   "Expires: {now+600}")

policy = Section("RFC 9111, 4.2.1 (under a policy)")
for name, lines in (("max-age=0", ["Cache-Control: max-age=0"]),
                    ("s-maxage=0", ["Cache-Control: s-maxage=0"]),
                    ("Expires: 0", ["Expires: 0"]),
                    ("an Expires in the past", ["Expires: {now-9}"]),
                    ("a malformed Cache-Control", ["Cache-Control: max-age=60;private"]),
                    ("CDN-Cache-Control: no-store", ["CDN-Cache-Control: no-store"])):
    policy.not_kept(f"the view's own {name} is stricter than the policy", *lines, route="p")
policy.row("the policy's lifetime is sent", "p", says(),
           get(n=1, has={"Cache-Control": "max-age=3600"}),
           get(n=1, has={"Cache-Control": "max-age=3600"}))
policy.row("the view's own shorter max-age is sent", "p", says("Cache-Control: max-age=60"),
           get(n=1, has={"Cache-Control": "max-age=60"}),
           get(n=1, has={"Cache-Control": "max-age=60"}))
policy.row("the view's own shorter max-age ends the lifetime", "p",
           says("Cache-Control: max-age=1, must-revalidate"), get(n=1), get(n=2, after=past(1)))
policy.row("the view's own longer max-age does not lengthen the policy's", "p",
           says("Cache-Control: max-age=86400"),
           get(n=1, has={"Cache-Control": "max-age=3600"}),
           get(n=2, after=past(3600 + 60)), not_behind=(LIGHTTPD, APACHE),
           because="only a TestClient lets an hour pass")
policy.row("a page is rendered again when the policy's lifetime is over", "s",
           says("Cache-Control: must-revalidate"), get(n=1), get(n=2, after=past(1)))

heuristic = Section("RFC 9111, 4.2.2")
heuristic.kept("an old Last-Modified gives a lifetime", "Last-Modified: {now-1000000}")
heuristic.kept("an old Last-Modified gives a lifetime to an answer with public",
               "Cache-Control: public", "Last-Modified: {now-1000000}")
heuristic.not_kept("a Last-Modified just now gives none", "Last-Modified: {now}")
heuristic.not_kept("a Last-Modified in the future gives none", "Last-Modified: {now+1000000}")
heuristic.not_kept("a malformed Last-Modified gives none", "Last-Modified: yesterday")
heuristic.not_kept("a stated lifetime comes first", "Cache-Control: max-age=0",
                   "Last-Modified: {now-1000000}")
heuristic.not_kept("a stated Expires comes first", "Expires: {now-1}",
                   "Last-Modified: {now-1000000}")
heuristic.not_kept("no-cache comes first", "Cache-Control: no-cache",
                   "Last-Modified: {now-1000000}")
heuristic.row("the lifetime is a tenth of the age", "r", says("Last-Modified: {now-6000}"),
              get(n=1), get(n=1, after=500), get(n=2, after=110), not_behind=(LIGHTTPD, APACHE),
              because="only a TestClient lets ten minutes pass")
heuristic.row("the lifetime is at most a day", "r", says("Last-Modified: {now-864000000}"),
              get(n=1), get(n=1, after=86000), get(n=2, after=500), not_behind=(LIGHTTPD, APACHE),
              because="only a TestClient lets a day pass")

age = Section("RFC 9111, 4.2.3")
age.row("a rendering made just now has no Age, and a stored one has", "r", says(FRESH),
        get(n=1, lacks=["Age"]), get(n=1, has={"Age": range(0, 10)}))
age.row("the same is true under a policy", "p", says(),
        get(n=1, lacks=["Age"]), get(n=1, has={"Age": range(0, 10)}))
age.row("an answer that is not stored has no Age", "r", says(), get(n=1, lacks=["Age"]))
age.row("Age grows", "r", says(FRESH), get(n=1), get(n=1, has={"Age": range(2, 12)}, after=past(1)))
age.row("Age counts from an old Date", "r", says(FRESH, "Date: {now-100}"),
        get(n=1, has={"Age": range(100, 110)}), get(n=1, has={"Age": range(100, 110)}))
age.row("Age counts from the Age of the answer", "r", says(FRESH, "Age: 200"),
        get(n=1, has={"Age": range(200, 210)}), get(n=1, has={"Age": range(200, 210)}))
age.row("the larger of Date and Age counts: Age", "r", says(FRESH, "Age: 200", "Date: {now-100}"),
        get(n=1), get(n=1, has={"Age": range(200, 210)}))
age.row("the larger of Date and Age counts: Date", "r", says(FRESH, "Age: 100", "Date: {now-200}"),
        get(n=1), get(n=1, has={"Age": range(200, 210)}))
age.row("a Date in the future is no age", "r", says(FRESH, "Date: {now+100}"),
        get(n=1), get(n=1, has={"Age": range(0, 10)}))
age.row("a malformed Date is no age", "r", says(FRESH, "Date: today"),
        get(n=1), get(n=1, has={"Age": range(0, 10)}))
age.row("the time that the view took is added", "r", says(FRESH, "Age: 300", takes=2000),
        get(n=1), get(n=1, has={"Age": range(302, 312)}))
for value in ("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
              "Sun Nov  6 08:49:37 1994", "sun, 06 nov 1994 08:49:37 gmt"):
    age.not_kept(f"Date: {value} is a date, and an old one", FRESH, f"Date: {value}")
    heuristic.kept(f"Last-Modified: {value} is a date, and an old one", f"Last-Modified: {value}")
for value in ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37", "784111777"):
    age.kept(f"Date: {value} is none, so the answer is new", FRESH, f"Date: {value}")
age.not_kept("an answer whose Date is older than its lifetime is stale", FRESH, "Date: {now-700}")
age.not_kept("an answer whose Age exceeds its lifetime is stale", FRESH, "Age: 700")
age.not_kept("an answer whose Age equals its lifetime is stale", FRESH, "Age: 600")
age.row("the Age of the answer shortens its stay", "r",
        says("Cache-Control: max-age=302", "Age: 301"), get(n=1), get(n=2, after=past(1)))
age.row("a stored answer has the Date of its rendering", "r", says(FRESH, "Date: {now-100}"),
        get(n=1), get(n=1, has={"Date": "{1.Date}"}))
age.row("Date and Age agree after a while", "p", says(),
        get(n=1), get(n=1, has={"Date": "{1.Date}", "Age": range(2, 12)}, after=past(1)))

age_field = Section("RFC 9111, 5.1")
for value in ("7200, 0", "7200,", "99999999999999999999", "7200, soon"):
    age_field.not_kept(f"Age: {value} is an age of more than 600 s", FRESH, f"Age: {value}")
for value in ("soon", "-1", "7200.5", "7200;a", '"7200"', "0, 7200", "7200 0", "0x1C20"):
    age_field.kept(f"Age: {value} is less than 600 s, or is ignored", FRESH, f"Age: {value}")
age_field.not_kept("the first of two lines of Age counts", FRESH, "Age: 7200", "Age: 0")
age_field.kept("the second of two lines of Age does not count", FRESH, "Age: 0", "Age: 7200")
age_field.row("only one Age is sent", "r", says(FRESH, "Age: 10", "Age: 20"),
              get(n=1), get(n=1, has={"Age": range(10, 20)}))

expires = Section("RFC 9111, 5.3")
for value in ("Sun, 06 Nov 2044 08:49:37 GMT", "Sunday, 06-Nov-44 08:49:37 GMT",
              "Sun Nov  6 08:49:37 2044", "sun, 06 nov 2044 08:49:37 gmt",
              "SUN, 06 NOV 2044 08:49:37 GMT", "sun nov  6 08:49:37 2044"):
    expires.kept(f"Expires: {value} is a date", f"Expires: {value}")
    expires.row(f"Expires: {value} is sent as it was written", "r", says(f"Expires: {value}"),
                get(n=1, has={"Expires": value}), get(n=1, has={"Expires": value}))
for value in ("0", "-1", "", "never", "2044-11-06T08:49:37Z", "Sun, 06 Nov 2044 08:49:37",
              "Sun, 06 Nov 2044 08:49:37 PST", "Sun, 06 Nov 2044 08:49 GMT",
              "Sun, 6 Nov 2044 08:49:37 GMT", "Sun, 06 Nov 2044 08:49:37 GMT, 0",
              "Sun, 31 Feb 2044 08:49:37 GMT", "Sun, 06 Nov 2044 25:49:37 GMT",
              "Mon, 06 Nov 1995 08:49:37 GMT", "2360000000"):
    expires.not_kept(f"Expires: {value!r} means already expired", f"Expires: {value}")
expires.not_kept("two different Expires mean already expired",
                 "Expires: Sun, 06 Nov 2044 08:49:37 GMT", "Expires: Mon, 07 Nov 2044 08:49:37 GMT")

sections = (lifetimes, policy, heuristic, age, age_field, expires)
