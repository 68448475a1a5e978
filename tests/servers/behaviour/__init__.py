"""The table of test_doors.py: what visitors get is the same, whichever server passes it on."""
