import { expect, onTestFinished, test } from 'vitest';
import { createWebSocketServer } from '../../../examples/transports/server.js';
import { CLIENT_CLOSE } from '../conversation.js';
import { missing, startClient } from '../peers/libwebsockets.js';
import { requirePeer } from '../require-peer.js';
import { compressors, deflateWith } from './ours.js';
import { WireTap } from './wire-tap.js';
import { noWishes } from './wishes.js';

const PROTOCOL = 'lws-mirror-protocol';
const CIRCLES = 200;

// Its test server has no extension; its test client offers one, and draws as long as it understands us.
test.for(compressors)(
  'the client of libwebsockets compresses what our server decompresses, and the reverse ($name)',
  async ({ compressor }, context) => {
    await requirePeer(context, missing);
    const tap = new WireTap();
    const circles: unknown[] = [];
    const closes: unknown[] = [];
    let agreed: unknown;
    const server = createWebSocketServer({
      // Its other connection counts, and is of no interest.
      protocols: [PROTOCOL],
      extensions: [deflateWith(compressor, { ...noWishes, serverMaxWindowBits: 10 })],
      onConnection(peer, { protocol, extensions }) {
        if (protocol !== PROTOCOL) return { onMessage() {} };
        agreed = extensions[0]?.parameters;
        return {
          onBytes: (direction, bytes) => tap.push(direction, bytes),
          onMessage({ data }) {
            circles.push(data);
            peer.send(data, { compress: true });
            if (circles.length === CIRCLES) peer.close(...CLIENT_CLOSE);
          },
          onClose: ({ code, wasClean }) => closes.push([code, wasClean]),
        };
      },
    });
    onTestFinished(() => server.close());
    const { port } = await server.listen();
    const client = startClient(port);
    onTestFinished(client.stop);
    await expect.poll(() => closes.length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(closes[0]).toEqual([CLIENT_CLOSE[0], true]);
    expect(agreed).toEqual([
      ['client_no_context_takeover', null],
      ['server_max_window_bits', '10'],
    ]);
    for (const circle of circles) expect(circle).toMatch(/^c #[0-9A-F]{6} \d+ \d+ \d+;$/);
    for (const direction of ['received', 'sent'] as const) {
      const frames = tap.take(direction);
      expect(frames.length).toBeGreaterThanOrEqual(CIRCLES);
      expect(frames.filter(({ rsv1 }) => !rsv1)).toEqual([]);
    }
  },
);
