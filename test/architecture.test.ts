import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the state diagram in ARCHITECTURE.md is the one that the table of transitions makes', () => {
  const script = fileURLToPath(new URL('../scripts/state-diagram.js', import.meta.url));
  // A page that is out of date makes the script exit with 1, and this call throw with its message.
  const said = execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect(said).toBe('');
});
