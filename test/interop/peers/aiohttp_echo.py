"""The package aiohttp as an echo that compresses, both sides."""

import asyncio

from aiohttp import ClientSession, WSMsgType, web
from echoes import HOST, obey


async def echo(peer):
    async for message in peer:
        if message.type == WSMsgType.TEXT:
            await peer.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await peer.send_bytes(message.data)


async def accept(request):
    peer = web.WebSocketResponse()
    await peer.prepare(request)
    await echo(peer)
    return peer


async def serve(_wishes):
    """A server wishes nothing."""
    app = web.Application()
    app.router.add_get("/", accept)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    return runner.addresses[0][1], runner.cleanup


async def connect(port, wishes):
    """A client can wish for a window of the server's, and takes one as large for its own."""
    compress = wishes["server_max_window_bits"] or 15
    async with ClientSession() as session:
        async with session.ws_connect(f"ws://{HOST}:{port}/", compress=compress) as peer:
            await echo(peer)


asyncio.run(obey(serve, connect))
