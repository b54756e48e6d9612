/**
 * The block of memory that plain bytes are written into. One is kept ready for all: it is taken and given
 * back within one call, so two connections never share one. Only a full block is handed out as it is: what
 * lies behind the used part of another may be somebody else's.
 */

let ready: Uint8Array | null = null;

export function takeBlock(byteLength: number): Uint8Array {
  const block = ready !== null && ready.length === byteLength ? ready : new Uint8Array(byteLength);
  ready = null;
  return block;
}

/** The first `used` bytes of a block, for keeps; null when there are none. */
export function giveBlockBack(block: Uint8Array, used: number): Uint8Array | null {
  if (used === block.length) return block;
  ready = block;
  return used === 0 ? null : block.slice(0, used);
}
