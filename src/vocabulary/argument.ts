/**
 * Checks of what the caller passes in. The caller's mistakes throw at once, with the offending value and
 * what was expected in the message.
 */

import { trueLength } from '../bytes/plain-view.js';

// The getter reads the internal slot: it knows a Uint8Array of any realm, and nothing can pose as one.
const typedArrayTag = /* @__PURE__ */ (() =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
    ?.get)() as (this: unknown) => string | undefined;

/** Whether a value is a Uint8Array, a subclass such as Node's Buffer and other realms included. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return typedArrayTag.call(value) === 'Uint8Array';
}

/** Throws a TypeError unless the value is a Uint8Array. */
export function requireBytes(value: unknown, name: string): asserts value is Uint8Array {
  if (!isUint8Array(value)) {
    throw new TypeError(`${name} must be a Uint8Array, not ${describe(value)}`);
  }
}

/**
 * The same for bytes that pass through memory which others use too: a subclass or a property of its own may say
 * another length than the array has, and what lies there would take the place of what is missing.
 */
export function requireHonestBytes(value: unknown, name: string): asserts value is Uint8Array {
  requireBytes(value, name);
  const length = trueLength(value);
  if (value.length !== length) {
    throw new TypeError(`${name} says that it is ${value.length} bytes, and is ${length}`);
  }
}

/** Throws a TypeError unless the value is a string. */
export function requireString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') {
    throw new TypeError(`${name} must be a string, not ${describe(value)}`);
  }
}

/** Throws a RangeError unless the value is an integer from `min` to `max`. */
export function requireInteger(
  value: number,
  name: string,
  min: number = 0,
  max: number = Number.MAX_SAFE_INTEGER,
): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${name} must be a number, not ${describe(value)}`);
  }
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} is ${value}; it must be an integer from ${min} to ${max}`);
  }
}

/** The value of an option that limits something: a non-negative integer, or its default. */
export function limitOption(value: number | undefined, name: string, byDefault: number): number {
  if (value === undefined) return byDefault;
  requireInteger(value, name);
  return value;
}

/** What a value is, in a word or two, for the message of an error. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 64 ? `${value.slice(0, 64)}…` : value);
  }
  if (typeof value === 'function') return `a function (${value.name})`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return Object.prototype.toString.call(value).slice(8, -1);
  return `${typeof value} ${String(value)}`;
}

/** Throws a TypeError unless the value is a list of pairs of strings. */
export function requireHeaders(
  value: unknown,
  name: string,
): asserts value is readonly (readonly [string, string])[] {
  const isNoPair = (pair: unknown): boolean =>
    !Array.isArray(pair) || typeof pair[0] !== 'string' || typeof pair[1] !== 'string';
  // `findIndex`, unlike `every`, does not pass over holes.
  if (!Array.isArray(value) || value.findIndex(isNoPair) >= 0) {
    throw new TypeError(`${name} must be an array of [name, value] pairs of strings`);
  }
}

/** The value of an option that is on or off, or its default. */
export function flagOption(value: boolean | undefined, name: string, byDefault: boolean): boolean {
  if (value === undefined) return byDefault;
  if (typeof value !== 'boolean') {
    throw new TypeError(`${name} must be a boolean, not ${describe(value)}`);
  }
  return value;
}

/** Throws a TypeError unless the value is an array. */
export function requireList(value: unknown, name: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value))
    throw new TypeError(`${name} must be an array, not ${describe(value)}`);
}

/** Throws a TypeError unless the value is a function. */
export function requireFunction(value: unknown, name: string): void {
  if (typeof value !== 'function') {
    throw new TypeError(`${name} must be a function, not ${describe(value)}`);
  }
}

/** The role in the options, which are read once; throws a TypeError unless it is one. */
export function requireRole(options: unknown): 'client' | 'server' {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options must be an object with a role, not ${describe(options)}`);
  }
  const { role } = options as { role?: unknown };
  if (role !== 'client' && role !== 'server') {
    throw new TypeError(`role is ${describe(role)}; it must be 'client' or 'server'`);
  }
  return role;
}
