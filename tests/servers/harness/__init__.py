"""Shared by the tests with real servers: sites, clients, and the program that runs the tests."""
