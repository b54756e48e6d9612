/**
 * Set up before test files that are to show that nothing depends on WebAssembly: as in runtimes that have none, or
 * refuse it.
 */

Reflect.deleteProperty(globalThis, 'WebAssembly');
