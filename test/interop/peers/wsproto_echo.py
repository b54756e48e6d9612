"""The package wsproto as an echo that compresses, both sides."""

import asyncio

from echoes import HOST, IN_PARTS, obey, parts
from wsproto import ConnectionType, WSConnection
from wsproto.connection import ConnectionState
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Message,
    Ping,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate


class Echo:
    def __init__(self, role, wishes, reader, writer):
        self.connection = WSConnection(role)
        self.extensions = [PerMessageDeflate(**wishes)]
        self.reader = reader
        self.writer = writer
        self.received = []

    def send(self, event):
        self.writer.write(self.connection.send(event))

    async def run(self):
        while self.connection.state is not ConnectionState.CLOSED:
            data = await self.reader.read(65536)
            if not data:
                break
            self.connection.receive_data(data)
            for event in self.connection.events():
                self.handle(event)
            await self.writer.drain()
        self.writer.close()

    def handle(self, event):
        if isinstance(event, Request):
            self.send(AcceptConnection(extensions=self.extensions))
        elif isinstance(event, (Ping, CloseConnection)):
            self.send(event.response())
        elif isinstance(event, Message):
            self.received.append(event.data)
            if event.message_finished:
                self.answer(type(event))
                self.received = []

    def answer(self, kind):
        if kind is BytesMessage:
            self.send(BytesMessage(data=b"".join(self.received)))
            return
        text = "".join(self.received)
        if not text.startswith(IN_PARTS):
            self.send(TextMessage(data=text))
            return
        for part in parts(text):
            self.send(TextMessage(data=part, message_finished=False))
            self.send(Ping())
        self.send(TextMessage(data=""))


async def serve(wishes):
    def accept(reader, writer):
        return Echo(ConnectionType.SERVER, wishes, reader, writer).run()

    server = await asyncio.start_server(accept, HOST, 0)

    async def close():
        server.close()

    return server.sockets[0].getsockname()[1], close


async def connect(port, wishes):
    echo = Echo(ConnectionType.CLIENT, wishes, *await asyncio.open_connection(HOST, port))
    echo.send(Request(host=f"{HOST}:{port}", target="/", extensions=echo.extensions))
    await echo.run()


asyncio.run(obey(serve, connect))
