/**
 * The same, but the package is loaded with the worker, where workerd allows code to be compiled.
 */

// A module of the worker, by the name that the configuration gives it.
import 'checks';

export { default } from './workerd.js';
