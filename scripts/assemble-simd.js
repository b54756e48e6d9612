/**
 * Assembles the WebAssembly of the package from its text, into a module that holds the bytes. With `--check`
 * it writes nothing and fails when the module is out of date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const source = new URL('../src/frame/mask-simd.wat', import.meta.url);
const target = new URL('../src/frame/mask-simd-code.ts', import.meta.url);

const { parseWat } = await wabt();
const { buffer } = parseWat('mask-simd.wat', readFileSync(source, 'utf8'), { simd: true }).toBinary(
  {},
);
const hex = Buffer.from(buffer).toString('hex');
const lines = hex.match(/.{1,96}/g) ?? [];
const code = `/**
 * What scripts/assemble-simd.js makes of mask-simd.wat, in hexadecimal.
 */

export const MASK_SIMD_CODE: string =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, code);
} else if (readFileSync(target, 'utf8') !== code) {
  console.error('src/frame/mask-simd-code.ts is out of date: node scripts/assemble-simd.js');
  process.exitCode = 1;
}
