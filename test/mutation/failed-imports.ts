/**
 * A mutant that keeps a test file from loading is dead, but Stryker's runner counts tests, and such a file has none:
 * give it one that fails.
 */

import type { Reporter, TestModule, Vitest } from 'vitest/node';

export class FailedImports implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleEnd(module: TestModule): void {
    const file = this.#vitest?.state.idMap.get(module.id);
    if (file?.type !== 'suite' || file.tasks.length > 0 || file.result?.state !== 'fail') return;
    file.tasks.push({
      ...file,
      type: 'test',
      name: 'loads',
      fullName: 'loads',
      fullTestName: 'loads',
      suite: undefined,
      context: undefined as never,
      timeout: 0,
      annotations: [],
      artifacts: [],
    } as never);
  }
}
