/**
 * A plain view of the bytes that a caller passes in. A subclass, or an array with properties of its own, may
 * say another length than it has or do other things in `subarray`; code outside the package, native code
 * above all, must not be given that.
 */

type Getter<T> = (this: unknown) => T;

const buffer = /* @__PURE__ */ intrinsic<ArrayBuffer>('buffer');
const byteOffset = /* @__PURE__ */ intrinsic<number>('byteOffset');
const byteLength = /* @__PURE__ */ intrinsic<number>('byteLength');

export function plainView(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.call(bytes), byteOffset.call(bytes), byteLength.call(bytes));
}

/** The length that an array has, whatever it says. */
export function trueLength(bytes: Uint8Array): number {
  return byteLength.call(bytes);
}

function intrinsic<T>(name: string): Getter<T> {
  const prototype: object = Object.getPrototypeOf(Uint8Array.prototype);
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as Getter<T>;
}
