/** The texts of the first load, in English. */
import { enumerate, isolate } from './format.js';

export const english = {
  call: 'Video call',
  guest: 'Guest',
  join: 'Join',
  joining: 'Joining…',
  knocking: 'Asking to join…',
  cancel: 'Cancel',
  name: 'Your name',
  room: (room: string) => `Join “${isolate(room)}”`,
  microphone: 'Microphone',
  camera: 'Camera',
  showDevices: 'Device settings',
  turnOn: {
    microphone: 'Turn on microphone',
    camera: 'Turn on camera',
    screen: 'Share screen',
  },
  turnOff: {
    microphone: 'Turn off microphone',
    camera: 'Turn off camera',
    screen: 'Stop sharing',
  },
  isOff: {
    microphone: 'Microphone off',
    camera: 'Camera off',
    screen: 'You stopped sharing your screen',
  },
  leave: 'Leave',
  more: 'More options',
  choose: { microphone: 'Audio settings', camera: 'Video settings' },
  toolbar: 'Call controls',
  people: 'Participants',
  /** Beside the user's own name. */
  you: '(you)',
  yourScreen: 'Your screen',
  screenOf: (name: string) => `${isolate(name)}’s screen`,
  reconnecting: 'Reconnecting…',
  here(count: number | undefined, names: readonly string[] | undefined): string {
    const people = names?.length ?? count;
    if (people === undefined) return '';
    if (people === 0) return 'No one’s here yet';
    if (!names) return people === 1 ? '1 person is here' : `${people} people are here`;
    return `${enumerate(names)} ${people === 1 ? 'is' : 'are'} here`;
  },
};
export type Words = typeof english;
