/**
 * The cases of the package as values: a program that imports them needs nothing for JSON.
 */

import type { CaseData, CaseFile } from './case-data.js';
import { casesOf } from './case-file.js';
import attacks from './data/attacks.json';
import conformance from './data/conformance.json';

/** The cases of `conformance.json`, in the order of their numbers. */
export const conformanceCases: readonly CaseData[] = /* @__PURE__ */ casesOf(
  conformance as unknown as CaseFile,
);

/** The cases of `attacks.json`: input of the kinds that implementations were published to have fallen for. */
export const attackCases: readonly CaseData[] = /* @__PURE__ */ casesOf(
  attacks as unknown as CaseFile,
);
