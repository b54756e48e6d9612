/**
 * What the compiler says of programs that a page shows.
 */

import { basename } from 'node:path';
import ts from 'typescript';

interface TypeFault {
  /** Of the file, without its extension; null for a fault of no file. */
  readonly name: string | null;
  readonly text: string;
}

/** Compiles files by these settings; writes what they become, unless the settings say `noEmit`. */
export function typeFaultsOf(files: readonly string[], options: ts.CompilerOptions): TypeFault[] {
  const program = ts.createProgram(files, options);
  const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return faults.map(({ file, messageText }) => ({
    name: file === undefined ? null : basename(file.fileName, '.mts'),
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}
