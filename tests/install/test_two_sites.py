"""Two sites on one host do not disturb each other."""

import unittest

from harness.visitor import PASSWORD
from new_site import built
from two_sites import Browser, TwoSites


class TwoSitesOnOneHost(unittest.TestCase):
    def test_who_signs_out_of_one_is_still_signed_in_at_the_other(self):
        with TwoSites(built("blog")) as sites:
            ana = Browser(sites.port)
            for mount in ("/a", "/b"):
                done = ana.post(f"{mount}/account/sign-up",
                                {"name": "ana", "password": PASSWORD, "next": f"{mount}/notes"})
                self.assertEqual((done.status, done.field("Location")), (303, f"{mount}/notes"))
                self.assertIn("Welcome to blog", ana.get(f"{mount}/").text)
            for mount in ("/a", "/b"):
                self.assertIn("Hi, ana", ana.get(f"{mount}/_navigation").text)
            self.assertEqual(ana.post("/a/account/sign-out", {"next": "/a/"}).status, 303)
            self.assertNotIn("Hi, ana", ana.get("/a/_navigation").text)
            self.assertIn("Hi, ana", ana.get("/b/_navigation").text)


if __name__ == "__main__":
    unittest.main()
