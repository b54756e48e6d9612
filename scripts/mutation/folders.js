/** The folders of src that are mutated, in the order of the layers. */
export const folders = [
  'bytes',
  'vocabulary',
  'frame',
  'http',
  'handshake',
  'message',
  'extension',
  'connection',
  'adapters',
];
