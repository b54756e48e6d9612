/**
 * Reads bench/results.json and writes bench/charts/*.svg and the generated part of bench/README.md.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chartSpecs } from '../chart-specs.js';
import { parseResults } from '../results-file.js';
import { targets } from '../targets.js';
import { barChart } from './bar-chart.js';
import { buildChart } from './charts.js';
import { judge, unexplained } from './judge.js';
import { lineChart } from './line-chart.js';
import { replaceSection, resultsSection } from './markdown.js';

const pathOf = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../${name}`, import.meta.url));
const resultsPath = pathOf('results.json');
const readmePath = pathOf('README.md');
const chartsPath = pathOf('charts');

if (!existsSync(resultsPath)) {
  console.error('there is no bench/results.json; npm run bench writes it');
  process.exit(1);
}
const results = parseResults(readFileSync(resultsPath, 'utf8'));
const verdicts = judge(targets, results);

mkdirSync(chartsPath, { recursive: true });
for (const name of readdirSync(chartsPath)) {
  // A chart that is no longer made must not stay with old figures.
  if (name.endsWith('.svg')) rmSync(`${chartsPath}/${name}`);
}
/** @type {import('./markdown.js').Drawn[]} */
const drawn = [];
for (const spec of chartSpecs) {
  const built = buildChart(spec, results, targets);
  if (built === null) {
    console.log(`not measured: ${spec.title}`);
    continue;
  }
  const svg = built.kind === 'lines' ? lineChart(built.chart) : barChart(built.chart);
  writeFileSync(`${chartsPath}/${spec.file}.svg`, svg);
  drawn.push({ path: `charts/${spec.file}.svg`, title: spec.title });
}
const section = resultsSection(results, verdicts, drawn);
writeFileSync(readmePath, replaceSection(readFileSync(readmePath, 'utf8'), 'results', section));

for (const { target, place, wanted, measured, outcome } of verdicts) {
  if (outcome !== 'met') {
    console.log(
      `${outcome}: ${target}, ${place}: ${wanted} wanted, ${measured ?? 'nothing'} measured`,
    );
  }
}
const silent = unexplained(verdicts);
for (const { target, place } of silent) {
  console.error(`bench/targets.js does not say what bounds ${target}, ${place}`);
}
console.log(`${drawn.length} charts; ${verdicts.length} targets`);
process.exitCode = silent.length === 0 ? 0 : 1;
