"""What the tests behind real servers share: sites, clients, and the program that runs the tests."""
