/**
 * When a connection holds an engine of the compressor, and when it gives it back.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { closeToReceive, drain, peerOf, type Role, roles, toReceive } from '../connection/drive.js';
import {
  type Agreement,
  compressedToReceive,
  compressors,
  deflated,
  deflating,
} from '../properties/deflating.js';
import { hex, noise, repeat } from '../vectors/bits.js';
import { counting } from './counting.js';

const noTakeover: Agreement = { clientForgets: true, serverForgets: true };

describe.each(roles.flatMap((role) => compressors.map(([name, it]) => [role, name, it] as const)))(
  'a %s on %s',
  (role, _name, inner) => {
    const start = (agreement: Agreement, options = {}) => {
      const { compressor, count } = counting(inner);
      const connection = deflating(role, compressor, options, agreement);
      return { connection, held: () => [count.deflating, count.inflating], count };
    };
    const message = (payload: Uint8Array, fin = true, opcode: number = Opcode.Binary) =>
      compressedToReceive(role, opcode, payload, { fin, rsv1: opcode !== Opcode.Continuation });
    const receive = (connection: Connection, wire: Uint8Array) => {
      connection.receive(wire);
      return drain(connection);
    };
    const data = deflated(noise(300));

    test('holds none before the first message that is compressed', () => {
      const { connection, held, count } = start({});
      connection.sendText('short');
      connection.sendBinary(noise(5000), { compress: false });
      receive(connection, toReceive(role, Opcode.Binary, noise(5000)));
      receive(connection, toReceive(role, Opcode.Ping, 'p'));
      expect(held()).toStrictEqual([0, 0]);
      expect(count.deflaters.length + count.inflaters.length).toBe(0);
    });

    test('holds one for each direction that keeps its window, from its first message on', () => {
      const { connection, held, count } = start({});
      connection.sendBinary(repeat(0, 100));
      expect(held()).toStrictEqual([1, 0]);
      receive(connection, message(data));
      expect(held()).toStrictEqual([1, 1]);
      for (let round = 0; round < 5; round++) {
        connection.sendBinary(repeat(round, 100));
        receive(connection, message(data));
      }
      expect(held()).toStrictEqual([1, 1]);
      expect(count.taken).toBe(2);
    });

    test('holds none between messages where no window is kept', () => {
      const { connection, held, count } = start(noTakeover);
      for (let round = 1; round < 5; round++) {
        connection.sendBinary(repeat(0, 2000));
        connection.sendBinary(noise(2000));
        expect(receive(connection, message(data))).toStrictEqual([
          { type: 'binary', data: noise(300) },
        ]);
        expect(held()).toStrictEqual([0, 0]);
        expect(count.taken).toBe(3 * round);
      }
    });

    test('holds them inside messages, whether a window is kept or not', () => {
      const { connection, held } = start(noTakeover);
      connection.sendFragment(noise(10), { fin: false });
      connection.ping();
      expect(held()).toStrictEqual([1, 0]);
      receive(connection, message(data.subarray(0, 100), false));
      receive(connection, toReceive(role, Opcode.Ping, ''));
      expect(held()).toStrictEqual([1, 1]);
      connection.sendFragment(hex(''), { fin: true });
      receive(connection, message(data.subarray(100), true, Opcode.Continuation));
      expect(held()).toStrictEqual([0, 0]);
    });

    test('holds one direction only, where only the other forgets', () => {
      const own: Agreement = role === 'client' ? { clientForgets: true } : { serverForgets: true };
      const { connection, held } = start(own);
      connection.sendBinary(repeat(0, 2000));
      receive(connection, message(data));
      expect(held()).toStrictEqual([0, 1]);
    });

    describe.each<[string, Agreement, boolean]>([
      ['between messages', {}, false],
      ['inside messages', {}, true],
      ['inside messages, and no window is kept', noTakeover, true],
    ])('that holds both, %s,', (_how, agreement, inside) => {
      const hold = (options = {}) => {
        const started = start(agreement, options);
        const { connection, held } = started;
        if (inside) {
          connection.sendFragment(repeat(0, 2000), { fin: false });
          receive(connection, message(data.subarray(0, 100), false));
        } else {
          connection.sendBinary(repeat(0, 2000));
          receive(connection, message(data));
        }
        expect(held()).toStrictEqual([1, 1]);
        return started;
      };

      test.each<[string, (connection: Connection, role: Role) => void]>([
        ['the peer’s Close', (it, own) => it.receive(closeToReceive(own, 1000))],
        ['a peer’s Close without a code', (it, own) => it.receive(closeToReceive(own))],
        ['a reserved opcode', (it, own) => it.receive(toReceive(own, 0x3))],
        ['a frame for the other role', (it, own) => it.receive(toReceive(peerOf(own), 0x1, 'a'))],
        ['text that is not UTF-8', (it, own) => it.receive(textFault(own, inside))],
        ['corrupt data', (it, own) => it.receive(dataFault(own, inside))],
        ['EOF', (it) => it.receiveEnd()],
        [
          'EOF inside a frame',
          (it, own) => {
            it.receive(toReceive(own, Opcode.Ping, 'abc').subarray(0, 3));
            it.receiveEnd();
          },
        ],
      ])('gives both back with %s, and takes none again', (_title, finish) => {
        const { connection, held, count } = hold();
        finish(connection, role);
        drain(connection);
        expect(held()).toStrictEqual([0, 0]);
        const { taken } = count;
        expect(connection.sendBinary(repeat(0, 2000))).toBe(false);
        expect(connection.sendFragment(repeat(0, 2000), { fin: true })).toBe(false);
        receive(connection, message(data));
        connection.receiveEnd();
        drain(connection);
        connection.close();
        expect([held(), count.taken]).toStrictEqual([[0, 0], taken]);
      });

      test('gives back what it sends with by its own close, and the rest at the answer', () => {
        const { connection, held } = hold();
        connection.close(1000);
        expect(held()).toStrictEqual([0, 1]);
        const [rest, opcode] = inside
          ? [data.subarray(100), Opcode.Continuation]
          : [data, Opcode.Binary];
        expect(receive(connection, message(rest, true, opcode))).toStrictEqual([
          { type: 'binary', data: noise(300) },
        ]);
        receive(connection, closeToReceive(role, 1000));
        expect(held()).toStrictEqual([0, 0]);
      });

      test('gives the rest back at EOF when no answer comes', () => {
        const { connection, held } = hold();
        connection.close();
        connection.receiveEnd();
        drain(connection);
        expect(held()).toStrictEqual([0, 0]);
      });

      test('gives both back with a message that is too big', () => {
        const { connection, held } = hold({ maxMessageBytes: 2000 });
        const more = deflated(repeat(0, 5000));
        const wire = inside
          ? message(data.subarray(100), true, Opcode.Continuation)
          : new Uint8Array(0);
        receive(connection, wire);
        const [error] = receive(connection, message(more));
        expect(error).toMatchObject({ type: 'error', error: { code: 'message-too-big' } });
        expect(held()).toStrictEqual([0, 0]);
      });
    });

    test('holds nothing for a message that fails at its first byte', () => {
      const { connection, held } = start({});
      receive(connection, message(hex('ff')));
      expect(held()).toStrictEqual([0, 0]);
    });

    test('gives back in the middle of a message that the consumer has not pulled', () => {
      const { connection, held } = start({}, { streamMessages: true });
      connection.receive(message(deflated(repeat(0, 100_000))));
      expect(connection.nextEvent()).toMatchObject({ type: 'binary-part', last: false });
      expect(held()).toStrictEqual([0, 1]);
      connection.receive(closeToReceive(role, 1000));
      const rest = drain(connection);
      expect(rest.at(-1)).toMatchObject({ type: 'close', code: 1000 });
      expect(rest.at(-2)).toMatchObject({ type: 'binary-part', last: true });
      expect(held()).toStrictEqual([0, 0]);
    });
  },
);

/** A text that is none; or, inside a binary message, a message that may not begin there. */
function textFault(role: Role, inside: boolean): Uint8Array {
  const opcode = Opcode.Text;
  return inside
    ? toReceive(role, opcode, 'a')
    : compressedToReceive(role, opcode, deflated(hex('ff')));
}

function dataFault(role: Role, inside: boolean): Uint8Array {
  return inside
    ? toReceive(role, Opcode.Continuation, hex('ff ff ff ff ff ff ff'))
    : compressedToReceive(role, Opcode.Binary, hex('ff ff ff'));
}
