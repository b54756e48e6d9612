/** The layers of src: each folder may import from itself and from those in front of it. */
export const layers = [
  'bytes',
  'vocabulary',
  'frame',
  'http',
  'handshake',
  'message',
  'extension',
  'connection',
  'testing',
  'adapters',
];
