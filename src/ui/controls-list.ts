/** What of the interface a page takes away by `controlslist`, a list of tokens as `<video>` has one. */

/** What can be taken away; `no` before it is the token. */
export type Control =
  | 'camera'
  | 'connectiontest'
  | 'devices'
  | 'fullscreen'
  | 'invite'
  | 'layout'
  | 'leave'
  | 'microphone'
  | 'people'
  | 'pictureinpicture'
  | 'screen'
  | 'selfview'
  | 'settings'
  | 'statistics'
  | 'videoquality';

/** Whether a page leaves a control where it is. */
export const offers = (controlsList: string, control: Control): boolean =>
  !controlsList.toLowerCase().split(/\s+/).includes(`no${control}`);
