import type { TestContext } from 'vitest';

/**
 * Skips a test whose peer is not there, with the reason. Where peers have been installed on purpose,
 * `INTEROP=required` says that one which is missing is a fault.
 */
export async function requirePeer(
  context: Pick<TestContext, 'skip'>,
  missing: () => Promise<string | null>,
): Promise<void> {
  const reason = await missing();
  if (reason === null) return;
  const { INTEROP } = process.env;
  if (INTEROP === 'required') throw new Error(reason);
  context.skip(reason);
}
