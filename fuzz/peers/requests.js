/**
 * Other implementations as servers that judge an opening handshake: accepted or not.
 *
 * They judge what an HTTP parser has made of the bytes; here that is one in JavaScript, and fields that come more
 * than once are joined as `node:http` joins them.
 */

import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

/** @typedef {{ method: string, url: string, headers: Record<string, string>, connection: object, httpVersion: string }} Parsed */
/** @typedef {{ name: string, accepts: (request: Parsed) => boolean }} Judge */

const require = createRequire(import.meta.url);
const load = /** @type {(name: string) => unknown} */ (require);

/**
 * @typedef {object} Parser
 * @property {(info: Info) => boolean} [kOnHeadersComplete]
 * @property {(bytes: Buffer, start: number, length: number) => number | Error} execute
 */
/** @typedef {{ headers: string[], method: number, url: string, versionMajor: number, versionMinor: number, upgrade: boolean }} Info */

const { HTTPParser } =
  /** @type {{ HTTPParser: { new (kind: string): Record<number, unknown> & Parser, REQUEST: string, kOnHeadersComplete: number, methods: string[] } }} */ (
    load('http-parser-js')
  );
const { http } =
  /** @type {{ http: (request: Parsed, options: object) => { on: (event: string, listener: () => void) => void, start: () => boolean } }} */ (
    load('websocket-driver')
  );

/** Of these, `node:http` keeps the first. */
const SINGLE = new Set([
  'host',
  'content-length',
  'user-agent',
  'authorization',
  'from',
  'referer',
  'location',
]);

/**
 * What the parser reads, or null for a head that it refuses or that is not whole.
 *
 * @param {Buffer} bytes
 * @returns {Parsed | null}
 */
export function parseRequest(bytes) {
  const parser = new HTTPParser(HTTPParser.REQUEST);
  /** @type {Parsed | null} */
  let request = null;
  parser[HTTPParser.kOnHeadersComplete] = (/** @type {Info} */ info) => {
    request = {
      method: HTTPParser.methods[info.method] ?? '',
      url: info.url,
      headers: joinedHeaders(info.headers),
      connection: {},
      httpVersion: `${info.versionMajor}.${info.versionMinor}`,
    };
    return true;
  };
  const used = parser.execute(bytes, 0, bytes.length);
  return typeof used === 'number' ? request : null;
}

/** @param {string[]} list names and values in turn */
function joinedHeaders(list) {
  /** @type {Record<string, string>} */
  const headers = Object.create(null);
  for (let at = 0; at < list.length; at += 2) {
    const name = list[at].toLowerCase();
    if (headers[name] === undefined) headers[name] = list[at + 1];
    else if (!SINGLE.has(name)) headers[name] += `, ${list[at + 1]}`;
  }
  return headers;
}

class JudgingServer extends WebSocketServer {
  isAccepted = false;

  /** Called when there is nothing left to find fault with. */
  completeUpgrade() {
    this.isAccepted = true;
  }
}

const server = new JudgingServer({ noServer: true, perMessageDeflate: true });
// With a listener, it only says that it refuses.
server.on('wsClientError', () => {});
const socket = {
  on() {},
  once() {},
  end() {},
  destroy() {},
  removeListener() {},
  readable: true,
  writable: true,
};

/** @type {readonly Judge[]} */
export const judges = [
  {
    name: 'ws',
    accepts(request) {
      server.isAccepted = false;
      server.handleUpgrade(
        /** @type {import('node:http').IncomingMessage} */ (/** @type {unknown} */ (request)),
        /** @type {import('node:stream').Duplex} */ (/** @type {unknown} */ (socket)),
        Buffer.alloc(0),
        () => {},
      );
      return server.isAccepted;
    },
  },
  {
    name: 'websocket-driver',
    accepts(request) {
      // As a server on node:http has it: a request without Upgrade never comes here.
      const driver = http(request, {});
      driver.on('error', () => {});
      return driver.start();
    },
  },
];
