/**
 * Other clients that judge the answer to their opening handshake, which takes them turns of their event loop. The server
 * is a stream in memory: it waits for the request and gives the answer, with the proof that fits the key.
 */

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Duplex } from 'node:stream';
import { Client, WebSocket as UndiciSocket } from 'undici';
import { WebSocket } from 'ws';
import { answer } from './answer.js';

/** @typedef {import('./responses.js').Answered} Answered */
/** @typedef {import('./responses.js').Question} Question */
/** @typedef {(question: Question) => Promise<Answered>} Asked */

const URL_OF_SERVER = 'ws://localhost/';
/** RFC 6455 §1.3, for the key of the sample. */
const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Who has heard the end of the stream and says nothing for so long has not accepted. */
const PATIENCE_MILLISECONDS = 2000;
/** A whole head is judged by then, before the stream ends. */
const TURNS = 8;
const REFUSED = { isAccepted: false, protocol: '', isCompressed: false };

/**
 * @typedef {object} Driver
 * @property {(event: string, listener: () => void) => void} on
 * @property {() => boolean} start
 * @property {(chunk: Buffer) => void} parse
 * @property {string | null} protocol
 * @property {{ on: (event: 'data', listener: (chunk: Buffer) => void) => void }} io
 */
const load = /** @type {(name: string) => unknown} */ (createRequire(import.meta.url));
const { client: createDriver } =
  /** @type {{ client: (url: string, options: object) => Driver }} */ (load('websocket-driver'));

/** @type {Record<string, Asked>} */
const clients = {
  ws: ({ head, protocols }) =>
    judged(head, (server, say) => {
      const socket = new WebSocket(URL_OF_SERVER, [...protocols], {
        createConnection: () => server,
      });
      socket.on('open', () =>
        say({
          isAccepted: true,
          protocol: socket.protocol,
          isCompressed: socket.extensions !== '',
        }),
      );
      socket.on('error', () => say(REFUSED));
      return () => socket.terminate();
    }),
  'websocket-driver': async ({ head, protocols }) => {
    const driver = createDriver(URL_OF_SERVER, { protocols });
    let request = '';
    let verdict = REFUSED;
    driver.io.on('data', (chunk) => {
      request ||= chunk.toString('latin1');
    });
    driver.on('error', () => {});
    driver.on('open', () => {
      verdict = { ...REFUSED, isAccepted: true, protocol: driver.protocol ?? '' };
    });
    driver.start();
    driver.parse(withProof(head, request));
    return verdict;
  },
  undici: ({ head, protocols }) =>
    judged(head, (server, say) => {
      let isFirst = true;
      const dispatcher = new Client('http://localhost', {
        connect(_, callback) {
          // Later, as from a network.
          const socket = /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (server));
          if (isFirst) setImmediate(() => callback(null, socket));
          else setImmediate(() => callback(new Error('one answer is all there is'), null));
          isFirst = false;
        },
      });
      const socket = new UndiciSocket(URL_OF_SERVER, { protocols: [...protocols], dispatcher });
      socket.onopen = () =>
        say({
          isAccepted: true,
          protocol: socket.protocol,
          isCompressed: socket.extensions !== '',
        });
      socket.onerror = () => say(REFUSED);
      return () => {
        dispatcher.destroy(() => {});
      };
    }),
};

answer((/** @type {Question} */ question) => clients[question.name](question));

/**
 * Lets a client connect to a server that gives this head and ends.
 *
 * @type {(head: Uint8Array, connect: (server: Duplex, say: (verdict: Answered) => void) => () => void) => Promise<Answered>}
 */
function judged(head, connect) {
  return new Promise((resolve) => {
    let request = '';
    const server = Object.assign(
      new Duplex({
        read() {},
        write(chunk, _, done) {
          const wasWhole = request.includes('\r\n\r\n');
          request += chunk.toString('latin1');
          if (!wasWhole && request.includes('\r\n\r\n')) {
            server.push(withProof(head, request));
            endLater(server, TURNS);
          }
          done();
        },
      }),
      // What a socket has beside.
      { ref() {}, unref() {}, setTimeout() {}, setNoDelay() {}, setKeepAlive() {} },
    );
    server.on('error', () => {});
    const timer = setTimeout(() => end(REFUSED), PATIENCE_MILLISECONDS);
    const close = connect(server, (verdict) => setImmediate(end, verdict));
    /** @param {Answered} verdict */
    function end(verdict) {
      clearTimeout(timer);
      resolve(verdict);
      close();
      server.destroy();
    }
  });
}

/** @type {(server: Duplex, turns: number) => void} */
function endLater(server, turns) {
  setImmediate(() => (turns === 0 ? server.push(null) : endLater(server, turns - 1)));
}

/** The head with the proof for the key of this request. @type {(head: Uint8Array, request: string) => Buffer} */
function withProof(head, request) {
  const key = /sec-websocket-key: *(.*)\r\n/i.exec(request)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  return Buffer.from(
    Buffer.from(head).toString('latin1').replaceAll(SAMPLE_ACCEPT, accept),
    'latin1',
  );
}
