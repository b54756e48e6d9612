/**
 * Counts the bytes that are copied from one array into another while something runs: by `set`, by `slice`,
 * and by a constructor that is given an array.
 */

const Original = Uint8Array;

/** Runs `run` and returns how many bytes were copied meanwhile, within what it calls and itself. */
export function countCopies(run: () => void): number {
  let copied = 0;
  const { prototype } = Original;
  const inherited = Object.getPrototypeOf(prototype) as Uint8Array;

  const counting: typeof Original = new Proxy(Original, {
    construct(target, args: unknown[], newTarget): object {
      const [source] = args;
      if (ArrayBuffer.isView(source) || Array.isArray(source)) copied += lengthOf(source);
      return Reflect.construct(target, args, newTarget === counting ? target : newTarget) as object;
    },
  });
  // Own properties of the prototype that Uint8Array has: those of all typed arrays stay as they are.
  Object.defineProperties(prototype, {
    set: method(function (this: Uint8Array, source: ArrayLike<number>, offset?: number) {
      copied += source.length;
      inherited.set.call(this, source, offset);
    }),
    slice: method(function (this: Uint8Array, start?: number, end?: number) {
      const result = inherited.slice.call(this, start, end);
      copied += result.length;
      return result;
    }),
  });
  globalThis.Uint8Array = counting;
  try {
    run();
  } finally {
    globalThis.Uint8Array = Original;
    Reflect.deleteProperty(prototype, 'set');
    Reflect.deleteProperty(prototype, 'slice');
  }
  return copied;
}

function method(value: (this: Uint8Array, ...args: never[]) => unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}

function lengthOf(source: ArrayBufferView | readonly unknown[]): number {
  return Array.isArray(source) ? source.length : (source as ArrayBufferView).byteLength;
}
