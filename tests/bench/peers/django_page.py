"""The same page from Django, for tests/bench: cache_page keeps it in memcached."""

import os

from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
                        "LOCATION": f"unix:{os.environ['BENCH_MEMCACHED']}"}},
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.cache import cache_page  # noqa: E402


@cache_page(3600)
def page(request):
    with open(os.environ["BENCH_PAGE"], "rb") as file:
        return HttpResponse(file.read(), content_type="text/html; charset=utf-8")


urlpatterns = [path("", page)]
application = get_wsgi_application()
