/** Which candidates a browser finds with given servers, and which errors the other servers return. */
import type { Platform } from '../../call/platform.js';
import { withTimeout } from './with-timeout.js';

export interface Candidate {
  readonly kind: 'host' | 'srflx' | 'prflx' | 'relay';
  /** In the notation of candidates, such as `udp 192.0.2.1:4711`. */
  readonly address: string;
}

export interface Gathered {
  readonly candidates: readonly Candidate[];
  /** As in RFC 8656; 701 is the browser's own code for no answer, 0 means that it refused to try. */
  readonly errorCodes: readonly number[];
  /** In milliseconds. */
  readonly took: number;
}

const CANDIDATE = /^(?:a=)?candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) typ (host|srflx|prflx|relay)/i;

/** Firefox lacks `type` in some versions; the line itself is the same everywhere. */
export function readCandidate(line: string): Candidate | undefined {
  const [, protocol = '', host = '', port, kind] = CANDIDATE.exec(line) ?? [];
  if (!kind) return undefined;
  const address = `${protocol.toLowerCase()} ${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { kind: kind.toLowerCase() as Candidate['kind'], address };
}

/** @param isEnough ends it early, if the rest would only take time */
export async function gather(
  platform: Platform,
  configuration: RTCConfiguration,
  {
    patience,
    signal,
    isEnough = () => false,
  }: {
    patience: number;
    signal: AbortSignal;
    isEnough?: (candidate: Candidate) => boolean;
  },
): Promise<Gathered> {
  const { clock } = platform;
  const began = clock.now();
  const candidates: Candidate[] = [];
  const errorCodes: number[] = [];
  let connection: RTCPeerConnection | undefined;
  try {
    await withTimeout<void>(clock, patience, signal, (resolve, over) => {
      connection = platform.createConnection(configuration);
      const options = { signal: over };
      connection.addEventListener(
        'icecandidate',
        ({ candidate }) => {
          const found = readCandidate(candidate?.candidate ?? '');
          if (found) candidates.push(found);
          if (!candidate || (found && isEnough(found))) resolve();
        },
        options,
      );
      connection.addEventListener(
        'icecandidateerror',
        ({ errorCode }) => void errorCodes.push(errorCode),
        options,
      );
      connection.createDataChannel('test');
      // Creates the offer itself; a failure here is final.
      connection.setLocalDescription().catch(() => resolve());
    });
  } catch (error) {
    signal.throwIfAborted();
    // An invalid address: https://w3c.github.io/webrtc-pc/#dfn-validate-an-ice-server-url
    if (!(error instanceof Error)) throw error;
    errorCodes.push(0);
  } finally {
    connection?.close();
  }
  return { candidates, errorCodes, took: clock.now() - began };
}
