/**
 * Exact handshakes of both sides: in HTTP/1.1 after RFC 6455 §1.2 and §1.3, in HTTP/2 and HTTP/3 after RFC 8441 §5.1.
 */

import { adding, CONNECT, having, OK, without } from '../../handshake/connect-sections.js';
import { ACCEPT, edited, head, KEY, latin1Text, REQUEST, RESPONSE } from '../../handshake/heads.js';
import type { Subject } from './subject.js';
import { same, type Tally } from './tally.js';

/** Changes to the least that a server accepts, what a server says to them, and with which status. */
const refusedRequests: readonly (readonly [change: string, code: string, httpStatus: number])[] = [
  ['-Upgrade', 'upgrade-missing', 426],
  ['POST /chat HTTP/1.1', 'method-not-get', 405],
  ['-Host', 'host-missing', 400],
  ['-Connection', 'connection-upgrade-missing', 426],
  ['-Sec-WebSocket-Key', 'key-missing', 400],
  ['Sec-WebSocket-Key: dGhlIHNhbXBsZQ==', 'key-invalid', 400],
  ['Sec-WebSocket-Version: 8', 'version-unsupported', 426],
];

/** Changes to the least that a client accepts, and what a client says to them. */
const refusedResponses: readonly (readonly [change: string, code: string])[] = [
  ['HTTP/1.1 403 Forbidden', 'status-not-101'],
  ['-Upgrade', 'upgrade-missing'],
  ['-Connection', 'connection-upgrade-missing'],
  ['-Sec-WebSocket-Accept', 'accept-missing'],
  ['Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'accept-mismatch'],
  ['+Sec-WebSocket-Protocol: chat', 'protocol-not-offered'],
  ['+Sec-WebSocket-Extensions: x', 'extension-not-offered'],
];

export function checkHandshakeVectors(tally: Tally, subject: Subject): void {
  checkServer(tally, subject);
  checkClient(tally, subject);
  checkConnect(tally, subject);
}

function checkServer(tally: Tally, { codec }: Subject): void {
  tally.check('the accept value of RFC 6455 §1.3', () => same(codec.computeAccept(KEY), ACCEPT));
  tally.check('a server accepts the request of RFC 6455 §1.2', () => {
    const bytes = head([
      ...REQUEST,
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: chat, superchat',
    ]);
    const result = codec.parseHandshake(bytes);
    if (result.status !== 'complete') throw new Error(result.status);
    const { host, origin, key, protocols, target } = result.value;
    same([host, origin, key, target], ['server.example.com', 'http://example.com', KEY, '/chat']);
    same(protocols, ['chat', 'superchat']);
    same(result.bytesRead, bytes.length);
    const protocol = codec.selectProtocol(protocols, ['chat']);
    const answer = codec.encodeHandshakeResponse(result.value, { protocol });
    same(latin1Text(answer), latin1Text(head([...RESPONSE, 'Sec-WebSocket-Protocol: chat'])));
  });
  tally.check('a server waits for the end of a head', () => {
    const bytes = head(REQUEST);
    const buffer = new codec.HeadBuffer();
    for (let at = 0; at < bytes.length; at++) {
      same(codec.parseHandshake(bytes.subarray(0, at)).status, 'incomplete');
      const whole = buffer.push(bytes.slice(at, at + 1));
      same(whole, at < bytes.length - 1 ? null : bytes);
    }
  });
  for (const [change, code, httpStatus] of refusedRequests) {
    tally.check(`a server says ${code} to ${change}`, () => {
      const result = codec.parseHandshake(head(edited(REQUEST, change)));
      if (result.status !== 'invalid') throw new Error(result.status);
      same([result.error.code, result.error.httpStatus], [code, httpStatus]);
      const rejection = latin1Text(codec.encodeRejection(result.error));
      same(rejection.slice(0, 12), `HTTP/1.1 ${httpStatus}`);
    });
  }
}

function checkClient(tally: Tally, { codec }: Subject): void {
  tally.check('a client makes a request that a server understands', () => {
    const init = { host: 'server.example.com', target: '/chat', key: KEY, protocols: ['chat'] };
    const bytes = codec.encodeHandshakeRequest(init);
    const lines = [...REQUEST, 'Sec-WebSocket-Protocol: chat'];
    same(latin1Text(bytes).split('\r\n').sort(), latin1Text(head(lines)).split('\r\n').sort());
    same(codec.parseHandshake(bytes).status, 'complete');
  });
  tally.check('a client makes keys of 16 bytes, each another one', () => {
    const keys = [codec.generateKey(), codec.generateKey()];
    for (const key of keys) same(/^[\w+/]{22}==$/.test(key), true, key);
    same(keys[0] === keys[1], false, 'whether both are the same');
  });
  tally.check('a client accepts the answer of RFC 6455 §1.2, and one behind an interim one', () => {
    const bytes = head([...RESPONSE, 'Sec-WebSocket-Protocol: chat']);
    const early = head(['HTTP/1.1 103 Early Hints', 'Link: </a>']);
    const expected = { key: KEY, protocols: ['chat'] };
    for (const answer of [bytes, Uint8Array.of(...early, ...bytes)]) {
      const result = codec.parseHandshakeResponse(answer, expected);
      same(result.status === 'complete' && result.value.protocol, 'chat');
      same(result.status === 'complete' && result.bytesRead, answer.length);
    }
  });
  for (const [change, code] of refusedResponses) {
    tally.check(`a client says ${code} to ${change}`, () => {
      const answer = head(edited(RESPONSE, change));
      const result = codec.parseHandshakeResponse(answer, { key: KEY });
      same(result.status === 'invalid' ? result.error.code : result.status, code);
    });
  }
}

function checkConnect(tally: Tally, { extendedConnect }: Subject): void {
  const { connectRequestHeaders, connectResponseHeaders } = extendedConnect;
  const { readConnectRequest, readConnectResponse } = extendedConnect;
  tally.check('a server accepts the request of RFC 8441 §5.1', () => {
    const result = readConnectRequest(CONNECT);
    if (result.status !== 'complete') throw new Error(result.status);
    same(result.value.protocols, ['chat', 'superchat']);
    same(connectResponseHeaders(result.value, { protocol: 'chat' }), OK);
  });
  tally.check('a client makes a request that a server understands', () => {
    const list = connectRequestHeaders({ scheme: 'https', authority: 'a.example', path: '/chat' });
    const result = readConnectRequest(list);
    same(result.status === 'complete' && result.value.path, '/chat');
  });
  tally.check('a client accepts the answer of RFC 8441 §5.1', () => {
    const result = readConnectResponse(OK, { protocols: ['chat'] });
    same(result.status === 'complete' && result.value.protocol, 'chat');
  });
  for (const list of [
    without(CONNECT, ':path'),
    having(CONNECT, ':protocol', 'other'),
    adding(CONNECT, ['connection', 'upgrade']),
  ]) {
    tally.check(`a server refuses ${list.length} fields that are wrong`, () => {
      same(readConnectRequest(list).status, 'invalid');
    });
  }
  tally.check('a client refuses another status', () => {
    same(readConnectResponse(having(OK, ':status', '403'), {}).status, 'invalid');
  });
}
