"""The package wsproto, which does no I/O itself, as an echo server or as a client."""

import socket
import sys
from dataclasses import replace

from conversation import (
    BYE,
    CLIENT_CLOSE,
    MESSAGES,
    PING,
    PROTOCOL,
    PROTOCOLS,
    SERVER_CLOSE,
    digest,
    report,
)
from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Message,
    Ping,
    Pong,
    Request,
    TextMessage,
)


class Peer:
    def __init__(self, sock, role):
        self.sock = sock
        self.connection = WSConnection(role)
        self.parts = []

    def send(self, event):
        self.sock.sendall(self.connection.send(event))

    def events(self):
        """Events until the connection ends, with the parts of a message put together."""
        while True:
            data = self.sock.recv(65536)
            if not data:
                return
            self.connection.receive_data(data)
            for event in self.connection.events():
                if isinstance(event, Message):
                    self.parts.append(event.data)
                    if not event.message_finished:
                        continue
                    empty = "" if isinstance(event, TextMessage) else b""
                    event = replace(event, data=empty.join(self.parts))
                    self.parts = []
                yield event


def message(data):
    return TextMessage(data=data) if isinstance(data, str) else BytesMessage(data=data)


def answer(peer):
    for event in peer.events():
        if isinstance(event, Request):
            chosen = PROTOCOL if PROTOCOL in event.subprotocols else None
            peer.send(AcceptConnection(subprotocol=chosen))
        elif isinstance(event, Ping):
            peer.send(event.response())
        elif isinstance(event, CloseConnection):
            report([event.code, event.reason or ""])
            if peer.connection.state is ConnectionState.REMOTE_CLOSING:
                peer.send(event.response())
            return
        elif isinstance(event, Message) and event.data == BYE:
            peer.send(CloseConnection(code=SERVER_CLOSE[0], reason=SERVER_CLOSE[1]))
        elif isinstance(event, Message):
            peer.send(message(event.data))


def serve():
    with socket.create_server(("127.0.0.1", 0)) as server:
        report(server.getsockname()[1])
        while True:
            sock, _ = server.accept()
            with sock:
                answer(Peer(sock, ConnectionType.SERVER))


def dial(port):
    peer = Peer(socket.create_connection(("127.0.0.1", port)), ConnectionType.CLIENT)
    peer.send(Request(host=f"127.0.0.1:{port}", target="/", subprotocols=PROTOCOLS))
    return peer


def connect(port):
    peer = dial(port)
    outgoing = iter(MESSAGES)
    echoes = []
    for event in peer.events():
        if isinstance(event, AcceptConnection):
            protocol = event.subprotocol
            peer.send(message(next(outgoing)))
        elif isinstance(event, Message):
            echoes.append(digest(event.data))
            following = next(outgoing, None)
            peer.send(Ping(payload=PING) if following is None else message(following))
        elif isinstance(event, Pong):
            pong = bytes(event.payload).decode()
            peer.send(CloseConnection(code=CLIENT_CLOSE[0], reason=CLIENT_CLOSE[1]))

    peer = dial(port)
    for event in peer.events():
        if isinstance(event, AcceptConnection):
            peer.send(message(BYE))
        elif isinstance(event, CloseConnection):
            closed_by = [event.code, event.reason]
            peer.send(event.response())
    report({"protocol": protocol, "echoes": echoes, "pong": pong, "closedBy": closed_by})


if sys.argv[1] == "server":
    serve()
else:
    connect(int(sys.argv[2]))
