/** The texts of the first load, in English. */
import { enumerate, isolate } from './format.js';

export const english = {
  call: 'Video call',
  guest: 'Guest',
  join: 'Join',
  joining: 'Joining…',
  knocking: 'Waiting to be let in…',
  cancel: 'Cancel',
  name: 'Your name',
  room: (room: string) => `Join “${isolate(room)}”`,
  microphone: 'Microphone',
  camera: 'Camera',
  showDevices: 'Devices',
  turnOn: {
    microphone: 'Turn on microphone',
    camera: 'Turn on camera',
    screen: 'Share your screen',
  },
  turnOff: {
    microphone: 'Turn off microphone',
    camera: 'Turn off camera',
    screen: 'Stop sharing your screen',
  },
  isOff: {
    microphone: 'Microphone off',
    camera: 'Camera off',
    screen: 'You stopped sharing your screen',
  },
  leave: 'Leave the call',
  more: 'More',
  choose: { microphone: 'Choose microphone and speaker', camera: 'Choose camera' },
  toolbar: 'Call controls',
  people: 'People in the call',
  /** Beside the user's own name. */
  you: '(you)',
  yourScreen: 'Your screen',
  screenOf: (name: string) => `${isolate(name)}’s screen`,
  reconnecting: 'Reconnecting…',
  here(count: number | undefined, names: readonly string[] | undefined): string {
    const people = names?.length ?? count;
    if (people === undefined) return '';
    if (people === 0) return 'Nobody is here yet';
    if (!names) return people === 1 ? '1 person is here' : `${people} people are here`;
    return `${enumerate(names)} ${people === 1 ? 'is' : 'are'} here`;
  },
};
export type Words = typeof english;
