"""The table of test_conformance.py: what RFC 9110 and RFC 9111 ask of a cache."""
