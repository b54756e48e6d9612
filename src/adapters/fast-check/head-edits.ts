/**
 * Ways to spoil a head that was right.
 */

import fc from 'fast-check';
import { type HeadField, textFrom } from './head-fields.js';

/** Changes the fields of a head. */
export type FieldEdit = (fields: readonly HeadField[]) => HeadField[];

const has = (field: HeadField, name: string) => field.name.toLowerCase() === name.toLowerCase();

/** Takes a field away. */
export function without(name: string): fc.Arbitrary<FieldEdit> {
  return fc.constant((fields) => fields.filter((field) => !has(field, name)));
}

/** Gives a field one of these values, in place of whatever it had. */
export function instead(name: string, ...values: readonly string[]): fc.Arbitrary<FieldEdit> {
  return fc.constantFrom(...values).map((value) => (fields) => {
    const at = fields.findIndex((field) => has(field, name));
    const others = fields.filter((field) => !has(field, name));
    return insert(others, at < 0 ? others.length : at, { name, value });
  });
}

/** Adds a field anywhere. */
export function plus(name: string, ...values: readonly string[]): fc.Arbitrary<FieldEdit> {
  return fc.tuple(fc.constantFrom(...values), fc.nat(0xffff)).map(
    ([value, place]) =>
      (fields) =>
        insert(fields, place % (fields.length + 1), { name, value }),
  );
}

/** Writes a field twice: once more what it says, or one of these. Where it is not there, it says the first of them. */
export function twice(
  name: string,
  usual: string,
  ...others: readonly string[]
): fc.Arbitrary<FieldEdit> {
  return fc
    .tuple(fc.constantFrom(null, usual, ...others), fc.nat(0xffff))
    .map(([value, place]) => (fields) => {
      const own = fields.find((field) => has(field, name));
      const first = own === undefined ? [{ name, value: usual }] : [];
      const all = [...fields, ...first];
      const copy = { name, value: value ?? own?.value ?? usual };
      return insert(all, place % (all.length + 1), copy);
    });
}

/** Adds so many bytes of fields, none of them too long by itself. */
export function tooMuch(): fc.Arbitrary<FieldEdit> {
  return fc
    .integer({ min: 8_000, max: 8_180 })
    .map((length) => (fields) => [
      ...fields,
      ...['X-A', 'X-B', 'X-C'].map((name) => ({ name, value: 'a'.repeat(length) })),
    ]);
}

/** Adds a line of more than 8 192 bytes. */
export function tooLong(): fc.Arbitrary<FieldEdit> {
  return fc
    .integer({ min: 8_193, max: 8_300 })
    .map((length) => (fields) => [...fields, { name: 'X', value: 'a'.repeat(length - 3) }]);
}

/** Adds fields until there are more than 128. */
export function tooMany(): fc.Arbitrary<FieldEdit> {
  return fc
    .integer({ min: 129, max: 200 })
    .map((count) => (fields) => [
      ...fields,
      ...Array.from({ length: count }, (_, at) => ({ name: `X-${at}`, value: 'a' })),
    ]);
}

/** Adds a line that is no field: a bad name, none, a blank behind it. */
export function malformedName(): fc.Arbitrary<FieldEdit> {
  const names = fc.oneof(
    fc.constantFrom('A B', 'A ', '', 'caf\xe9', '(A)'),
    textFrom('"(),/;<=>?@[\\]{}', 3, 1),
  );
  return anywhere(names.map((name) => ({ name, value: 'c' })));
}

/** Adds a field with a control character, or a fold, for which a recipient may put a blank. */
export function replaceable(): fc.Arbitrary<FieldEdit> {
  return anywhere(
    fc.constantFrom(
      { name: 'A', value: 'b\0c' },
      { name: 'A', value: 'b\rc' },
      { name: 'A', value: 'b\nc' },
      { name: 'A', value: 'b\x7fc' },
      { name: ' A', value: 'folded' },
      { name: '\tA', value: 'folded' },
    ),
  );
}

/** Adds a line that is no field, by its name or its value. */
export function malformedField(): fc.Arbitrary<FieldEdit> {
  return fc.oneof(
    { weight: 2, arbitrary: malformedName() },
    { weight: 1, arbitrary: replaceable() },
  );
}

function anywhere(added: fc.Arbitrary<HeadField>): fc.Arbitrary<FieldEdit> {
  return fc.tuple(added, fc.nat(0xffff)).map(
    ([field, place]) =>
      (fields) =>
        insert(fields, place % (fields.length + 1), field),
  );
}

function insert(fields: readonly HeadField[], at: number, field: HeadField): HeadField[] {
  return [...fields.slice(0, at), field, ...fields.slice(at)];
}
