/**
 * What a WebSocket of the browser's fires, where Node has it not, and how its handlers are set.
 */

/** Node has a class of its own from version 23 on. */
export class CloseEvent extends Event {
  #wasClean;
  #code;
  #reason;

  /**
   * @param {string} type
   * @param {EventInit & { wasClean?: boolean, code?: number, reason?: string }} [init]
   */
  constructor(type, { wasClean = false, code = 0, reason = '', ...init } = {}) {
    super(type, init);
    this.#wasClean = wasClean;
    this.#code = code;
    this.#reason = reason;
  }

  get wasClean() {
    return this.#wasClean;
  }
  get code() {
    return this.#code;
  }
  get reason() {
    return this.#reason;
  }
  get [Symbol.toStringTag]() {
    return 'CloseEvent';
  }
}

/** An EventTarget with `onopen`, `onmessage`, `onerror` and `onclose`. */
export class HandlerTarget extends EventTarget {
  /** @type {Map<string, (event: Event) => unknown>} */
  #handlers = new Map();

  /**
   * A handler takes its place among the listeners when it is first set, and keeps it when another replaces it.
   *
   * @param {string} type
   * @param {unknown} handler anything but an object removes it, and one that is no function is not called
   */
  #set(type, handler) {
    const isThere = this.#handlers.has(type);
    if (Object(handler) !== handler) {
      this.#handlers.delete(type);
      this.removeEventListener(type, this.#call);
    } else {
      this.#handlers.set(type, /** @type {(event: Event) => unknown} */ (handler));
      if (!isThere) this.addEventListener(type, this.#call);
    }
  }

  /** @param {Event} event */
  #call = (event) => {
    const handler = this.#handlers.get(event.type);
    if (typeof handler === 'function') handler.call(this, event);
  };

  /** @param {string} type */
  #get(type) {
    return this.#handlers.get(type) ?? null;
  }

  /** @returns {((event: Event) => unknown) | null} */
  get onopen() {
    return this.#get('open');
  }
  set onopen(handler) {
    this.#set('open', handler);
  }
  /** @returns {((event: MessageEvent) => unknown) | null} */
  get onmessage() {
    return this.#get('message');
  }
  set onmessage(handler) {
    this.#set('message', handler);
  }
  /** @returns {((event: Event) => unknown) | null} */
  get onerror() {
    return this.#get('error');
  }
  set onerror(handler) {
    this.#set('error', handler);
  }
  /** @returns {((event: CloseEvent) => unknown) | null} */
  get onclose() {
    return this.#get('close');
  }
  set onclose(handler) {
    this.#set('close', handler);
  }
}
