/**
 * Bytes to begin with.
 */

/**
 * @typedef {object} GivenStream
 * @property {string} name
 * @property {string} text
 * @property {boolean} [deflate]
 */

/** @type {readonly GivenStream[]} */
export const givenStreams = [
  { name: 'Unmasked text (RFC 6455 §5.7)', text: '81 05 48 65 6c 6c 6f' },
  { name: 'Masked text (§5.7)', text: '81 85 37 fa 21 3d 7f 9f 4d 51 58' },
  { name: 'Fragmented text (§5.7)', text: '01 03 48 65 6c\n80 02 6c 6f' },
  {
    name: 'Ping, then masked pong (§5.7)',
    text: '89 05 48 65 6c 6c 6f\n8a 85 37 fa 21 3d 7f 9f 4d 51 58',
  },
  { name: '256 bytes (§5.7)', text: `82 7e 01 00\n${countedBytes(256)}` },
  {
    name: 'A ping inside a message',
    text: '01 83 37 fa 21 3d 7f 9f 4d\n89 80 00 00 00 00\n80 82 3d 21 fa 37 51 4e\n88 82 00 00 00 00 03 e8',
  },
  { name: 'A length that is not minimal', text: '82 7e 00 05 01 02 03 04 05' },
  { name: 'Bad UTF-8', text: '81 0a 47 72 c3 bc c3 9f 65 20 ff 21\n81 02 4f 4b' },
  { name: 'Half a frame, in base64', text: 'gQVIZWw=' },
  {
    name: 'Compressed, twice (RFC 7692 §7.2.3)',
    text: 'c1 07 f2 48 cd c9 c9 07 00\nc1 05 f2 00 11 00 00',
    deflate: true,
  },
  {
    name: 'A handshake (RFC 6455 §1.2)',
    text: [
      'GET /chat HTTP/1.1',
      'Host: server.example.com',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: chat, superchat',
      'Sec-WebSocket-Version: 13',
      '',
      '81 85 37 fa 21 3d 7f 9f 4d 51 58',
    ].join('\n'),
  },
];

/** @param {number} count */
function countedBytes(count) {
  return Array.from({ length: count }, (_, byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
