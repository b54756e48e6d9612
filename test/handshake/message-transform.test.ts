/**
 * An extension of one's own from the handshake to the messages, with nothing but what the package exports.
 */

import { describe, expect, test } from 'vitest';
import {
  Connection,
  type Extension,
  type ExtensionOffer,
  encodeHandshakeRequest,
  encodeHandshakeResponse,
  generateKey,
  type MessageTransform,
  type NegotiatedExtension,
  negotiateExtensions,
  parseHandshake,
  parseHandshakeResponse,
  Rsv,
  type TransformContext,
} from '../../src/index.js';
import { drain } from '../connection/drive.js';
import { hex, join, toHex } from '../vectors/bits.js';
import { completeValue } from './heads.js';

/** XORs every byte with the value that the server has chosen. */
function xor(value: number): MessageTransform {
  let input: Uint8Array | null = null;
  let isLast = false;
  const apply = (bytes: Uint8Array) => bytes.map((byte) => byte ^ value);
  const decoder = {
    fault: null,
    isDone: false,
    get pendingBytes() {
      return input?.length ?? 0;
    },
    begin() {
      decoder.isDone = false;
    },
    push(bytes: Uint8Array, last: boolean) {
      input = bytes;
      isLast = last;
    },
    pull() {
      if (input === null) return null;
      const piece = apply(input);
      input = null;
      decoder.isDone = isLast;
      return piece.length > 0 ? piece : null;
    },
    release() {
      input = null;
    },
  };
  return { encoder: { encode: apply, release: () => {} }, decoder };
}

function agreed(answer: ExtensionOffer, made: TransformContext[]): NegotiatedExtension {
  const value = Number(answer.parameters[0]?.[1]);
  return {
    ...answer,
    rsv: Rsv.Rsv3,
    createTransform(context) {
      made.push(context);
      return xor(value);
    },
  };
}

function extension(made: TransformContext[] = []): Extension {
  return {
    name: 'x-xor',
    offer: { name: 'x-xor', parameters: [['value', null]] },
    negotiate: ({ name }) => agreed({ name, parameters: [['value', '42']] }, made),
    accept: (answer) =>
      answer.parameters.length === 1 && answer.parameters[0]?.[1] === '42'
        ? agreed(answer, made)
        : null,
  };
}

/** Both sides of a handshake with an extension. */
function shakeHands(client: Extension, server: Extension) {
  const key = generateKey();
  const sent = { host: 'example.com', target: '/', key, extensions: [client] };
  const request = completeValue(parseHandshake(encodeHandshakeRequest(sent)));
  const extensions = negotiateExtensions(request.extensions, [server]);
  const answer = encodeHandshakeResponse(request, { extensions });
  const response = parseHandshakeResponse(answer, { key, extensions: [client] });
  return { request, extensions, response: completeValue(response) };
}

describe('an extension of one’s own', () => {
  test('is offered, answered, accepted, and transforms what both sides send', () => {
    const made: TransformContext[] = [];
    const { request, extensions, response } = shakeHands(extension(made), extension(made));
    expect(request.extensions).toStrictEqual([{ name: 'x-xor', parameters: [['value', null]] }]);
    expect(response.extensions).toMatchObject([{ name: 'x-xor', parameters: [['value', '42']] }]);

    const server = new Connection({ role: 'server', extensions });
    const client = new Connection({ role: 'client', extensions: response.extensions });
    expect(made.map(({ role }) => role)).toStrictEqual(['server', 'client']);
    server.sendText('Hello');
    const wire = join(...server.takeOutput());
    expect(toHex(wire)).toBe(toHex(hex('91 05 62 4f 46 46 45')));
    client.receive(wire);
    expect(drain(client)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
    client.sendFragment('He', { fin: false });
    client.sendFragment('llo', { fin: true });
    server.receive(join(...client.takeOutput()));
    expect(drain(server)).toStrictEqual([{ type: 'text', data: 'Hello' }]);
  });

  test('makes a transform of its own for each connection', () => {
    const made: TransformContext[] = [];
    const { extensions } = shakeHands(extension(made), extension(made));
    for (let count = 0; count < 3; count++) new Connection({ role: 'server', extensions });
    expect(made).toHaveLength(3);
  });

  test('may be on the server alone, and then nothing is transformed', () => {
    const bare = { name: 'x-xor', parameters: [] };
    const key = generateKey();
    const bytes = encodeHandshakeRequest({
      host: 'a',
      target: '/',
      key,
      extensions: [bare],
    });
    const request = completeValue(parseHandshake(bytes));
    const answer = encodeHandshakeResponse(request, {
      extensions: negotiateExtensions(request.extensions, [extension()]),
    });
    const response = completeValue(parseHandshakeResponse(answer, { key, extensions: [bare] }));
    const client = new Connection({ role: 'client', extensions: response.extensions });
    client.receive(hex('91 01 4b'));
    expect(drain(client)[0]).toMatchObject({ error: { code: 'reserved-bit-set' } });
  });
});
