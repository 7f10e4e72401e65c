/** The steps that need no network: whether this page may and can make a call at all. */
import type { Platform } from '../../call/platform.js';
import type { Permission, StepOf } from './report.js';

/** Facts about a page that a platform doesn't provide. */
export interface Surroundings {
  readonly isSecure: boolean;
  /** Doesn't prompt the user. */
  permission(name: 'microphone' | 'camera'): Promise<Permission>;
}

/** The surroundings of the page that this code runs in. */
export const browserSurroundings: Surroundings = {
  get isSecure() {
    return globalThis.isSecureContext;
  },
  async permission(name) {
    try {
      return (await navigator.permissions.query({ name })).state;
    } catch {
      // Firefox lacked these names for a long time, and throws for unknown ones.
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
  // It is normal for the browser to prompt.
  return {
    id: 'permission',
    verdict: 'good',
    finding: has('prompt') ? 'prompt' : 'granted',
    facts,
  };
}

export async function judgeDevices(
  { mediaDevices }: Platform,
  { isSecure }: Surroundings,
): Promise<StepOf<'devices'>> {
  const all = (await mediaDevices?.enumerateDevices().catch(() => undefined)) ?? [];
  const count = (wanted: MediaDeviceKind) => all.filter(({ kind }) => kind === wanted).length;
  const facts = {
    microphones: count('audioinput'),
    cameras: count('videoinput'),
    speakers: count('audiooutput'),
  };
  const { microphones, cameras } = facts;
  if (!mediaDevices) {
    const finding = isSecure ? 'unsupported' : 'hidden';
    return { id: 'devices', verdict: 'skipped', finding, facts };
  }
  if (!microphones && !cameras) return { id: 'devices', verdict: 'bad', finding: 'none', facts };
  if (!microphones) return { id: 'devices', verdict: 'bad', finding: 'no-microphone', facts };
  if (!cameras) return { id: 'devices', verdict: 'warn', finding: 'no-camera', facts };
  return { id: 'devices', verdict: 'good', finding: 'found', facts };
}
