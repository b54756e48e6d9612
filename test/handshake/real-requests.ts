/**
 * Opening handshakes as they stand in RFC 6455 and as browsers send them, line by line.
 */

import { KEY } from './heads.js';

/** RFC 6455 §1.2, with the key of §1.3. */
export const RFC_REQUEST = [
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Key: ${KEY}`,
  'Origin: http://example.com',
  'Sec-WebSocket-Protocol: chat, superchat',
  'Sec-WebSocket-Version: 13',
] as const;

/** Chromium 156 on Linux, headless, from a page with a cookie. */
export const CHROME_REQUEST = [
  'GET /chat?room=1 HTTP/1.1',
  'Host: 127.0.0.1:41637',
  'Connection: Upgrade',
  'Pragma: no-cache',
  'Cache-Control: no-cache',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
  'Upgrade: websocket',
  'Origin: http://127.0.0.1:41637',
  'Sec-WebSocket-Version: 13',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: en-US,en;q=0.9',
  'Cookie: session=a1b2',
  'Sec-WebSocket-Key: QbJ32nAJRAtXxiqQ5HLn5A==',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
  'Sec-WebSocket-Protocol: chat, superchat',
] as const;

/** The fields of Firefox in its order: `Connection` is a list there, and `Upgrade` comes last. */
export const FIREFOX_REQUEST = [
  'GET / HTTP/1.1',
  'Host: 127.0.0.1:5000',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: */*',
  'Accept-Language: fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Sec-WebSocket-Version: 13',
  'Origin: http://websocket.example:8080',
  'Sec-WebSocket-Extensions: permessage-deflate',
  'Sec-WebSocket-Key: EtZmERSW4zOyYBPtfaKYjA==',
  'Connection: keep-alive, Upgrade',
  'Sec-Fetch-Dest: empty',
  'Sec-Fetch-Mode: websocket',
  'Sec-Fetch-Site: cross-site',
  'Pragma: no-cache',
  'Cache-Control: no-cache',
  'Upgrade: websocket',
] as const;
