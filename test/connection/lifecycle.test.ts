import { describe, expect, test } from 'vitest';
import { FrameWriter } from '../../src/connection/frame-writer.js';
import { Lifecycle } from '../../src/connection/lifecycle.js';
import { codecsOf } from '../../src/connection/message-codecs.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { allProtocolErrors, protocolError } from '../../src/vocabulary/violation.js';
import { hex, join } from '../vectors/bits.js';
import { closeBody, faultClose, framesFor } from './drive.js';

function life(): { life: Lifecycle; sent: () => ReturnType<typeof framesFor> } {
  const frames = new FrameWriter(null, null);
  return {
    life: new Lifecycle(
      frames,
      codecsOf([], { role: 'server', maxMessageBytes: 1, streamMessages: false }),
    ),
    sent: () => framesFor('client', join(...frames.take())),
  };
}

const close = (payload: Uint8Array) => ({ opcode: Opcode.Close, fin: true, payload });

test('a life begins open and reading', () => {
  expect(life().life).toMatchObject({ phase: 'open', isReading: true });
});

describe("one's own Close", () => {
  test('goes out once', () => {
    const { life: it, sent } = life();
    it.sendClose(closeBody(1000, 'bye'));
    it.sendClose(closeBody(1001));
    expect(sent()).toStrictEqual([close(closeBody(1000, 'bye'))]);
    expect(it).toMatchObject({ phase: 'close-sent', isReading: true });
  });

  test('is refused while something else is being sent, and has changed nothing then', () => {
    const frames = new FrameWriter(null, null);
    const context = { role: 'server', maxMessageBytes: 1, streamMessages: false } as const;
    const it = new Lifecycle(frames, codecsOf([], context));
    frames.begin('sendText');
    expect(() => it.sendClose(hex(''))).toThrow(
      new TypeError('close() called while something is being sent'),
    );
    expect(it.phase).toBe('open');
  });

  test('is answered by the peer, which needs no answer any more', () => {
    const { life: it, sent } = life();
    it.sendClose(hex(''));
    sent();
    it.receiveClose(3000);
    expect(sent()).toStrictEqual([]);
    expect(it).toMatchObject({ phase: 'closed', isReading: false });
  });
});

describe("the peer's Close", () => {
  test.each([
    [1000, closeBody(1000)],
    [1005, hex('')],
    [4999, closeBody(4999)],
  ])('with code %i is answered with the same', (code, payload) => {
    const { life: it, sent } = life();
    it.receiveClose(code);
    expect(sent()).toStrictEqual([close(payload)]);
    it.sendClose(closeBody(1001));
    expect(sent()).toStrictEqual([]);
    expect(it).toMatchObject({ phase: 'closed', isReading: false });
  });
});

describe('a violation', () => {
  test.each(allProtocolErrors())('$code goes out as a Close with $closeCode', (error) => {
    const { life: it, sent } = life();
    it.fail(error);
    expect(sent()).toStrictEqual([faultClose(error.code)]);
    expect(it).toMatchObject({ phase: 'failed', isReading: false });
  });

  test("behind one's own Close sends nothing more", () => {
    const { life: it, sent } = life();
    it.sendClose(closeBody(1000));
    sent();
    it.fail(protocolError('reserved-opcode'));
    expect(sent()).toStrictEqual([]);
    expect(it.phase).toBe('failed');
  });
});

describe('the end', () => {
  test('without a Close is abnormal, once', () => {
    const { life: it, sent } = life();
    it.end();
    it.end();
    expect(sent()).toStrictEqual([]);
    expect(it).toMatchObject({ phase: 'ended', isReading: false });
  });

  test("behind the peer's Close is expected", () => {
    const { life: it } = life();
    it.receiveClose(1000);
    it.end();
    expect(it.phase).toBe('ended');
  });
});

describe('the end of the input', () => {
  test('is due while input still matters, until it has come', () => {
    const { life: it } = life();
    expect(it.isEndDue).toBe(false);
    it.endInput();
    expect(it).toMatchObject({ isEndDue: true, isInputOver: true, phase: 'open' });
    it.end();
    expect(it).toMatchObject({ isEndDue: false, phase: 'ended' });
  });

  test('is due behind one’s own Close as well', () => {
    const { life: it } = life();
    it.sendClose(closeBody(1000));
    it.endInput();
    expect(it).toMatchObject({ isEndDue: true, phase: 'close-sent' });
  });

  test('comes at once where nothing more is read', () => {
    const { life: it } = life();
    it.receiveClose(1000);
    it.endInput();
    expect(it).toMatchObject({ isEndDue: false, phase: 'ended' });
  });
});

describe('a ping', () => {
  test('is answered, and beyond the limit the newest takes the place of the last', () => {
    const { life: it, sent } = life();
    for (const payload of [hex('01'), hex('02'), hex('03')]) it.answerPing(payload, 2);
    const pong = (payload: Uint8Array) => ({ opcode: Opcode.Pong, fin: true, payload });
    expect(sent()).toStrictEqual([pong(hex('01')), pong(hex('03'))]);
  });

  test('is not answered where no answer may wait', () => {
    const { life: it, sent } = life();
    it.answerPing(hex('01'), 0);
    expect(sent()).toStrictEqual([]);
  });
});
