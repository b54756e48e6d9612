/**
 * Whether bytes are UTF-8 (RFC 3629 §4): no surrogates, no longer form than needed, nothing above U+10FFFF. Apart from
 * the package's own check, which is what may be under test.
 */
export function isUtf8(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at++] as number;
    if (first < 0x80) continue;
    if (first < 0xc2 || first > 0xf4) return false;
    const count = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    for (let i = 0; i < count; i++) {
      const next = bytes[at++];
      // Only the second byte of a sequence has narrower bounds than others.
      const [from, to] = i === 0 ? boundsBehind(first) : [0x80, 0xbf];
      if (next === undefined || next < from || next > to) return false;
    }
  }
  return true;
}

function boundsBehind(first: number): readonly [from: number, to: number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
