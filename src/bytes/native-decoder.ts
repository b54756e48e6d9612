/**
 * The runtime's own decoder of UTF-8, strict, and with a byte order mark that is a character like any other.
 */

interface NativeDecoder {
  decode(bytes: Uint8Array): string;
}

type NativeDecoderConstructor = new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => NativeDecoder;

/** Null where the runtime has none. */
export const nativeDecoder: NativeDecoder | null = /* @__PURE__ */ createNativeDecoder();

function createNativeDecoder(): NativeDecoder | null {
  const { TextDecoder } = globalThis as { TextDecoder?: NativeDecoderConstructor };
  if (typeof TextDecoder !== 'function') return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  } catch {
    return null; // a Node built without ICU knows no fatal mode
  }
}
