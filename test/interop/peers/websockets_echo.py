"""The package websockets as an echo that compresses, both sides."""

import asyncio

import websockets
from echoes import HOST, IN_PARTS, obey, parts
from websockets.extensions.permessage_deflate import (
    ClientPerMessageDeflateFactory,
    ServerPerMessageDeflateFactory,
)


async def echo(peer, _path=None):
    async for message in peer:
        if isinstance(message, str) and message.startswith(IN_PARTS):
            await peer.send(with_pings(peer, message))
        else:
            await peer.send(message)


async def with_pings(peer, message):
    for part in parts(message):
        yield part
        await peer.ping()


async def serve(wishes):
    extensions = [ServerPerMessageDeflateFactory(**wishes)]
    server = await websockets.serve(echo, HOST, 0, compression=None, extensions=extensions)

    async def close():
        server.close()

    return server.sockets[0].getsockname()[1], close


async def connect(port, wishes):
    # Without a wish of its own a client lets the server restrict its window, or does not.
    bits = wishes["client_max_window_bits"]
    if bits is None or bits is False:
        wishes["client_max_window_bits"] = True if bits is None else None
    extensions = [ClientPerMessageDeflateFactory(**wishes)]
    url = f"ws://{HOST}:{port}/"
    async with websockets.connect(url, compression=None, extensions=extensions) as peer:
        await echo(peer)


asyncio.run(obey(serve, connect))
