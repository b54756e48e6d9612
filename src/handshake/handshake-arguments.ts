/**
 * Checks of what callers put into a handshake.
 */

import { requireToken } from '../http/write-head.js';
import { requireList } from '../vocabulary/argument.js';
import type { ExtensionOffer } from './extension.js';

/** Throws a TypeError unless all names and values are tokens, as the grammar of RFC 6455 §9.1 asks. */
export function requireExtensions(extensions: readonly ExtensionOffer[]): void {
  requireList(extensions, 'extensions');
  for (const { name, parameters } of extensions) {
    requireToken(name, 'an extension name');
    for (const [key, value] of parameters) {
      requireToken(key, `a parameter of ${name}`);
      if (value !== null) requireToken(value, `the value of ${key}`);
    }
  }
}

/** Throws a TypeError unless the subprotocols are tokens, each once (RFC 6455 §4.1). */
export function requireProtocols(protocols: readonly string[]): void {
  requireList(protocols, 'protocols');
  for (const protocol of protocols) requireToken(protocol, 'a subprotocol');
  if (new Set(protocols).size < protocols.length) {
    throw new TypeError('a subprotocol is offered more than once');
  }
}
