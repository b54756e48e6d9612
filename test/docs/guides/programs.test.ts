/**
 * The programs of the guides that need nobody else print what the comments beside them promise.
 */

import { afterAll, describe, expect, test } from 'vitest';
import { CodeBlocks, promisedOutput } from '../../code-blocks.js';

const guides: [name: string, linesOfPrograms: Record<string, number>][] = [
  ['backpressure', { socket: 1, streams: 1 }],
  ['compression', { negotiate: 2, less: 4 }],
  ['limits', { refuse: 3, choose: 3 }],
  ['streaming', { receive: 2, send: 2, frames: 3 }],
];

describe.each(guides)('%s', (name, programs) => {
  const page = new CodeBlocks(`docs/guides/${name}.md`);

  afterAll(() => page.dispose());

  test('every block is run here', () => {
    const labels = page.labels.filter((label) => !label.startsWith('diff '));
    expect(labels).toStrictEqual(Object.keys(programs).map((program) => `js ${program}`));
  });

  test.each(Object.entries(programs))('%s', async (program, lines) => {
    const promised = promisedOutput(page.program(program).code);
    expect(promised).toHaveLength(lines);
    const { stdout, stderr } = await page.run(program);
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, -1)).toStrictEqual(promised);
  });
});
