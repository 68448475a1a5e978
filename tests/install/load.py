"""Visitors who ask for pages without a pause, while something else happens."""

import threading


class Load:
    """Calls `ask` in several threads. Each call returns a status, or raises an exception."""

    def __init__(self, ask, visitors=2):
        self.ask = ask
        self.over = threading.Event()
        self.failures = []
        self.answered = 0
        self.threads = [threading.Thread(target=self.visit) for _ in range(visitors)]

    def visit(self):
        while not self.over.is_set():
            try:
                status = self.ask()
                if status != 200:
                    self.failures.append(f"status {status}")
            except Exception as error:
                self.failures.append(repr(error))
            self.answered += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()
