/**
 * Tells a peer that is gone from one that has nothing to say: TCP alone may take hours to notice.
 */

/**
 * @import { Http2Stream } from 'node:http2'
 * @import { Socket } from 'node:net'
 */

/**
 * @typedef {object} HeartbeatCalls
 * @property {() => boolean} isListening false while nothing is read here, so that silence is not the peer's
 * @property {() => boolean} isStalled whether the peer has to read before anything goes on
 * @property {() => void} ping
 * @property {(why: string) => void} giveUp
 */

export class Heartbeat {
  #calls;
  #timer;
  #silentBeats = 0;

  /**
   * @param {Socket | Http2Stream} socket
   * @param {number} periodMs
   * @param {HeartbeatCalls} calls
   */
  constructor(socket, periodMs, calls) {
    this.#calls = calls;
    this.#timer = setInterval(() => this.#beat(), periodMs);
    socket.on('data', () => {
      this.#silentBeats = 0;
    });
    // No byte read and none written, which a socket knows even of the middle of a long write.
    socket.setTimeout(periodMs);
    socket.on('timeout', () => {
      if (calls.isStalled()) calls.giveUp('reads nothing');
    });
    socket.on('close', () => clearInterval(this.#timer));
  }

  #beat() {
    // The first beat may come right behind the last byte, so it takes two to make a period.
    if (!this.#calls.isListening()) this.#silentBeats = 0;
    else if (++this.#silentBeats === 2) this.#calls.ping();
    else if (this.#silentBeats > 2) this.#calls.giveUp('is silent');
  }
}
