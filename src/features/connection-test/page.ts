/** The steps that ask nothing of the network: whether this page may and can make a call at all. */
import type { Platform } from '../../call/platform.js';
import type { Permission, StepOf } from './report.js';

/** What of a page a platform does not tell. */
export interface Surroundings {
  readonly isSecure: boolean;
  /** Asks nothing of the person. */
  permission(name: 'microphone' | 'camera'): Promise<Permission>;
}

/** Those of the page that this runs in. */
export const browserSurroundings: Surroundings = {
  get isSecure() {
    return globalThis.isSecureContext;
  },
  async permission(name) {
    try {
      return (await navigator.permissions.query({ name })).state;
    } catch {
      // Firefox knew no such names for long, and throws where it knows none.
      return 'unknown';
    }
  },
};

export function judgeContext({ isSupported }: Platform, { isSecure }: Surroundings) {
  const finding = !isSecure ? 'insecure' : isSupported ? 'secure' : 'unsupported';
  return {
    id: 'context',
    verdict: finding === 'secure' ? 'good' : 'bad',
    finding,
    facts: { isSecure, hasWebRtc: isSupported },
  } satisfies StepOf<'context'>;
}

export function judgePolicy(platform: Platform) {
  const facts = {
    microphone: platform.allowsFeature('microphone'),
    camera: platform.allowsFeature('camera'),
  };
  const isAllowed = facts.microphone && facts.camera;
  return {
    id: 'policy',
    verdict: isAllowed ? 'good' : facts.microphone ? 'warn' : 'bad',
    finding: isAllowed ? 'allowed' : 'blocked',
    facts,
  } satisfies StepOf<'policy'>;
}

export async function judgePermission(surroundings: Surroundings): Promise<StepOf<'permission'>> {
  const [microphone, camera] = await Promise.all([
    surroundings.permission('microphone'),
    surroundings.permission('camera'),
  ]);
  const facts = { microphone, camera };
  const has = (state: Permission) => microphone === state || camera === state;
  if (has('denied')) {
    const verdict = microphone === 'denied' ? 'bad' : 'warn';
    return { id: 'permission', verdict, finding: 'denied', facts };
  }
  if (has('unknown')) return { id: 'permission', verdict: 'skipped', finding: 'unknown', facts };
  // That the browser asks is as it should be.
  return {
    id: 'permission',
    verdict: 'good',
    finding: has('prompt') ? 'prompt' : 'granted',
    facts,
  };
}

export async function judgeDevices({ mediaDevices }: Platform): Promise<StepOf<'devices'>> {
  const all = (await mediaDevices?.enumerateDevices().catch(() => undefined)) ?? [];
  const count = (wanted: MediaDeviceKind) => all.filter(({ kind }) => kind === wanted).length;
  const facts = {
    microphones: count('audioinput'),
    cameras: count('videoinput'),
    speakers: count('audiooutput'),
  };
  const { microphones, cameras } = facts;
  if (!mediaDevices) return { id: 'devices', verdict: 'skipped', finding: 'hidden', facts };
  if (!microphones && !cameras) return { id: 'devices', verdict: 'bad', finding: 'none', facts };
  if (!microphones) return { id: 'devices', verdict: 'bad', finding: 'no-microphone', facts };
  if (!cameras) return { id: 'devices', verdict: 'warn', finding: 'no-camera', facts };
  return { id: 'devices', verdict: 'good', finding: 'found', facts };
}
