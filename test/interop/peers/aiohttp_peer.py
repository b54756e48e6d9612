"""The package aiohttp, as an echo server or as a client."""

import asyncio
import sys

from aiohttp import ClientSession, WSMsgType, web
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


async def echo(request):
    # Its own handling of Close would keep the reason to itself.
    peer = web.WebSocketResponse(protocols=[PROTOCOL], autoclose=False)
    await peer.prepare(request)
    while True:
        message = await peer.receive()
        if message.type == WSMsgType.TEXT and message.data == BYE:
            await peer.close(code=SERVER_CLOSE[0], message=SERVER_CLOSE[1].encode())
            report([peer.close_code, ""])
            return peer
        if message.type == WSMsgType.TEXT:
            await peer.send_str(message.data)
        elif message.type == WSMsgType.BINARY:
            await peer.send_bytes(message.data)
        else:
            if message.type == WSMsgType.CLOSE:
                report([message.data, message.extra])
                await peer.close(code=message.data)
            else:
                report([1006, str(message.type)])
            return peer


async def serve():
    app = web.Application()
    app.router.add_get("/", echo)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    report(runner.addresses[0][1])
    await asyncio.Future()


async def connect(port):
    url = f"ws://127.0.0.1:{port}/"
    async with ClientSession() as session:
        async with session.ws_connect(url, protocols=PROTOCOLS, autoping=False) as peer:
            echoes = []
            for message in MESSAGES:
                await (peer.send_str if isinstance(message, str) else peer.send_bytes)(message)
                echoes.append(digest((await peer.receive()).data))
            await peer.ping(PING)
            pong = await peer.receive()
            await peer.close(code=CLIENT_CLOSE[0], message=CLIENT_CLOSE[1].encode())
            protocol = peer.protocol
        async with session.ws_connect(url, protocols=PROTOCOLS, autoclose=False) as peer:
            await peer.send_str(BYE)
            close = await peer.receive()
            await peer.close(code=close.data)
    report(
        {
            "protocol": protocol,
            "echoes": echoes,
            "pong": bytes(pong.data).decode() if pong.type == WSMsgType.PONG else str(pong.type),
            "closedBy": [close.data, close.extra],
        }
    )


asyncio.run(serve() if sys.argv[1] == "server" else connect(int(sys.argv[2])))
