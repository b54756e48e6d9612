/**
 * The public surface of each entry point, as API Extractor reads it from the built declarations, in `api/`: a change of
 * what users rely on is seen in review.
 *
 * npm run api                 writes the reports
 * npm run api -- --check      fails when they are not those of the code
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url));
const reportFolder = join(root, 'api');
const isCheck = process.argv.includes('--check');

/** @type {{ exports: Record<string, { import?: { types: string } }> }} */
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).flatMap((entry) =>
  entry.import === undefined ? [] : [entry.import.types],
);

mkdirSync(reportFolder, { recursive: true });
const names = entries.map((types) => {
  const name = types.replace(/^\.\/dist\/|\.d\.ts$/g, '').replaceAll('/', '-');
  report(types, name);
  return `${name}.api.md`;
});
const left = readdirSync(reportFolder).filter((name) => !names.includes(name));
if (left.length > 0) throw new Error(`api/ has reports of no entry point: ${left.join(', ')}`);
console.log(`${names.length} entry points ${isCheck ? 'are' : 'were'} reported as they are`);

/** @param {string} types @param {string} name */
function report(types, name) {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2022'],
            module: 'ESNext',
            moduleResolution: 'Bundler',
            types: [],
            strict: true,
            skipLibCheck: true,
          },
          include: [join(root, types)],
        },
      },
      newlineKind: 'lf',
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder,
        reportTempFolder: join(root, 'reports/api'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          // Types that users meet and cannot name.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !isCheck,
    messageCallback: (message) => {
      if (message.logLevel === ExtractorLogLevel.Error) throw new Error(message.text);
      message.handled = true;
    },
  });
  if (apiReportChanged && isCheck) {
    const made = join(root, `reports/api/${name}.api.md`);
    try {
      execFileSync('diff', ['-u', join(reportFolder, `${name}.api.md`), made], {
        stdio: 'inherit',
      });
    } catch {
      // diff says by its status that they differ, which is known.
    }
    throw new Error(`api/${name}.api.md is not what the code says; run npm run api and review it`);
  }
}
