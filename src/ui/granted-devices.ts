/** Which devices a page may use without a question. */

const devices = ['microphone', 'camera'] as const;

/** Which of my devices the browser hands out without asking. Firefox knows no such names and throws. */
export async function grantedDevices(): Promise<(typeof devices)[number][]> {
  const states = await Promise.all(
    devices.map(async (name) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state;
      } catch {
        return undefined;
      }
    }),
  );
  return devices.filter((_, index) => states[index] === 'granted');
}
