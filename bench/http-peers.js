/**
 * Other people's parsers of HTTP requests: Node's own, which is llhttp, and http-parser-js, which once was
 * Node's. Both are used as Node's server uses them: one parser, initialized anew for each request, whose
 * callback hands over method, URL and the raw list of header fields.
 */

import { createRequire } from 'node:module';

/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (createRequire(import.meta.url));

/**
 * @typedef {object} HttpParser
 * @property {(type: unknown, resource: object) => void} initialize
 * @property {(bytes: Buffer) => number | Error} execute
 */

/**
 * @typedef {(new () => HttpParser) & { REQUEST: unknown, kOnHeadersComplete: number, kOnExecute: number }} HttpParserClass
 */

/**
 * Gathered from the callback.
 *
 * @typedef {object} HttpRequest
 * @property {string} url
 * @property {string[]} headers names and values by turns
 * @property {boolean} upgrade
 */

/** @typedef {(bytes: Buffer) => HttpRequest} ParseHttp */

/** What the callback answers to a request for another protocol: no body follows, and no other request. */
const SKIP_BODY_AND_UPGRADE = 2;

/**
 * @param {'node' | 'http-parser-js'} whose
 * @returns {ParseHttp | null} null where it is not installed, or Node does not give its own away
 */
export function loadHttpParser(whose) {
  const HTTPParser = whose === 'node' ? loadNodeParser() : loadInstalledParser();
  if (HTTPParser === null) return null;
  // Looking at it tells http-parser-js that the callback takes what Node's takes today.
  if (typeof HTTPParser.kOnExecute !== 'number') throw new Error(`${whose} has another interface`);
  const parser = new HTTPParser();
  // Initializing a parser asks for a resource for async_hooks; Node gives one for each socket.
  const resource = {};
  /** @type {HttpRequest} */
  let last = { url: '', headers: [], upgrade: false };
  Object.assign(parser, {
    [HTTPParser.kOnHeadersComplete](
      /** @type {number} */ _major,
      /** @type {number} */ _minor,
      /** @type {string[]} */ headers,
      /** @type {unknown} */ _method,
      /** @type {string} */ url,
      /** @type {unknown} */ _status,
      /** @type {unknown} */ _message,
      /** @type {boolean} */ upgrade,
    ) {
      last = { url, headers, upgrade };
      return SKIP_BODY_AND_UPGRADE;
    },
  });
  return (bytes) => {
    parser.initialize(HTTPParser.REQUEST, resource);
    const outcome = parser.execute(bytes);
    if (outcome instanceof Error) throw outcome;
    return last;
  };
}

/** @returns {HttpParserClass | null} */
function loadNodeParser() {
  try {
    return /** @type {{ HTTPParser: HttpParserClass }} */ (load('node:_http_common')).HTTPParser;
  } catch {
    return null;
  }
}

/** @returns {HttpParserClass | null} */
function loadInstalledParser() {
  try {
    return /** @type {{ HTTPParser: HttpParserClass }} */ (load('http-parser-js')).HTTPParser;
  } catch {
    return null;
  }
}
