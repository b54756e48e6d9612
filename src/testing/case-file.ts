/**
 * The cases of a file.
 */

import type { ByteData, CaseData, CaseFile } from './case-data.js';

/**
 * The cases of a file, with the data that they refer to by name put in their places.
 *
 * @throws TypeError if a name stands for nothing
 */
export function casesOf(file: CaseFile): readonly CaseData[] {
  const named = new Map(Object.entries(file.data ?? {}));
  return file.cases.map((testCase) => withData(testCase, named) as CaseData);
}

function withData(value: unknown, named: ReadonlyMap<string, ByteData>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element) => withData(element, named));
  const { data } = value as { readonly data?: unknown };
  if (typeof data === 'string') {
    const found = named.get(data);
    if (found === undefined) throw new TypeError(`no data are called ${JSON.stringify(data)}`);
    return found;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withData(member, named)]),
  );
}
