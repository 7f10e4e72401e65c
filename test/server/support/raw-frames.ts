/** A socket without any rules: requests and frames that no client would send. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Timeout for an answer on a busy machine, in milliseconds. */
const PATIENCE = 30_000;

interface Frame {
  /** 1 text, 2 binary, 0 continuation, 8 close, 9 ping; others are undefined. */
  opcode: number;
  payload?: Buffer;
  isLast?: boolean;
  isMasked?: boolean;
  /** A declared length that differs from the real one. */
  length?: bigint;
}

/** RFC 6455 section 5.2. */
export function frame({ opcode, payload = Buffer.alloc(0), ...more }: Frame): Buffer {
  const { isLast = true, isMasked = true, length = BigInt(payload.length) } = more;
  const mask = randomBytes(4);
  const head = Buffer.alloc(2);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  const long = Buffer.alloc(length < 126n ? 0 : length < 65_536n ? 2 : 8);
  if (long.length === 2) long.writeUInt16BE(Number(length));
  else if (long.length === 8) long.writeBigUInt64BE(length);
  const short = long.length === 0 ? Number(length) : long.length === 2 ? 126 : 127;
  head[1] = (isMasked ? 0x80 : 0) | short;
  if (!isMasked) return Buffer.concat([head, long, payload]);
  return Buffer.concat([head, long, mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
}

export class RawSocket {
  readonly #socket: Socket;
  readonly #port: number;
  #received = '';
  readonly #watchers = new Set<() => void>();
  isEnded = false;

  constructor(port: number) {
    this.#port = port;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.on('data', (data) => {
      this.#received += data.toString('latin1');
      this.#tell();
    });
    // A client that breaks the rules is disconnected, cleanly or not.
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.isEnded = true;
      this.#tell();
    });
  }

  get received(): string {
    return this.#received;
  }

  write(data: Buffer | string): void {
    if (!this.isEnded) this.#socket.write(data);
  }

  /** Requests a WebSocket upgrade; resolves with the head of the response. */
  async upgrade(path: string, headers: { [name: string]: string } = {}): Promise<string> {
    const lines = {
      host: `127.0.0.1:${this.#port}`,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      ...headers,
    };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
    this.write([`GET ${path} HTTP/1.1`, ...head, '', ''].join('\r\n'));
    await this.until('answer', () => this.isEnded || this.#received.includes('\r\n\r\n'));
    return this.#received;
  }

  until(fact: string, isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${fact}: ${this.#received.slice(-200)}`)),
        PATIENCE,
      );
      const watch = () => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #tell(): void {
    for (const watch of this.#watchers) watch();
  }
}
