/**
 * As much as is used here of packages that need not be installed for a type check.
 */

declare module 'checks' {}

declare module 'puppeteer-core' {
  interface Page {
    on(event: 'pageerror', listener: (error: unknown) => void): void;
    goto(url: string): Promise<unknown>;
    evaluate(expression: string): Promise<unknown>;
  }
  interface Browser {
    newPage(): Promise<Page>;
    version(): Promise<string>;
    close(): Promise<void>;
  }
  const puppeteer: {
    launch(options: {
      browser: 'chrome' | 'firefox';
      executablePath: string;
      headless: boolean;
      args: readonly string[];
    }): Promise<Browser>;
  };
  export default puppeteer;
}

declare module '@jitl/quickjs-wasmfile-release-sync' {
  const variant: { readonly variant: true };
  export default variant;
}

declare module 'quickjs-emscripten-core' {
  interface Handle {
    readonly handle: true;
  }
  interface Context {
    evalCode(code: string, name: string): { readonly error: Handle } | { readonly value: Handle };
    getPromiseState(handle: Handle): { readonly state: Handle };
    unwrapResult(state: { readonly state: Handle }): Handle;
    dump(handle: Handle): unknown;
  }
  interface Runtime {
    setMaxStackSize(bytes: number): void;
    executePendingJobs(): void;
    newContext(): Context;
  }
  export function newQuickJSWASMModuleFromVariant(variant: {
    readonly variant: true;
  }): Promise<{ newRuntime(): Runtime }>;
}

declare module '@rollup/plugin-node-resolve' {
  export function nodeResolve(options: { browser: boolean }): { readonly name: string };
}

declare module 'rollup' {
  interface Chunk {
    readonly code: string;
    readonly modules: Readonly<Record<string, unknown>>;
  }
  export const VERSION: string;
  export function rollup(options: {
    input: string;
    plugins: readonly unknown[];
    onwarn: (warning: { readonly message: string }) => void;
  }): Promise<{
    generate(options: { format: 'iife' }): Promise<{ output: [Chunk, ...unknown[]] }>;
    close(): Promise<void>;
  }>;
}

declare module 'webpack' {
  export interface StatsModule {
    readonly name: string;
    readonly modules?: readonly StatsModule[];
  }
  interface Stats {
    hasErrors(): boolean;
    hasWarnings(): boolean;
    toString(preset: string): string;
    toJson(options: object): { readonly modules: readonly StatsModule[] };
  }
  interface Webpack {
    (
      options: object,
    ): {
      run(done: (error: Error | null, stats: Stats) => void): void;
    };
    readonly version: string;
  }
  const webpack: Webpack;
  export default webpack;
}
