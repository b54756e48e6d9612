"""The package websockets, as an echo server or as a client."""

import asyncio
import sys

import websockets
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


async def echo(peer, _path=None):
    try:
        async for message in peer:
            if message == BYE:
                await peer.close(*SERVER_CLOSE)
            else:
                await peer.send(message)
    finally:
        report([peer.close_code, peer.close_reason])


async def serve():
    server = await websockets.serve(echo, "127.0.0.1", 0, subprotocols=[PROTOCOL])
    report(server.sockets[0].getsockname()[1])
    await asyncio.Future()


async def connect(port):
    url = f"ws://127.0.0.1:{port}/"
    async with websockets.connect(url, subprotocols=PROTOCOLS) as peer:
        echoes = []
        for message in MESSAGES:
            await peer.send(message)
            echoes.append(digest(await peer.recv()))
        # Resolves with the matching pong, and with no other.
        await (await peer.ping(PING))
        await peer.close(*CLIENT_CLOSE)
        protocol = peer.subprotocol
    async with websockets.connect(url, subprotocols=PROTOCOLS) as peer:
        await peer.send(BYE)
        try:
            await peer.recv()
        except websockets.ConnectionClosed as closed:
            closed_by = [closed.rcvd.code, closed.rcvd.reason]
    report({"protocol": protocol, "echoes": echoes, "pong": PING.decode(), "closedBy": closed_by})


asyncio.run(serve() if sys.argv[1] == "server" else connect(int(sys.argv[2])))
