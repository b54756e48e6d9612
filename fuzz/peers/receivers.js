/**
 * The readers of other implementations that take bytes without a socket: what each says of them, in words of our own.
 */

import { isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What a reader has made of a stream.
 *
 * @typedef {object} Verdict
 * @property {string[]} events messages, pings and pongs, each with its content
 * @property {'open' | 'closed' | 'failed'} end waits for more; has read a Close; refuses
 * @property {number | null} code of the Close that was read, or that a refusal names
 */

const require = createRequire(import.meta.url);
/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (require);
export const MAX_BYTES = 16_777_216;
const CLOSE = 0x88;
const TEXT = 1;
const INVALID_PAYLOAD = 1007;
/** What a stream says with a chunk of bytes. */
const ENCODING = /** @type {BufferEncoding} */ (/** @type {string} */ ('buffer'));

const { Receiver } =
  /** @type {{ Receiver: new (options: object) => import('node:stream').Writable }} */ (load('ws'));
const { ByteParser } =
  /** @type {{ ByteParser: new (handler: object, extensions: Map<string, string> | null, options: object) => import('node:stream').Writable }} */ (
    load(join(dirname(require.resolve('undici/package.json')), 'lib/web/websocket/receiver.js'))
  );

/**
 * Gives what says the verdict: at once, or behind the call of `done` where messages are inflated.
 *
 * @type {(bytes: Buffer, isServer: boolean, extensions?: object, done?: () => void) => () => Verdict}
 */
export function readWithWs(bytes, isServer, extensions = {}, done = () => {}) {
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  const receiver = new Receiver({
    isServer,
    extensions,
    maxPayload: MAX_BYTES,
    skipUTF8Validation: false,
  });
  receiver.on('message', (data, isBinary) => {
    verdict.events.push(isBinary ? `binary ${data.toString('latin1')}` : `text ${data.toString()}`);
  });
  receiver.on('ping', (data) => verdict.events.push(`ping ${data.toString('latin1')}`));
  receiver.on('pong', (data) => verdict.events.push(`pong ${data.toString('latin1')}`));
  receiver.on('conclude', (code) => {
    verdict.end = 'closed';
    verdict.code = code;
  });
  receiver.on('error', () => {});
  // What `write` would call, and at once; an error would come a turn later.
  receiver._write(bytes, ENCODING, (error) => {
    done();
    if (!error) return;
    verdict.end = 'failed';
    const symbol = Object.getOwnPropertySymbols(error).find(
      (key) => key.description === 'status-code',
    );
    verdict.code = symbol === undefined ? null : Reflect.get(error, symbol);
  });
  return () => verdict;
}

/** The same. @type {(bytes: Buffer, extensions?: Map<string, string> | null, done?: () => void) => () => Verdict} */
export function readWithUndici(bytes, extensions = null, done = () => {}) {
  /** @type {Verdict} */
  const verdict = { events: [], end: 'open', code: null };
  const say = (/** @type {string} */ event) => {
    if (verdict.end === 'open') verdict.events.push(event);
  };
  const handler = {
    readyState: 1,
    closeState: new Set(),
    controller: {
      abort() {
        verdict.end = 'failed';
        done();
      },
    },
    socket: {
      destroyed: true,
      writableNeedDrain: false,
      write(/** @type {Buffer} */ frame) {
        noteClose(frame, verdict);
        if (frame[0] === CLOSE) done();
        return true;
      },
    },
    onMessage(/** @type {number} */ type, /** @type {Buffer} */ data) {
      if (type === TEXT && !isUtf8(data)) {
        // There, the reading of text is the handler's.
        verdict.end = 'failed';
        verdict.code = INVALID_PAYLOAD;
      } else say(type === TEXT ? `text ${data.toString()}` : `binary ${data.toString('latin1')}`);
    },
    onPing: (/** @type {Buffer} */ data) => say(`ping ${data.toString('latin1')}`),
    onPong: (/** @type {Buffer} */ data) => say(`pong ${data.toString('latin1')}`),
    onSocketClose() {},
    onFail() {},
  };
  const parser = new ByteParser(handler, extensions, { maxPayloadSize: MAX_BYTES });
  parser._write(bytes, ENCODING, done);
  return () => {
    const { closingInfo } = /** @type {{ closingInfo?: { code?: number, error: boolean } }} */ (
      /** @type {unknown} */ (parser)
    );
    if (verdict.end === 'open' && closingInfo !== undefined) {
      verdict.end = 'closed';
      verdict.code = closingInfo.code ?? 1005;
    }
    return verdict;
  };
}

/** The code of a masked Close frame. @type {(frame: Buffer, verdict: Verdict) => void} */
function noteClose(frame, verdict) {
  if (verdict.end === 'failed' || frame[0] !== CLOSE || (frame[1] & 127) < 2) return;
  verdict.code = ((frame[6] ^ frame[2]) << 8) | (frame[7] ^ frame[3]);
}
