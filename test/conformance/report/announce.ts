import type { Column } from './column.js';
import { caseMatrix, familyMatrix } from './matrix.js';
import { writeReport } from './store.js';

/**
 * Ends a run: prints its results by family, or by case with `CONFORMANCE_MATRIX=cases`, and writes the
 * report.
 */
export async function announce(
  part: string,
  title: string,
  columns: readonly Column[],
): Promise<void> {
  const { CONFORMANCE_MATRIX } = process.env;
  const matrix = CONFORMANCE_MATRIX === 'cases' ? caseMatrix : familyMatrix;
  console.log(`${title}\n${matrix(columns)}\nEvery case: reports/conformance.html, .txt and .json`);
  await writeReport(part, columns);
}
