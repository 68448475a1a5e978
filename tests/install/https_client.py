"""A browser on a machine of debian_machine.py, which trusts one certificate."""

import http.client
import ssl
import urllib.parse

TIMEOUT = 30


class Answer:
    def __init__(self, answer):
        self.status = answer.status
        self.fields = answer.headers
        self.text = answer.read().decode()


class Client:
    def __init__(self, machine, host, certificate):
        self.machine = machine
        self.host = host
        self.trust = ssl.create_default_context(cafile=certificate)

    def get(self, target, port=443):
        return self.request("GET", target, port=port)

    def post(self, target, form):
        return self.request("POST", target, urllib.parse.urlencode(form), {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{self.host}"})

    def request(self, method, target, body=None, fields=None, port=443):
        """Sends one request on a new connection."""
        connection = http.client.HTTPConnection(self.host, port)
        connection.sock = self.machine.connect(port)
        try:
            connection.sock.settimeout(TIMEOUT)
            if port == 443:
                connection.sock = self.trust.wrap_socket(connection.sock,
                                                         server_hostname=self.host)
            connection.request(method, target, body, {"Host": self.host, **(fields or {})})
            return Answer(connection.getresponse())
        finally:
            connection.close()
