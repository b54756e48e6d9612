/**
 * Readers that inflate, which takes them turns of their event loop.
 */

import { createRequire } from 'node:module';
import { answer } from './answer.js';
import { MAX_BYTES, readWithUndici, readWithWs } from './receivers.js';

/** @typedef {import('./receivers.js').Verdict} Verdict */

const load = /** @type {(name: string) => unknown} */ (createRequire(import.meta.url));
const { PerMessageDeflate } =
  /** @type {{ PerMessageDeflate: { new (options: object): { accept: (offers: object[]) => object, cleanup: () => void }, extensionName: string } }} */ (
    load('ws')
  );
/** Who says nothing for so long waits for more. */
const PATIENCE_MILLISECONDS = 2000;

answer((/** @type {{ name: string, role: string, bytes: Uint8Array }} */ { name, role, bytes }) => {
  // What is lent by one is changed by another.
  const own = Buffer.from(bytes);
  if (name === 'undici') {
    return settled((done) => readWithUndici(own, new Map([['permessage-deflate', '']]), done));
  }
  const isServer = role === 'server';
  const deflate = new PerMessageDeflate({ isServer, maxPayload: MAX_BYTES });
  deflate.accept([{}]);
  const extensions = { [PerMessageDeflate.extensionName]: deflate };
  return settled((done) => readWithWs(own, isServer, extensions, done)).finally(() =>
    deflate.cleanup(),
  );
});

/** @type {(read: (done: () => void) => () => Verdict) => Promise<Verdict>} */
function settled(read) {
  return new Promise((resolve) => {
    const timer = setTimeout(end, PATIENCE_MILLISECONDS);
    const verdict = read(() => setImmediate(end));
    function end() {
      clearTimeout(timer);
      resolve(verdict());
    }
  });
}
