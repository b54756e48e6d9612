/**
 * Where masking keys and handshake keys come from (RFC 6455 §10.3 asks for strong entropy).
 */

/** Fills the whole array with random bytes; what it returns is ignored. */
export type RandomSource = (target: Uint8Array) => unknown;

interface WebCrypto {
  getRandomValues(target: Uint8Array): unknown;
}

/** The source of the WebCrypto that was seen last. */
let known: { readonly crypto: WebCrypto; readonly source: RandomSource } | null = null;

/**
 * The runtime's own source, the same function as long as the runtime has the same WebCrypto.
 *
 * @throws TypeError where there is no WebCrypto; `Math.random` never takes its place
 */
export function defaultRandomSource(): RandomSource {
  const { crypto } = globalThis as { crypto?: WebCrypto };
  if (typeof crypto?.getRandomValues !== 'function') {
    throw new TypeError('this runtime has no crypto.getRandomValues; pass a random source');
  }
  if (known === null || known.crypto !== crypto) {
    known = { crypto, source: (target) => crypto.getRandomValues(target) };
  }
  return known.source;
}

export function fillRandom(target: Uint8Array, random: RandomSource | undefined): void {
  if (random !== undefined && typeof random !== 'function') {
    throw new TypeError('random must be a function that fills a Uint8Array');
  }
  (random ?? defaultRandomSource())(target);
}
