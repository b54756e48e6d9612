/**
 * Checks of what callers put into a handshake.
 */

import { requireToken } from '../http/write-head.js';
import { describe, requireList } from '../vocabulary/argument.js';
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

/** Throws a TypeError unless a server's answer is made of what it was offered, each extension once. */
export function requireAnswer(
  request: {
    readonly protocols: readonly string[];
    readonly extensions: readonly ExtensionOffer[];
  },
  protocol: string | null,
  extensions: readonly ExtensionOffer[],
): void {
  requireExtensions(extensions);
  requireList(request.protocols, 'request.protocols');
  requireList(request.extensions, 'request.extensions');
  if (new Set(extensions.map(({ name }) => name)).size < extensions.length) {
    throw new TypeError('an extension is accepted more than once');
  }
  if (protocol !== null && !request.protocols.includes(protocol)) {
    throw new TypeError(`the subprotocol ${describe(protocol)} was not offered`);
  }
  if (protocol !== null) requireToken(protocol, 'a subprotocol');
  for (const { name } of extensions) {
    if (!request.extensions.some((offer) => offer.name === name)) {
      throw new TypeError(`the extension ${describe(name)} was not offered`);
    }
  }
}
