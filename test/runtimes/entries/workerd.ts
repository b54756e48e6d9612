/**
 * For workerd: a module whose test handler loads the checks, and with them the package.
 */

interface Environment {
  readonly extent: string;
}

/** Whatever a module of WebAssembly can be made of: the eight bytes that every one begins with. */
const EMPTY_MODULE = /* @__PURE__ */ Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export default {
  async test(_controller: unknown, { extent }: Environment): Promise<void> {
    const compiles = isCompiled();
    // Not before: what is loaded at the top level may be allowed more.
    const name = 'checks';
    await import(name);
    const { report } = globalThis as unknown as {
      report: (extent: string) => Promise<string>;
    };
    const text = await report(extent);
    console.log(`REPORT ${JSON.stringify({ ...JSON.parse(text), compiles })}`);
  },
};

function isCompiled(): boolean {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return true;
  } catch {
    return false;
  }
}
