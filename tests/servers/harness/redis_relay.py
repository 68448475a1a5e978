"""A socket between a program and Redis that notes what the program asks.

A trip is what a connection sends until Redis answers it: commands that are sent together are one
trip. REQUIRES: the commands of a trip have less than 16 KB, because Redis answers the first ones of
a longer trip before it has read the others.
"""

import re
import select
import socket
import threading


def commands_of(sent):
    """Returns the commands, as lists of words, of bytes in Redis's protocol."""
    commands = []
    at = 0
    while header := re.compile(rb"\*(\d+)\r\n").match(sent, at):
        at = header.end()
        words = []
        for _ in range(int(header[1])):
            size = re.compile(rb"\$(\d+)\r\n").match(sent, at)
            end = size.end() + int(size[1])
            words.append(sent[size.end():end].decode(errors="replace"))
            at = end + 2
        commands.append(words)
    return commands


class Connection:
    def __init__(self, client, server):
        self.client = client
        self.server = server
        self.trips = []  # the bytes of each
        self.is_answered = True

    def pass_on(self, source):
        """Returns False if one side has ended."""
        data = source.recv(1 << 16)
        if not data:
            return False
        if source is self.server:
            self.is_answered = True
            self.client.sendall(data)
            return True
        if self.is_answered:
            self.trips.append(b"")
        self.is_answered = False
        self.trips[-1] += data
        self.server.sendall(data)
        return True

    def close(self):
        self.client.close()
        self.server.close()


class RedisRelay:
    def __init__(self, path, server):
        self.path = path
        self.server = server
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(path))
        self.listener.listen(64)
        self.wake, self.woken = socket.socketpair()
        self.lock = threading.Lock()
        self.connections = []  # also those that have ended
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.wake.close()
        self.thread.join()
        for connection in self.connections:
            connection.close()
        self.listener.close()
        self.woken.close()

    def run(self):
        open_sockets = {}
        while True:
            ready = select.select([self.listener, self.woken, *open_sockets], [], [])[0]
            if self.woken in ready:
                return
            for one in ready:
                if one is self.listener:
                    client = self.listener.accept()[0]
                    server = socket.socket(socket.AF_UNIX)
                    server.connect(str(self.server))
                    connection = Connection(client, server)
                    with self.lock:
                        self.connections.append(connection)
                    open_sockets[client] = open_sockets[server] = connection
                elif one in open_sockets:
                    connection = open_sockets[one]
                    with self.lock:
                        goes_on = connection.pass_on(one)
                    if not goes_on:
                        del open_sockets[connection.client], open_sockets[connection.server]
                        connection.close()

    def trips(self, pattern):
        """Returns the trips with a word that matches this pattern: for each, its commands."""
        with self.lock:
            trips = [commands_of(sent) for connection in self.connections
                     for sent in connection.trips]
        return [trip for trip in trips
                if any(pattern.match(word) for command in trip for word in command)]
