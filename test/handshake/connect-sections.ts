/** Header sections of extended CONNECT, as the RFC gives them, and ways to change one thing in them. */

import type { HeaderList } from '../../src/http/header-list.js';

/** The request of RFC 8441 §5.1. */
export const CONNECT: HeaderList = [
  [':method', 'CONNECT'],
  [':protocol', 'websocket'],
  [':scheme', 'https'],
  [':path', '/chat'],
  [':authority', 'server.example.com'],
  ['sec-websocket-protocol', 'chat, superchat'],
  ['sec-websocket-extensions', 'permessage-deflate'],
  ['sec-websocket-version', '13'],
  ['origin', 'http://www.example.com'],
];

/** The response of RFC 8441 §5.1. */
export const OK: HeaderList = [
  [':status', '200'],
  ['sec-websocket-protocol', 'chat'],
];

export function without(list: HeaderList, name: string): HeaderList {
  return list.filter(([candidate]) => candidate !== name);
}

/** The list with another value in its place. */
export function having(list: HeaderList, name: string, value: string): HeaderList {
  return list.map(([candidate, old]) => [candidate, candidate === name ? value : old]);
}

export function adding(list: HeaderList, ...fields: [string, string][]): HeaderList {
  return [...list, ...fields];
}
