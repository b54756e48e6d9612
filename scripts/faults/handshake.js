/**
 * The opening handshake.
 */

/** @import { Fault } from './fault.js' */

/** @type {readonly Fault[]} */
export const handshake = [
  {
    name: 'loose-accept',
    effect: 'The accept is compared without regard to the case of letters.',
    file: 'handshake/parse-handshake-response.ts',
    from: 'if (accept !== computeAccept(key)) ',
    to: 'if (accept.toLowerCase() !== computeAccept(key).toLowerCase()) ',
  },
  {
    name: 'wrong-accept',
    effect: 'The accept is made from the key in small letters.',
    file: 'handshake/encode-handshake-response.ts',
    from: 'computeAccept(request.key)',
    to: 'computeAccept(request.key.toLowerCase())',
  },
  {
    name: 'key-not-required',
    effect: 'A request without a key is accepted.',
    file: 'handshake/read-handshake.ts',
    from: `if (key === null) return 'key-missing';`,
    to: `if (key === null) return { host, origin: null, key: '', protocols: [], extensions: [] };`,
  },
  {
    name: 'foreign-extension-taken',
    effect: 'A client ignores an extension that it has not offered.',
    file: 'handshake/read-answer.ts',
    from: `if (own.length === 0) return 'extension-not-offered';`,
    to: 'if (own.length === 0) continue;',
  },
  {
    name: 'any-protocol-taken',
    effect: 'A client takes a subprotocol that it has not offered.',
    file: 'handshake/read-answer.ts',
    from: `if (protocol !== null && !protocols.includes(protocol)) return 'protocol-not-offered';`,
    to: '',
  },
  {
    name: 'extension-taken-twice',
    effect: 'A client takes an extension that is answered twice.',
    file: 'handshake/read-answer.ts',
    from: 'new Set(extensions.map(({ name }) => name)).size < extensions.length',
    to: 'false',
    also: [
      {
        file: 'handshake/read-answer.ts',
        from: `if ((rsv & takenRsv) !== 0) return 'extension-bit-conflict';`,
        to: '',
      },
    ],
  },
  {
    name: 'answered-upgrade-ignored',
    effect: 'A client does not look at Upgrade.',
    file: 'handshake/parse-handshake-response.ts',
    from: `upgrade.length !== 1 || (upgrade[0] as string).toLowerCase() !== 'websocket'`,
    to: 'false',
  },
  {
    name: 'answered-connection-ignored',
    effect: 'A client does not look at Connection.',
    file: 'handshake/parse-handshake-response.ts',
    from: `if (!hasToken(fields.values(Field.Connection), 'upgrade')) return 'connection-upgrade-missing';`,
    to: '',
  },
  {
    name: 'any-status-taken',
    effect: 'A client does not look at the status.',
    file: 'handshake/parse-handshake-response.ts',
    from: `if (status !== 101) return 'status-not-101';`,
    to: '',
  },
  {
    name: 'answer-of-any-version',
    effect: 'A client takes an answer of HTTP/1.0.',
    file: 'handshake/parse-handshake-response.ts',
    from: `if (!isHttp11(version)) return 'http-version-unsupported';`,
    to: '',
  },
  {
    name: 'rest-of-answer-lost',
    effect: 'A client loses what comes in one piece with the answer.',
    file: 'handshake/parse-handshake-response.ts',
    from: 'complete({ ...response, ...answer }, bytesRead)',
    to: 'complete({ ...response, ...answer }, bytes.length)',
  },
  {
    name: 'version-ignored',
    effect: 'A server does not look at the version.',
    file: 'handshake/read-handshake.ts',
    from: `if (fields.first(Field.Version) !== '13') return 'version-unsupported';`,
    to: '',
  },
  {
    name: 'host-twice',
    effect: 'A server takes a request with two hosts.',
    file: 'handshake/read-handshake.ts',
    from: `if (fields.isRepeated(Field.Host)) return 'host-duplicate';`,
    to: '',
  },
  {
    name: 'http-1-0-taken',
    effect: 'A server takes a request of HTTP/1.0.',
    file: 'handshake/read-handshake.ts',
    from: `!asksForUpgrade || version === '1.0' || version.startsWith('0.')`,
    to: '!asksForUpgrade',
    also: [
      {
        file: 'handshake/read-handshake.ts',
        from: `if (!isHttp11(version)) return 'http-version-unsupported';`,
        to: '',
      },
    ],
  },
  {
    name: 'any-method-taken',
    effect: 'A server takes a request with any method.',
    file: 'handshake/read-handshake.ts',
    from: `if (method !== 'GET') return 'method-not-get';`,
    to: '',
  },
  {
    name: 'any-key-taken',
    effect: 'A server takes any key.',
    file: 'handshake/read-handshake.ts',
    from: `if (!isValidKey(key)) return 'key-invalid';`,
    to: '',
  },
  {
    name: 'connection-ignored',
    effect: 'A server does not look at Connection.',
    file: 'handshake/read-handshake.ts',
    from: `if (!hasToken(fields.values(Field.Connection), 'upgrade')) return 'connection-upgrade-missing';`,
    to: '',
  },
  {
    name: 'body-taken',
    effect: 'A server takes a request that announces a body.',
    file: 'handshake/read-handshake.ts',
    from: `if (fields.announcesBody) return 'body-unexpected';`,
    to: '',
  },
];
